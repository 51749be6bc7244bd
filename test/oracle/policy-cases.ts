import fc from 'fast-check'
import type { Act, OracleCase, OracleRule } from './policy-oracle.ts'

/** What is asked of one booking: an act for each session in turn, at one of its telling moments. */
export interface Wish {
  acts: (Act | null)[]
  moment: number
}

const SECOND = 1_000_000n
const MINUTE = 60n * SECOND
const FIRST_MONDAY = toMicroseconds('2027-01-04T14:00:00Z')

const notices = fc.oneof(fc.integer({ min: 0, max: 20_160 }), fc.constantFrom(0, 15, 60, 1_440, 2_880))
const steps: fc.Arbitrary<OracleRule['steps']> = fc
  .uniqueArray(fc.integer({ min: 1, max: 20_160 }), { maxLength: 3 })
  .chain((longer) =>
    fc.tuple(
      ...[...longer.toSorted((one, other) => other - one), 0].map((noticeMinutes) =>
        fc.oneof(
          fc.record({ noticeMinutes: fc.constant(noticeMinutes), percent: fc.integer({ min: 0, max: 100 }) }),
          fc.record({
            noticeMinutes: fc.constant(noticeMinutes),
            total: fc.bigInt({ min: 0n, max: 30_000n }),
          }),
        ),
      ),
    ),
  )

const anyRule = (limited: boolean): fc.Arbitrary<OracleRule> =>
  fc.record({
    until: fc.oneof(
      { weight: 4, arbitrary: notices },
      { weight: 2, arbitrary: fc.constant('start' as const) },
      { weight: 1, arbitrary: fc.constant('never' as const) },
    ),
    steps: fc.oneof(fc.constant<OracleRule['steps']>([]), steps, steps),
    most: limited ? fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }) : fc.constant(null),
    graceMinutes: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: null, freq: 2 }),
    reason: fc.constantFrom('required', 'optional', 'hidden'),
  })

// Weekdays of four weeks, half hours from nine in New York; in order, as sessions of a booking are.
const starts = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 * 16 - 1 }), { minLength: 1, maxLength: 6 })
  .map((numbers) =>
    numbers
      .toSorted((one, other) => one - other)
      .map((number) => {
        const day = Math.floor(number / 16)
        const minutes = (day + 2 * Math.floor(day / 5)) * 1_440 + 30 * (number % 16)
        return FIRST_MONDAY + BigInt(minutes) * MINUTE
      }),
  )

const session = fc.record({
  state: fc.oneof(
    { weight: 8, arbitrary: fc.constant('scheduled' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('requested' as const, 'canceled' as const, 'completed' as const),
    },
  ),
  moves: fc.integer({ min: 0, max: 3 }),
})

export const anyCase: fc.Arbitrary<OracleCase> = fc
  .tuple(starts, fc.array(session, { minLength: 6, maxLength: 6 }))
  .chain(([times, details]) =>
    fc.record({
      rules: fc.record({ cancel: anyRule(false), move: anyRule(true) }),
      switches: fc.record({ cancel: mostly, move: mostly }),
      priceMinor: fc.oneof(fc.bigInt({ min: 0n, max: 50_000n }), fc.bigInt({ min: 0n, max: 10n ** 11n })),
      collected: mostly,
      paid: mostly,
      bookedAt: fc
        .integer({ min: 60, max: 40_000 })
        .map(
          (minutes) => times.reduce((one, other) => (one < other ? one : other)) - BigInt(minutes) * MINUTE,
        ),
      sessions: fc.constant(times.map((start, index) => ({ ...details[index]!, start }))),
    }),
  )

const mostly = fc.integer({ min: 0, max: 9 }).map((number) => number > 0)

export const anyWish: fc.Arbitrary<Wish> = fc.record({
  acts: fc.array(fc.constantFrom<Act | null>('cancel', 'move', 'cancel', 'move', null), {
    minLength: 1,
    maxLength: 6,
  }),
  moment: fc.nat(10_000),
})

/** The moments at which an answer turns, each with the last microsecond before it and the first after it. */
export function momentsOf(given: OracleCase): bigint[] {
  const rules = [given.rules.cancel, given.rules.move]
  const turns = given.sessions.flatMap(({ start }) => [
    start,
    ...rules.flatMap(({ until, steps: all }) =>
      [...(typeof until === 'number' ? [until] : []), ...all.map(({ noticeMinutes }) => noticeMinutes)].map(
        (minutes) => start - BigInt(minutes) * MINUTE,
      ),
    ),
  ])
  const graces = rules.flatMap(({ graceMinutes }) =>
    graceMinutes === null ? [] : [given.bookedAt + BigInt(graceMinutes) * MINUTE],
  )
  const around = [...turns, ...graces].flatMap((turn) => [
    turn - SECOND,
    turn - 1n,
    turn,
    turn + 1n,
    turn + SECOND,
  ])
  const later = [1n, 600n, 6_000n, 30_000n].map((minutes) => given.bookedAt + minutes * MINUTE)
  return [...around, ...later].filter((moment) => moment >= given.bookedAt)
}

/** As PostgreSQL and Temporal write it: to the microsecond. */
export function toInstant(microseconds: bigint): string {
  return Temporal.Instant.fromEpochNanoseconds(microseconds * 1_000n).toString()
}

function toMicroseconds(text: string): bigint {
  return Temporal.Instant.from(text).epochNanoseconds / 1_000n
}
