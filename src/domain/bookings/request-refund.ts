import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { joinRows } from '#platform/rows.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { refundPayload } from '#domain/money/load-refund.ts'
import { refundPaid, refundPromised } from '#domain/money/postings.ts'
import type { RefundState, RefundWay } from '#domain/money/refund-states.ts'
import { record, remarkRow } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { moneyFact } from './capture.ts'
import { LONGEST_REASON } from './change.ts'
import { refundRow } from './promised-refunds.ts'
import { giveBackParts } from './give-back-parts.ts'
import { loadBooking } from './load-booking.ts'
import { mayAct } from './may-act.ts'
import { refundStateFor, type OwnLimitRefusal } from './refund-limits.ts'
import { surroundings } from './people-concerned.ts'
import { purseOf } from './refund-acts.ts'
import { aboutOf } from './sale.ts'
import { writeRows } from './write-rows.ts'

/** As long as a number that people write: of a transfer, a cheque, a receipt. */
export const LONGEST_REFERENCE = 100

/** Why a refund was not asked for, decided or carried out; nothing changed. */
export type RefundRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_payment' }
  | { code: 'unknown_refund' }
  | { code: 'not_permitted' }
  /** Only money that arrived can go back (octopus O110). */
  | { code: 'payment_not_settled'; state: string }
  /** The customer's bank is taking it back, or may; giving it back besides would be twice. */
  | { code: 'payment_disputed' }
  | { code: 'refund_not_positive' }
  | { code: 'refund_too_large'; mostMinor: string; currency: string }
  /** Cash does not go back through a provider, and credit goes back to credit. */
  | { code: 'way_not_possible' }
  | { code: 'reference_missing' }
  | { code: 'reference_too_long'; longest: number }
  /** Another refund has this number (octopus O112). */
  | { code: 'reference_used' }
  | { code: 'reason_required' }
  | { code: 'reason_too_long'; longest: number }
  | OwnLimitRefusal
  /** The act is not possible in the state the refund is in. */
  | { code: 'refund_in_state'; state: RefundState }
  /** Until then, an ISO instant, the customer can take the cancellation back. */
  | { code: 'refund_waits'; until: string }
  /** Something went back since the form was made, such as with the first of two clicks. */
  | { code: 'refunded_meanwhile'; refundedMinor: string; currency: string }

/** The refund and where it stands afterwards. */
export type DecidedRefund = Outcome<{ refundId: string; state: RefundState }, RefundRefusal>

export interface RefundAsked {
  paymentId: string
  amountMinor: bigint
  /** outside records what a member gives back themselves; its reference may follow later (octopus O109). */
  way: 'provider' | 'outside'
  reference: string
  reason: string
  /** What had been promised or given back of the payment when the form was made; makes two clicks one refund. */
  refundedBeforeMinor?: bigint
}

/**
 * A member asks for money to go back, of one payment (octopus O108). It is promised at once; within the member's own
 * limit it is approved with that, above it somebody else has to.
 */
export async function requestRefund(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  asked: RefundAsked,
): Promise<DecidedRefund> {
  try {
    return await inTransaction(context.db, (tx) => request(context, tx, scope, bookingId, asked))
  } catch (error) {
    if (violatedConstraint(error) !== 'one_outside_refund_per_reference') throw error
    return refuse({ code: 'reference_used' })
  }
}

async function request(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  bookingId: string,
  asked: RefundAsked,
): Promise<DecidedRefund> {
  await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
  const booking = await loadBooking(tx, scope, bookingId)
  if (!booking || !mayAct(scope, booking, 'view')) return refuse({ code: 'unknown_booking' })
  if (!may(scope, 'refund.request')) return refuse({ code: 'not_permitted' })
  const payment = await loadPayment(tx, scope, asked.paymentId)
  if (payment?.booking_id !== booking.id) return refuse({ code: 'unknown_payment' })
  const way = wayOf(payment, asked.way)
  if (!way) return refuse({ code: 'way_not_possible' })
  const refusal = refusalOf(booking, payment, asked)
  if (refusal) return refuse(refusal)
  const state = await refundStateFor(tx, scope, booking.id, asked.amountMinor)
  return done(await write(context, tx, scope, { booking, payment, asked, way, state }))
}

function wayOf({ provider }: PaymentRow, asked: RefundAsked['way']): RefundWay | null {
  if (provider === 'credit') return asked === 'outside' ? null : 'credit'
  return provider === 'manual' && asked === 'provider' ? null : asked
}

function refusalOf(booking: Booking, payment: PaymentRow, asked: RefundAsked): RefundRefusal | null {
  const { currency } = payment
  if (payment.state !== 'succeeded') return { code: 'payment_not_settled', state: payment.state }
  if (payment.disputed_at) return { code: 'payment_disputed' }
  if (asked.amountMinor <= 0n) return { code: 'refund_not_positive' }
  const { refunded_minor: refunded } = payment
  if (asked.refundedBeforeMinor !== undefined && asked.refundedBeforeMinor !== refunded)
    return { code: 'refunded_meanwhile', refundedMinor: refunded.toString(), currency }
  const most = mostOf(booking, payment)
  if (asked.amountMinor > most) return { code: 'refund_too_large', mostMinor: most.toString(), currency }
  if (asked.reference.trim().length > LONGEST_REFERENCE)
    return { code: 'reference_too_long', longest: LONGEST_REFERENCE }
  return asked.reason.trim().length > LONGEST_REASON
    ? { code: 'reason_too_long', longest: LONGEST_REASON }
    : null
}

/** As much as a payment may still give back: what was captured, less what went back already, as money or as credit. */
export function mostOf(booking: Booking, payment: PaymentRow): bigint {
  const ofPayment = payment.captured_minor - payment.refunded_minor
  const paid = booking.sessions.reduce(
    (sum, session) => sum + session.paidMinor,
    booking.money.unassigned.paidMinor,
  )
  return ofPayment < paid ? ofPayment : paid
}

async function write(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  what: {
    booking: Booking
    payment: PaymentRow
    asked: RefundAsked
    way: RefundWay
    state: 'requested' | 'approved'
  },
): Promise<{ refundId: string; state: RefundState }> {
  const { booking, payment, asked, way } = what
  const reason = asked.reason.trim()
  const remark = reason ? remarkRow(booking.orgId, booking.id, 'refund_reason', reason, booking.now) : null
  const reference = way === 'outside' ? asked.reference.trim() : ''
  // What a permitted member writes down with its number was given back already.
  const isPaid = what.state === 'approved' && reference !== ''
  const state = isPaid ? 'succeeded' : what.state
  const frame = { ...moneyFact(booking, authorOf(scope).actor), remarkId: remark?.id ?? null }
  const named = { id: newId(), paymentId: payment.id, amountMinor: asked.amountMinor, way }
  const author = { factId: frame.id, memberId: scope.actor.memberId, remarkId: frame.remarkId }
  const row = {
    ...refundRow(booking, named, author, { state: what.state, cause: 'member' }),
    reference,
    state,
    settled_at: isPaid ? booking.now : null,
  }
  const fact: Fact = { ...frame, kind: `refund.${state}`, payload: refundPayload(row) }
  const about = aboutOf(booking)
  const rows = joinRows(
    { refunds: [row], remarks: remark ? [remark] : [] },
    refundPromised(about, named, giveBackParts(booking, asked.amountMinor)),
    isPaid ? refundPaid(about, { ...named, ...purseOf({ way }, payment) }) : {},
  )
  await writeRows(context, tx, booking.orgId, rows, [record(fact, surroundings(booking, []))], {
    settleRefunds: state === 'approved' && way !== 'outside' ? [named.id] : [],
  })
  return { refundId: named.id, state }
}
