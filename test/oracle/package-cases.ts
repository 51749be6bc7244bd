/** What a business may combine. The vendor's own product excludes most of these beside packages. */
export const FACTORS = {
  hosts: ['one', 'round_robin', 'panel', 'panel_and_room'],
  sessions: [1, 2, 7, 20],
  payment: ['free', 'shown', 'full', 'deposit', 'card', 'venue'],
  approval: ['automatic', 'request', 'request_holds'],
  place: ['in_person', 'video', 'phone', 'customer_place'],
  policy: ['any_time', 'tiers', 'never', 'limit'],
  spacing: ['none', 'buffers', 'caps'],
} as const

export type PackageCase = { [F in keyof typeof FACTORS]: (typeof FACTORS)[F][number] }

/**
 * Cases in which every two levels of different factors meet at least once: a covering array of strength two, built
 * greedily. The same seed gives the same cases on every machine.
 */
export function coveringCases(seed: number): PackageCase[] {
  const roll = dice(seed)
  const missing = new Set(allPairs())
  const cases: PackageCase[] = []
  while (missing.size > 0) {
    // The first pair that is missing is met by every candidate, so that each case gains something.
    const [first] = missing
    const candidates = Array.from({ length: 60 }, () => meeting(first!, anyCase(roll)))
    const gains = candidates.map((one) => pairsOf(one).filter((pair) => missing.has(pair)).length)
    const best = candidates[gains.indexOf(Math.max(...gains))]!
    for (const pair of pairsOf(best)) missing.delete(pair)
    cases.push(best)
  }
  return cases
}

/** "hosts=one payment=full" for each two factors of a case. */
export function pairsOf(one: PackageCase): string[] {
  const levels = Object.entries(one).map(([factor, level]) => `${factor}=${level}`)
  return levels.flatMap((left, index) => levels.slice(index + 1).map((right) => `${left} ${right}`))
}

export function allPairs(): string[] {
  const factors = Object.entries(FACTORS) as [string, readonly (string | number)[]][]
  return factors.flatMap(([left, lefts], index) =>
    factors
      .slice(index + 1)
      .flatMap(([right, rights]) =>
        lefts.flatMap((one) => rights.map((other) => `${left}=${one} ${right}=${other}`)),
      ),
  )
}

function anyCase(roll: () => number): PackageCase {
  const factors = Object.entries(FACTORS) as [string, readonly (string | number)[]][]
  return Object.fromEntries(
    factors.map(([factor, levels]) => [factor, levels[Math.floor(roll() * levels.length)]]),
  ) as PackageCase
}

function meeting(pair: string, one: PackageCase): PackageCase {
  const wanted = pair.split(' ').map((part) => part.split('=') as [keyof PackageCase, string])
  const levels = wanted.map(([factor, level]) => [
    factor,
    (FACTORS[factor] as readonly (string | number)[]).find((entry) => String(entry) === level),
  ])
  return { ...one, ...Object.fromEntries(levels) }
}

// Mulberry32: thirty-two bits of state are plenty for a hundred draws.
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
