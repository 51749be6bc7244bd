import { partsOf, rule, type Act, type OracleRule } from './policy-oracle.ts'
import { soldFor, type MoneyCase, type Portion } from './money-oracle.ts'
import { momentsOf } from './policy-cases.ts'

/** One question about money: a booking, what is asked, by whom, and when. */
export interface MoneyQuestion {
  given: MoneyCase
  currency: string
  /** An act, or none, for each session. */
  acts: (Act | null)[]
  actor: 'customer' | 'member'
  now: bigint
}

const MINUTE = 60_000_000n
const FIRST_MONDAY = Temporal.Instant.from('2027-01-04T14:00:00Z').epochNanoseconds / 1_000n

/** The question that a number stands for: the same number is the same question on every machine. */
export function questionOf(seed: number): MoneyQuestion {
  const roll = dice(seed)
  const bare = bookingOf(roll)
  const given: MoneyCase = {
    ...bare,
    books: soldFor({ ...bare, books: [] }).map(({ total }) => paidBy(roll, total)),
  }
  const moments = momentsOf(given).concat(lateMoments(given))
  const now = roll.pick(moments)
  const actor = roll.chance(0.1) ? 'member' : 'customer'
  return {
    given,
    currency: roll.pick(['GBP', 'JPY', 'KWD', 'USD']),
    acts: actsOf(roll, given, now),
    actor,
    now,
  }
}

/** A policy, a price with its terms, and sessions, with nothing paid yet. */
export function bookingOf(roll: Dice): Omit<MoneyCase, 'books'> {
  const count = roll.pick([1, 1, 2, 3, 3, 5, 7, roll.int(1, 20)])
  const starts = startsOf(roll, count)
  const price = roll.pick([roll.int(0, 60), roll.int(0, 50_000), roll.int(1, 9_999), roll.int(0, 10 ** 11)])
  return {
    rules: { cancel: ruleOf(roll, null), move: ruleOf(roll, roll.chance(0.2) ? roll.int(0, 3) : null) },
    switches: { cancel: roll.chance(0.97), move: roll.chance(0.97) },
    priceMinor: BigInt(price),
    collected: roll.chance(0.9),
    // How much was paid stands in the books.
    paid: true,
    bookedAt: starts[0]! - BigInt(roll.int(60, 40_000)) * MINUTE,
    sessions: starts.map((start) => ({
      state: roll.chance(0.9) ? 'scheduled' : roll.pick(['requested', 'canceled', 'completed']),
      start,
      moves: roll.int(0, 3),
    })),
    discount: roll.chance(0.4) ? portionOf(roll, price) : null,
    tax: { basisPoints: roll.pick([0, 2_000, 1_900, 750, roll.int(0, 10_000)]), inclusive: roll.chance(0.5) },
    feeTaxBasisPoints: roll.pick([0, 2_000, roll.int(0, 10_000)]),
    terms: roll.chance(0.3)
      ? { kind: 'deposit', part: portionOf(roll, price) }
      : { kind: roll.pick(['full', 'card_on_file', 'pay_at_venue']) },
    credit: roll.chance(0.3) ? { part: portionOf(roll, price), months: roll.int(1, 120) } : null,
    owesUnpaid: roll.chance(0.3),
    late: roll.chance(0.6)
      ? {
          total: BigInt(roll.int(1, Math.max(2, Math.min(2 * price, 10 ** 9)))),
          windowMinutes: roll.pick([1, 60, 1_440, roll.int(1, 20_160)]),
          customers: roll.pick(['off', 'ask_staff', 'automatic']),
        }
      : null,
    provider: roll.chance(0.5),
  }
}

function startsOf(roll: Dice, count: number): bigint[] {
  const starts: bigint[] = []
  for (let start = FIRST_MONDAY; starts.length < count; start += BigInt(30 * roll.int(1, 400)) * MINUTE)
    starts.push(start)
  return starts
}

function ruleOf(roll: Dice, most: number | null): OracleRule {
  const longer = Array.from({ length: roll.int(0, 3) }, () => roll.int(1, 20_160))
  const notices = [...new Set(longer)].toSorted((one, other) => other - one).concat(0)
  const steps = notices.map((noticeMinutes) => ({
    noticeMinutes,
    ...(roll.chance(0.6) ? { percent: roll.int(0, 100) } : { total: BigInt(roll.int(0, 30_000)) }),
  }))
  return {
    until: roll.chance(0.6) ? 'start' : roll.chance(0.05) ? 'never' : roll.int(0, 20_160),
    steps: roll.chance(0.4) ? [] : steps,
    most,
    graceMinutes: roll.chance(0.3) ? roll.int(0, 20_000) : null,
    reason: roll.pick(['required', 'optional', 'hidden']),
  }
}

function portionOf(roll: Dice, price: number): Portion {
  return roll.chance(0.6)
    ? { percent: roll.int(1, 100) }
    : { total: BigInt(roll.int(1, Math.max(1, Math.min(2 * price, 10 ** 12)))) }
}

// Nothing, a deposit, all of it, one minor unit too little or too much, and anything else.
function paidBy(roll: Dice, share: bigint): MoneyCase['books'][number] {
  const fees = roll.chance(0.3) ? BigInt(roll.int(0, 5_000)) : 0n
  const due = share + fees
  const paid = roll.pick([
    0n,
    due,
    due,
    due,
    due / 2n,
    due > 0n ? due - 1n : 0n,
    due + 1n,
    fees,
    fees / 2n,
    due / 7n,
  ])
  return { fees, paid }
}

// Mostly what the policy allows, so that amounts are compared and not refusals.
function actsOf(roll: Dice, given: MoneyCase, now: bigint): (Act | null)[] {
  const strict = roll.chance(0.9)
  const acts = given.sessions.map((_, index) => {
    const act = roll.pick<Act | null>(['cancel', 'cancel', 'move', null])
    return act && strict && rule(given, index, act, now).reasons.length > 0 ? null : act
  })
  return acts.some((act) => act !== null) ? acts : acts.map((_, index) => (index === 0 ? 'cancel' : null))
}

/** Around the moment from which on a cancellation is late. */
export function lateMoments(given: Omit<MoneyCase, 'books'>): bigint[] {
  if (!given.late) return []
  const window = BigInt(given.late.windowMinutes) * MINUTE
  return given.sessions
    .flatMap(({ start }) => [start - window - 1n, start - window, start - window + 1n])
    .filter((moment) => moment >= given.bookedAt)
}

export interface Dice {
  int(least: number, most: number): number
  chance(of: number): boolean
  pick<T>(among: readonly T[]): T
}

/** Numbers that follow from a seed (a Weyl sequence, stirred). */
export function dice(seed: number): Dice {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (of) => next() < of,
    pick: (among) => among[Math.floor(next() * among.length)]!,
  }
}

/** What a member is asked for: the organization's fee for the late sessions of these, where it rules (octopus O66). */
export function askedOf(given: MoneyCase, acts: (Act | null)[], now: bigint): bigint {
  const { late } = given
  if (!late || given.rules.cancel.steps.length > 0) return 0n
  const parts = partsOf(late.total, given.sessions.length)
  return acts.reduce((sum, act, index) => {
    const { start, state } = given.sessions[index]!
    const isLate = state !== 'requested' && start - now < BigInt(late.windowMinutes) * MINUTE
    return act === 'cancel' && isLate ? sum + parts[index]! : sum
  }, 0n)
}
