/** One line of the table that `npm run bench` prints and docs/performance.md keeps. */
export interface BenchRow {
  /** What is measured, such as "slots"; docs/performance.md keeps one table an area. */
  area: string
  name: string
  /** The inputs, in words: sizes, seeds, what was checked before timing. */
  cases: string
  /** The time or rate compared with, with its unit, such as "20 µs". */
  baseline: string
  value: string
  /** Value over baseline. */
  ratio: number
  /** What the ratio must reach, such as "≤ 3". */
  goal: string
  ok: boolean
}

/** What the words after `npm run bench --` ask for. */
export interface BenchOptions {
  /** Run the heavy cases too. */
  full: boolean
}

export interface Comparison {
  baselineMicroseconds: number
  valueMicroseconds: number
  ratio: number
}

/**
 * Times two functions in turns, so that a busy machine slows both alike, and gives the medians of all rounds. The
 * functions return a number made from their answer, so that no work can be optimised away.
 */
export function compare(
  baseline: () => number,
  value: () => number,
  rounds = 15,
  roundMilliseconds = 40,
): Comparison {
  const baselineCalls = callsWithin(baseline, roundMilliseconds)
  const valueCalls = callsWithin(value, roundMilliseconds)
  const baselineTimes: number[] = []
  const valueTimes: number[] = []
  for (let round = 0; round < rounds; round++) {
    baselineTimes.push(microsecondsPerCall(baseline, baselineCalls))
    valueTimes.push(microsecondsPerCall(value, valueCalls))
  }
  return {
    baselineMicroseconds: median(baselineTimes),
    valueMicroseconds: median(valueTimes),
    ratio: median(valueTimes.map((time, round) => time / baselineTimes[round]!)),
  }
}

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A time with the unit that reads best and three digits: 0.45 µs, 20.1 µs, 3.20 ms. */
export function timeText(microseconds: number): string {
  if (microseconds >= 1_000_000) return `${(microseconds / 1_000_000).toPrecision(3)} s`
  if (microseconds >= 1000) return `${(microseconds / 1000).toPrecision(3)} ms`
  return `${microseconds.toPrecision(3)} µs`
}

let sink = 0

function microsecondsPerCall(run: () => number, calls: number): number {
  const begun = performance.now()
  for (let call = 0; call < calls; call++) sink += run()
  return ((performance.now() - begun) * 1000) / calls
}

/** How many calls fill a round; finding out also warms the function up. */
function callsWithin(run: () => number, milliseconds: number): number {
  const begun = performance.now()
  let calls = 0
  while (performance.now() - begun < milliseconds * 3 || calls < 20) {
    sink += run()
    calls++
  }
  if (Number.isNaN(sink)) throw new Error('A measured function did not return a number.')
  return Math.max(1, Math.round(calls / 3))
}
