import type { ActionRule, Tier } from '#domain/policies/policy.ts'
import { splitEvenly, tierShare } from './shares.ts'

/** Where one session stands with money, in minor units. */
export interface SessionBalance {
  position: number
  /** What it was sold for, discounted and with tax. */
  priceShareMinor: bigint
  /** What is asked for it on the invoice now: its share, while it is not canceled, and fees. */
  chargedMinor: bigint
  /** What was paid for it and not promised back. */
  paidMinor: bigint
}

/** What the arithmetic needs of the booking. */
export interface Priced {
  paymentMode: 'free' | 'price_shown' | 'price_collected'
  sessions: readonly unknown[]
}

/** The organization's fee for late cancellations, for bookings whose policy has no money rule (domain.md §7). */
export interface LateFee {
  minor: bigint
  windowMinutes: number
  /** For customers: never, after a member decided, or at once (octopus D19). */
  customers: 'off' | 'ask_staff' | 'automatic'
}

/** Which rule decided about the money. */
export type MoneyRule = 'none' | 'grace' | 'policy' | 'late_fee' | 'agreed'

/** The answer of the policy, or of a member who was asked, as far as money goes. */
export interface MoneyVerdict {
  tier: Tier | null
  inGrace: boolean
  /** A fee that a team member agreed to for this session, instead of any rule. */
  agreedFeeMinor?: bigint | undefined
}

/** What canceling one session means, in minor units; parts that are 0 do not happen. */
export interface CancelMoney {
  rule: MoneyRule
  /** Given back of what was paid. */
  refundMinor: bigint
  /** Kept of what was paid, as a cancellation fee. */
  keptMinor: bigint
  /** Asked for beyond what was paid, as a cancellation fee. */
  owedMinor: bigint
  /** Paid, and neither given back nor kept until a member decides on the late fee. */
  undecidedMinor: bigint
  /** Instead of the refund, if the customer prefers it; 0 where the policy offers none or no more than the refund. */
  creditMinor: bigint
}

const NOTHING: CancelMoney = {
  rule: 'none',
  refundMinor: 0n,
  keptMinor: 0n,
  owedMinor: 0n,
  undecidedMinor: 0n,
  creditMinor: 0n,
}

/**
 * What a customer gets back, loses and owes for one session. Money moves only where the price is collected; where it
 * is merely shown, the policy's amounts are words (oncehub D15, D16). One money rule decides: grace, else the tier of
 * the policy version, else the organization's late fee, else nothing is kept. What is kept comes out of what was paid
 * for this session; more is owed only where the policy says so, or by an automatic late fee. Fees paid earlier, such
 * as for a move, are not given back.
 */
export function cancelMoney(
  booking: Priced,
  session: SessionBalance,
  verdict: MoneyVerdict,
  rule: Pick<ActionRule, 'credit' | 'owesUnpaid'>,
  lateFee: LateFee | null,
): CancelMoney {
  if (booking.paymentMode !== 'price_collected') return NOTHING
  const paid = paidForShare(session)
  const share = session.priceShareMinor
  const count = booking.sessions.length
  if (verdict.agreedFeeMinor !== undefined)
    return { ...NOTHING, rule: 'agreed', ...settle(paid, verdict.agreedFeeMinor, true) }
  if (verdict.inGrace) return { ...NOTHING, rule: 'grace', refundMinor: paid }
  if (verdict.tier) {
    const back = smaller(share, tierShare(verdict.tier.amount, share, session.position, count))
    const settled = settle(paid, share - back, rule.owesUnpaid === true)
    const credit = rule.credit
      ? paid -
        smaller(paid, share - smaller(share, tierShare(rule.credit.amount, share, session.position, count)))
      : 0n
    return {
      ...NOTHING,
      rule: 'policy',
      ...settled,
      creditMinor: credit > settled.refundMinor ? credit : 0n,
    }
  }
  const fee = lateFee ? splitEvenly(lateFee.minor, count)[session.position]! : 0n
  if (!lateFee || lateFee.customers === 'off') return { ...NOTHING, refundMinor: paid }
  if (lateFee.customers === 'automatic') return { ...NOTHING, rule: 'late_fee', ...settle(paid, fee, true) }
  const undecidedMinor = smaller(paid, fee)
  return { ...NOTHING, rule: 'late_fee', refundMinor: paid - undecidedMinor, undecidedMinor }
}

/** What moving one session costs a customer (oncehub R132, R133). */
export function moveFee(
  booking: Priced,
  session: SessionBalance,
  verdict: MoneyVerdict,
): { rule: MoneyRule; feeMinor: bigint } {
  if (booking.paymentMode !== 'price_collected') return { rule: 'none', feeMinor: 0n }
  if (verdict.agreedFeeMinor !== undefined) return { rule: 'agreed', feeMinor: verdict.agreedFeeMinor }
  if (verdict.inGrace) return { rule: 'grace', feeMinor: 0n }
  if (!verdict.tier) return { rule: 'none', feeMinor: 0n }
  const { amount } = verdict.tier
  const feeMinor = tierShare(amount, session.priceShareMinor, session.position, booking.sessions.length)
  return { rule: 'policy', feeMinor }
}

/** What was paid towards the session's own price: fees that were charged beside it are paid first. */
export function paidForShare(session: SessionBalance): bigint {
  const fees = larger(0n, session.chargedMinor - session.priceShareMinor)
  return larger(0n, smaller(session.priceShareMinor, session.paidMinor - fees))
}

function settle(paid: bigint, kept: bigint, owesUnpaid: boolean) {
  return {
    refundMinor: larger(0n, paid - kept),
    keptMinor: smaller(paid, kept),
    owedMinor: owesUnpaid ? larger(0n, kept - paid) : 0n,
  }
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
