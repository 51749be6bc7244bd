import { stretchAt, stretchEnd, zoneOffsets, type ZoneOffsets } from '#platform/zones.ts'
import type { SlotQuestion } from './slot-question.ts'

/**
 * The starts that may be looked at, as bits: bit j is the UTC minute `base + j * unitMinutes`. A mask over the grid
 * is an Int32Array of `words` words.
 */
export interface StartGrid {
  readonly base: number
  readonly unitMinutes: number
  readonly size: number
  readonly words: number
  /** The bits that stand on the wall clock's steps, or null when all do. */
  readonly onStep: Int32Array | null
}

/**
 * The grid of a question: the starts between notice and horizon inside the window, at the steps of the
 * wall clock of `anchorZone`. Null when there are none. Throws a RangeError for rules that cannot be meant.
 */
export function startGrid(question: SlotQuestion): StartGrid | null {
  const { rules, nowMinute } = question
  refuseNonsense(question)
  const earliest = Math.max(question.fromMinute, nowMinute, nowMinute + rules.minimumNoticeMinutes)
  const latest = Math.min(question.toMinute - 1, nowMinute + rules.horizonDays * 1440)
  const zone = anchorZone(question)
  if (zone === null || latest < earliest) return null

  const offsets = zoneOffsets(zone, earliest, latest)
  const first = stretchAt(offsets, earliest)
  const last = stretchAt(offsets, latest)
  const unitMinutes = unitOf(rules.stepMinutes, offsets, first, last)
  const wall = earliest + offsets.offsetMinutes[first]!
  const base = earliest + ((unitMinutes - (((wall % unitMinutes) + unitMinutes) % unitMinutes)) % unitMinutes)
  if (base > latest) return null

  const size = Math.floor((latest - base) / unitMinutes) + 1
  const grid = { base, unitMinutes, size, words: (size + 31) >> 5, onStep: null }
  return unitMinutes === rules.stepMinutes
    ? grid
    : { ...grid, onStep: stepsOf(grid, rules.stepMinutes, offsets) }
}

/** The zone whose wall clock the steps are counted on: that of the first candidate for the first seat. Null without one. */
export function anchorZone({ owners, seats }: SlotQuestion): string | null {
  const anchor = seats[0]?.candidates[0]
  return anchor === undefined ? null : owners[anchor]!.zone
}

/** A mask with every start of the grid. */
export function allStarts(grid: StartGrid): Int32Array {
  if (grid.onStep) return grid.onStep.slice()
  const mask = new Int32Array(grid.words).fill(-1)
  const unused = grid.words * 32 - grid.size
  mask[grid.words - 1] = -1 >>> unused
  return mask
}

/** Adds the starts of which the whole session lies in [from, to). */
export function addSessionsWithin(
  grid: StartGrid,
  mask: Int32Array,
  from: number,
  to: number,
  durationMinutes: number,
) {
  const low = bitFrom(grid, from)
  const high = bitBefore(grid, to - durationMinutes + 1)
  if (low > high) return
  const lowWord = low >> 5
  const highWord = high >> 5
  const lowBits = -1 << (low & 31)
  const highBits = -1 >>> (31 - (high & 31))
  if (lowWord === highWord) {
    mask[lowWord]! |= lowBits & highBits
    return
  }
  mask[lowWord]! |= lowBits
  for (let word = lowWord + 1; word < highWord; word++) mask[word] = -1
  mask[highWord]! |= highBits
}

/** Takes away the starts in [from, to). */
export function removeStarts(grid: StartGrid, mask: Int32Array, from: number, to: number) {
  removeBits(mask, bitFrom(grid, from), bitBefore(grid, to))
}

/**
 * Takes away the starts whose session, padded by its own buffers, would touch a busy span. The order of the spans
 * does not matter, so nothing is sorted: this is the loop that runs over everything an owner has in the diary.
 */
export function removeBusy(
  grid: StartGrid,
  mask: Int32Array,
  busyFrom: Int32Array,
  busyTo: Int32Array,
  reachBeforeMinutes: number,
  reachAfterMinutes: number,
) {
  const perUnit = 1 / grid.unitMinutes
  const lastBit = grid.size - 1
  // A start touches the span exactly when it lies strictly between these two shifted ends.
  const shiftLow = -reachBeforeMinutes - grid.base
  const shiftHigh = reachAfterMinutes - grid.base - 1
  const count = busyFrom.length
  for (let i = 0; i < count; i++) {
    const from = busyFrom[i]!
    const to = busyTo[i]!
    const below = from + shiftLow
    const above = to + shiftHigh
    if (above < 0 || to <= from) continue
    // Half a minute added before the multiplication keeps the whole part exact, without a slow division.
    const low = below < 0 ? 0 : (((below + 0.5) * perUnit) | 0) + 1
    let high = ((above + 0.5) * perUnit) | 0
    if (high > lastBit) high = lastBit
    if (low <= high) removeBits(mask, low, high)
  }
}

/** Keeps in `mask` what is in both. */
export function intersect(mask: Int32Array, other: Int32Array) {
  for (let word = 0; word < mask.length; word++) mask[word]! &= other[word]!
}

/** Adds to `mask` what is in `other`; true when `mask` then holds all of `goal`. */
export function unite(mask: Int32Array, other: Int32Array, goal: Int32Array): boolean {
  let missing = 0
  for (let word = 0; word < mask.length; word++) {
    const both = mask[word]! | other[word]!
    mask[word] = both
    missing |= goal[word]! & ~both
  }
  return missing === 0
}

/** The starts of a mask as ascending UTC minutes. */
export function startsOf(grid: StartGrid, mask: Int32Array): Int32Array {
  let count = 0
  for (let word = 0; word < mask.length; word++) count += bitCount(mask[word]!)
  const starts = new Int32Array(count)
  const { unitMinutes } = grid
  let n = 0
  for (let word = 0; word < mask.length; word++) {
    let bits = mask[word]!
    // The highest bit of the word is counted from; clz32 gives the lowest one when it stands alone.
    const top = grid.base + (word * 32 + 31) * unitMinutes
    while (bits !== 0) {
      const lowest = bits & -bits
      starts[n++] = top - Math.clz32(lowest) * unitMinutes
      bits ^= lowest
    }
  }
  return starts
}

function refuseNonsense({ rules }: SlotQuestion) {
  const whole = Number.isInteger(rules.durationMinutes) && Number.isInteger(rules.stepMinutes)
  if (!whole || rules.durationMinutes < 1 || rules.stepMinutes < 1) {
    throw new RangeError('Duration and step must be whole minutes, at least one.')
  }
  if (rules.bufferBeforeMinutes < 0 || rules.bufferAfterMinutes < 0)
    throw new RangeError('A buffer cannot be negative.')
}

/**
 * The widest spacing on which every step of the wall clock falls: the step itself nearly always; less where the step
 * does not divide the day, or where the clock changes by something that the step does not divide.
 */
function unitOf(stepMinutes: number, offsets: ZoneOffsets, first: number, last: number): number {
  let unit = greatestCommonDivisor(stepMinutes, 1440)
  for (let k = first + 1; k <= last; k++) {
    unit = greatestCommonDivisor(unit, Math.abs(offsets.offsetMinutes[k]! - offsets.offsetMinutes[first]!))
  }
  return unit
}

function stepsOf(grid: StartGrid, stepMinutes: number, offsets: ZoneOffsets): Int32Array {
  const mask = new Int32Array(grid.words)
  const end = grid.base + grid.size * grid.unitMinutes
  for (let k = stretchAt(offsets, grid.base); k < offsets.starts.length && offsets.starts[k]! < end; k++) {
    const offset = offsets.offsetMinutes[k]!
    const from = Math.max(offsets.starts[k]!, grid.base) + offset
    const to = Math.min(stretchEnd(offsets, k), end) + offset
    for (let midnight = Math.floor(from / 1440) * 1440; midnight < to; midnight += 1440) {
      const skipped = Math.max(0, Math.ceil((from - midnight) / stepMinutes))
      const dayEnd = Math.min(to, midnight + 1440)
      for (let wall = midnight + skipped * stepMinutes; wall < dayEnd; wall += stepMinutes) {
        const bit = (wall - offset - grid.base) / grid.unitMinutes
        mask[bit >> 5]! |= 1 << (bit & 31)
      }
    }
  }
  return mask
}

/** The first bit at or after a minute; it may lie beyond the grid. */
function bitFrom(grid: StartGrid, minute: number): number {
  return minute <= grid.base ? 0 : Math.ceil((minute - grid.base) / grid.unitMinutes)
}

/** The last bit of the grid before a minute, or -1. */
function bitBefore(grid: StartGrid, minute: number): number {
  return minute <= grid.base
    ? -1
    : Math.min(grid.size, Math.ceil((minute - grid.base) / grid.unitMinutes)) - 1
}

function removeBits(mask: Int32Array, low: number, high: number) {
  if (low > high) return
  const lowWord = low >> 5
  const highWord = high >> 5
  const lowBits = -1 << (low & 31)
  const highBits = -1 >>> (31 - (high & 31))
  if (lowWord === highWord) {
    mask[lowWord]! &= ~(lowBits & highBits)
    return
  }
  mask[lowWord]! &= ~lowBits
  for (let word = lowWord + 1; word < highWord; word++) mask[word] = 0
  mask[highWord]! &= ~highBits
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
