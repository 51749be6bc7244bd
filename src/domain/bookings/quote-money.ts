import {
  cancelMoney,
  moveFee,
  paidForShare,
  type LateFee,
  type MoneyVerdict,
} from '#domain/money/session-money.ts'
import { splitEvenly, taxWithin } from '#domain/money/shares.ts'
import type { Booking, Session } from './booking.ts'
import type { Quote, QuotedCancel, QuotedMove } from './change.ts'
import { saleOf } from './sale.ts'

type CancelAmounts = Pick<
  QuotedCancel,
  'rule' | 'refundMinor' | 'keptMinor' | 'owedMinor' | 'undecidedMinor' | 'creditMinor'
>

const UNTOUCHED: CancelAmounts = {
  rule: 'none',
  refundMinor: '0',
  keptMinor: '0',
  owedMinor: '0',
  undecidedMinor: '0',
  creditMinor: '0',
}

/**
 * What canceling one session does with money by itself. Members are not bound by the policy: what goes back and which
 * fee is charged is theirs to decide when they commit (oncehub R69, D22).
 */
export function moneyOfCancel(
  booking: Booking,
  session: Session,
  verdict: MoneyVerdict,
  actor: 'customer' | 'member',
): CancelAmounts {
  if (actor === 'member') return UNTOUCHED
  const { cancel } = booking.policy.rules
  const { rule, ...amounts } = cancelMoney(booking, session, verdict, cancel, lateFeeFor(booking, session))
  return {
    rule,
    refundMinor: amounts.refundMinor.toString(),
    keptMinor: amounts.keptMinor.toString(),
    owedMinor: amounts.owedMinor.toString(),
    undecidedMinor: amounts.undecidedMinor.toString(),
    creditMinor: amounts.creditMinor.toString(),
  }
}

/** What moving one session costs; a member's move costs nothing (oncehub D22, D26). */
export function moneyOfMove(
  booking: Booking,
  session: Session,
  verdict: MoneyVerdict,
  actor: 'customer' | 'member',
): Pick<QuotedMove, 'rule' | 'feeMinor'> {
  if (actor === 'member') return { rule: 'none', feeMinor: '0' }
  const { rule, feeMinor } = moveFee(booking, session, verdict)
  return { rule, feeMinor: feeMinor.toString() }
}

/**
 * The late fee where it may apply to this session now: no tiers of the policy's own, and late. A request that nobody
 * answered yet costs nothing. Customers are bound by the fee as it was when they booked; members are asked about
 * today's.
 */
export function lateFeeFor(
  booking: Booking,
  session: Session,
  lateFee: LateFee | null = booking.lateFee,
): LateFee | null {
  if (!lateFee || booking.policy.rules.cancel.tiers.length > 0 || session.state === 'requested') return null
  // The team gave this time up itself.
  if (session.askedToMoveAt) return null
  const inTimeUntil = session.startsAt.subtract({ minutes: lateFee.windowMinutes })
  return Temporal.Instant.compare(booking.now, inTimeUntil) > 0 ? lateFee : null
}

/** The totals of a quote. */
export function quoteMoney(
  booking: Booking,
  decided: { cancel: QuotedCancel[]; reschedule: QuotedMove[] },
  actor: 'customer' | 'member',
): Pick<
  Quote,
  | 'refundMinor'
  | 'feeMinor'
  | 'keptMinor'
  | 'owedMinor'
  | 'undecidedMinor'
  | 'creditMinor'
  | 'creditMonths'
  | 'payNowMinor'
  | 'feesTaxMinor'
  | 'taxBackMinor'
  | 'feeAsked'
  | 'refundableMinor'
> {
  const { cancel, reschedule } = decided
  const off = booking.sessions.filter((session) => cancel.some((entry) => entry.session === session.id))
  const feeMinor = sum(reschedule.map((entry) => BigInt(entry.feeMinor)))
  const rate = booking.organization.money.feeTaxBasisPoints
  const fees = [
    ...reschedule.map((entry) => BigInt(entry.feeMinor)),
    ...cancel.map((entry) => BigInt(entry.keptMinor) + BigInt(entry.owedMinor)),
  ]
  const creditMinor = sum(cancel.map(creditOrRefund))
  const offersCredit = cancel.some((entry) => entry.creditMinor !== '0')
  const payNow = actor === 'customer' && booking.organization.money.provider !== null
  return {
    refundMinor: total(cancel, 'refundMinor').toString(),
    feeMinor: feeMinor.toString(),
    keptMinor: total(cancel, 'keptMinor').toString(),
    owedMinor: total(cancel, 'owedMinor').toString(),
    undecidedMinor: total(cancel, 'undecidedMinor').toString(),
    creditMinor: offersCredit ? creditMinor.toString() : '0',
    creditMonths: offersCredit ? (booking.policy.rules.cancel.credit?.months ?? null) : null,
    payNowMinor: payNow ? feeMinor.toString() : '0',
    feesTaxMinor: sum(fees.map((fee) => taxWithin(fee, rate))).toString(),
    taxBackMinor: sum(off.map((session) => saleOf(booking, session)?.taxMinor ?? 0n)).toString(),
    feeAsked: actor === 'member' ? feeAsked(booking, off) : null,
    refundableMinor: actor === 'member' ? sum(off.map(paidForShare)).toString() : '0',
  }
}

/** What one canceled session brings a customer who takes credit: more than the money, or the money as credit. */
export function creditOrRefund(entry: QuotedCancel): bigint {
  return BigInt(entry.creditMinor === '0' ? entry.refundMinor : entry.creditMinor)
}

// Members are asked about the organization's fee, whatever its setting for customers; a free booking has none.
function feeAsked(booking: Booking, off: Session[]): Quote['feeAsked'] {
  if (booking.paymentMode === 'free') return null
  const defaults = off.map((session) => {
    const fee = lateFeeFor(booking, session, booking.organization.money.lateFee)
    return fee ? splitEvenly(fee.minor, booking.sessions.length)[session.position]! : 0n
  })
  const defaultMinor = sum(defaults)
  return defaultMinor > 0n ? { defaultMinor: defaultMinor.toString() } : null
}

function total(
  entries: readonly QuotedCancel[],
  key: 'refundMinor' | 'keptMinor' | 'owedMinor' | 'undecidedMinor',
): bigint {
  return sum(entries.map((entry) => BigInt(entry[key])))
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((whole, amount) => whole + amount, 0n)
}
