/*
 * A second answer to "may this be changed now, and what does it cost?", written from the rules of the design (§3) and
 * from the decision tables D3 to D12 and D15 to D20 alone. It shares nothing with the product, not even its words:
 * times are microseconds, money is whole numbers, and a refusal is the set of all its reasons.
 */

export interface OracleRule {
  /** Notice in minutes, or one of the two words. */
  until: number | 'start' | 'never'
  /** From the longest notice to the shortest, the last one 0. */
  steps: { noticeMinutes: number; percent?: number; total?: bigint }[]
  most: number | null
  graceMinutes: number | null
  reason: 'required' | 'optional' | 'hidden'
}

export interface OracleCase {
  rules: { cancel: OracleRule; move: OracleRule }
  switches: { cancel: boolean; move: boolean }
  priceMinor: bigint
  collected: boolean
  /** Everything was paid, or nothing yet. */
  paid: boolean
  bookedAt: bigint
  sessions: { state: 'scheduled' | 'requested' | 'canceled' | 'completed'; start: bigint; moves: number }[]
}

export type Act = 'cancel' | 'move'

export interface Ruling {
  /** Everything that forbids it to a customer; nothing means that they may. */
  reasons: string[]
  /** Last moment for a customer, where there is one. */
  closes: bigint | null
  /** Of what was paid for the session, which is its whole price or nothing. */
  refund: bigint
  kept: bigint
  fee: bigint
  step: OracleRule['steps'][number] | null
  by: 'none' | 'grace' | 'policy'
}

const MINUTE = 60_000_000n

const NOTHING = { refund: 0n, kept: 0n, fee: 0n, step: null, by: 'none' as const }

export function rule(given: OracleCase, index: number, act: Act, now: bigint): Ruling {
  const { state, start, moves } = given.sessions[index]!
  const { until, most } = given.rules[act]
  const latest = until === 'never' ? null : until === 'start' ? start : start - BigInt(until) * MINUTE
  // Nobody has agreed to it yet, so no rule holds and nothing of what was paid is kept.
  if (state === 'requested')
    return {
      // It has no time yet: other ones are suggested, not moved to.
      reasons: act === 'cancel' ? [] : ['not_from_this_state'],
      closes: null,
      ...NOTHING,
      refund: act === 'cancel' ? paidFor(given, index) : 0n,
    }
  const reasons = [
    ...(state === 'scheduled' ? [] : ['not_open']),
    ...(now < start ? [] : ['started']),
    ...(given.switches[act] ? [] : ['switched_off']),
    ...(until === 'never' ? ['never_allowed'] : []),
    ...(latest !== null && until !== 'start' && now > latest ? ['too_late'] : []),
    ...(most !== null && moves >= most ? ['limit_reached'] : []),
  ]
  return reasons.length > 0
    ? { reasons, closes: latest, ...NOTHING }
    : { reasons, closes: latest, ...money(given, index, act, now) }
}

/** The price of each session: equal parts, and the first ones carry what does not divide. */
export function partsOf(total: bigint, count: number): bigint[] {
  const parts: bigint[] = []
  for (let left = total, index = 0; index < count; index += 1) {
    const rest = BigInt(count - index)
    const part = left % rest === 0n ? left / rest : left / rest + 1n
    parts.push(part)
    left -= part
  }
  return parts
}

/** What whoever acts is asked for as a reason. */
export function reasonFor(given: OracleCase, acts: Act[]): OracleRule['reason'] {
  const asked = new Set(acts.map((act) => given.rules[act].reason))
  return asked.has('required') ? 'required' : asked.has('optional') ? 'optional' : 'hidden'
}

function money(given: OracleCase, index: number, act: Act, now: bigint) {
  const { steps, graceMinutes } = given.rules[act]
  const start = given.sessions[index]!.start
  const count = given.sessions.length
  const price = partsOf(given.priceMinor, count)[index]!
  const inGrace = graceMinutes !== null && now <= given.bookedAt + BigInt(graceMinutes) * MINUTE
  const step = inGrace
    ? null
    : (steps.find(({ noticeMinutes }) => now + BigInt(noticeMinutes) * MINUTE <= start) ?? null)
  // Where the price is merely shown, the steps are words (D15, D16).
  if (!given.collected) return { ...NOTHING, step }
  const paid = paidFor(given, index)
  if (inGrace) return { ...NOTHING, by: 'grace' as const, refund: act === 'cancel' ? paid : 0n }
  if (!step) return { ...NOTHING, refund: act === 'cancel' ? paid : 0n }
  const amount =
    step.percent === undefined ? partsOf(step.total!, count)[index]! : halfUp(price, step.percent)
  if (act === 'move') return { ...NOTHING, by: 'policy' as const, fee: amount, step }
  const kept = amount > price ? 0n : price - amount
  const refund = paid > kept ? paid - kept : 0n
  return { ...NOTHING, by: 'policy' as const, refund, kept: paid - refund, step }
}

function paidFor(given: OracleCase, index: number): bigint {
  return given.collected && given.paid ? partsOf(given.priceMinor, given.sessions.length)[index]! : 0n
}

function halfUp(price: bigint, percent: number): bigint {
  const hundredths = price * BigInt(percent)
  const whole = hundredths / 100n
  return hundredths - whole * 100n >= 50n ? whole + 1n : whole
}
