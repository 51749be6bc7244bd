import type { StretchInWords } from '#messages/ribbon.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import { dueAtBooking, priceOf, saleShares } from '#domain/money/price.ts'
import {
  cancelMoney,
  moveFee,
  type LateFee,
  type Priced,
  type SessionBalance,
} from '#domain/money/session-money.ts'
import type { Verdict } from '#domain/policies/evaluate.ts'
import type { ActionRule, PolicyAction, Tier } from '#domain/policies/policy.ts'

/** One session's money, for saying what the policy would do with it at any time. */
export interface Stake {
  booking: Priced
  session: SessionBalance
  cancelRule: ActionRule
  /** The organization's, where the policy has no money rule. */
  lateFee: LateFee | null
  startsAt: Temporal.Instant
  currency: string
}

/** What a stretch of time gives where money is collected: the share of a policy as the sum that it comes to. */
export type StretchOfMoney =
  | StretchInWords
  | { kind: 'owe'; minor: bigint; currency: string }
  | { kind: 'undecided'; minor: bigint; currency: string }

/** The stake of somebody who books this offer at the listed price and pays what is asked; null where nothing is collected. */
export function stakeOfOffer(offer: Offer, startsAt: Temporal.Instant): Stake | null {
  const { eventType, terms, tax } = offer
  if (eventType.paymentMode !== 'price_collected') return null
  const price = priceOf(eventType.priceMinor, null, tax)
  const share = saleShares(price, tax, eventType.sessionCount)[0]!.grossMinor
  const online = offer.organization.money.provider !== null
  const paid = online ? dueAtBooking(terms, price.totalMinor) : 0n
  return {
    booking: { paymentMode: 'price_collected', sessions: Array.from({ length: eventType.sessionCount }) },
    session: { position: 0, priceShareMinor: share, chargedMinor: share, paidMinor: paid },
    cancelRule: offer.policy.rules.cancel,
    lateFee: lateFeeOf(offer.policy.rules.cancel, offer.organization.money.lateFee),
    startsAt,
    currency: eventType.currency,
  }
}

/** The stake in one session of a booking; one that is still to be paid for is looked at as if it were. */
export function stakeOf(booking: Booking, session: Session): Stake | null {
  if (booking.paymentMode !== 'price_collected') return null
  const paidMinor = booking.heldUntil ? paidOnceMade(booking) : session.paidMinor
  const chargedMinor = booking.heldUntil ? session.priceShareMinor : session.chargedMinor
  return {
    booking,
    session: {
      position: session.position,
      priceShareMinor: session.priceShareMinor,
      chargedMinor,
      paidMinor,
    },
    cancelRule: booking.policy.rules.cancel,
    lateFee: lateFeeOf(booking.policy.rules.cancel, booking.lateFee),
    startsAt: session.startsAt,
    currency: booking.currency,
  }
}

/** What a verdict at this time comes to; what is not allowed is closed. */
export function stretchOf(
  action: PolicyAction,
  stake: Stake,
  verdict: Verdict,
  at: Temporal.Instant,
): StretchOfMoney {
  if (!verdict.allowed) return { kind: 'closed' }
  const { currency, booking, session } = stake
  if (action === 'reschedule') {
    const { feeMinor } = moveFee(booking, session, verdict)
    return feeMinor === 0n ? { kind: 'free' } : { kind: 'amount', minor: feeMinor, currency }
  }
  const late = stake.lateFee && Temporal.Instant.compare(at, lateFrom(stake)!) > 0 ? stake.lateFee : null
  const money = cancelMoney(booking, session, verdict, stake.cancelRule, late)
  if (money.owedMinor > 0n) return { kind: 'owe', minor: money.owedMinor, currency }
  if (money.undecidedMinor > 0n) return { kind: 'undecided', minor: money.undecidedMinor, currency }
  if (money.refundMinor + money.keptMinor === 0n) return { kind: 'free' }
  return { kind: 'amount', minor: money.refundMinor, currency }
}

/** When the organization's late fee begins, or null where there is none. */
export function lateFrom(stake: Stake): Temporal.Instant | null {
  return stake.lateFee ? stake.startsAt.subtract({ minutes: stake.lateFee.windowMinutes }) : null
}

/** How much lies in the session: what a full refund would be. */
export function paidIn({ session }: Stake): bigint {
  return session.paidMinor < session.priceShareMinor ? session.paidMinor : session.priceShareMinor
}

/**
 * The rule with sums instead of shares, as they come to for this stake: credit that never gives more than the money, and
 * asking for what is paid already, are left out.
 */
export function ruleInSums(action: PolicyAction, rule: ActionRule, stake: Stake | null): ActionRule {
  if (!stake || stake.booking.sessions.length > 1) return rule
  if (action === 'reschedule') {
    const feeOf = (tier: Tier) => moveFee(stake.booking, stake.session, verdictOf(tier)).feeMinor
    return { ...rule, tiers: rule.tiers.map((tier) => inSum(tier, feeOf(tier))) }
  }
  if (paidIn(stake) === 0n) return rule
  const { credit, owesUnpaid, ...rest } = rule
  const moneyOf = (tier: Tier) => cancelMoney(stake.booking, stake.session, verdictOf(tier), rule, null)
  const last = rule.tiers.at(-1)
  const creditMinor = last ? moneyOf(last).creditMinor : 0n
  return {
    ...rest,
    tiers: rule.tiers.map((tier) => inSum(tier, moneyOf(tier).refundMinor)),
    ...(credit && creditMinor > 0n
      ? { credit: { ...credit, amount: { kind: 'amount', minor: creditMinor.toString() } } }
      : {}),
    ...(owesUnpaid && paidIn(stake) < stake.session.priceShareMinor ? { owesUnpaid } : {}),
  }
}

function verdictOf(tier: Tier) {
  return { tier, inGrace: false }
}

function inSum(tier: Tier, minor: bigint): Tier {
  return { ...tier, amount: { kind: 'amount', minor: minor.toString() } }
}

function lateFeeOf(rule: ActionRule, lateFee: LateFee | null): LateFee | null {
  return lateFee && lateFee.customers !== 'off' && rule.tiers.length === 0 ? lateFee : null
}

// Credit that was set aside counts as paid, as it will be.
function paidOnceMade(booking: Booking): bigint {
  const credit = booking.money.payments
    .filter(({ provider, state }) => provider === 'credit' && state === 'started')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  const due = dueAtBooking(booking.paymentTerms, booking.money.totalMinor)
  return credit > due ? credit : due
}
