import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { joinRows } from '#platform/rows.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { Fact, RefundPayload } from '#domain/facts/fact.ts'
import { loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { refundPayload, refundsOfPayment, type RefundRow } from '#domain/money/load-refund.ts'
import type { PaymentTruth, RefundTruth } from '#domain/money/payment-provider.ts'
import { refundPaid, refundPromised } from '#domain/money/postings.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { moneyFact } from './capture.ts'
import { refundRow } from './promised-refunds.ts'
import { giveBackParts } from './give-back-parts.ts'
import { loadBooking } from './load-booking.ts'
import { surroundings } from './people-concerned.ts'
import { purseOf, withdrawn } from './refund-acts.ts'
import { applyRefundTruth, isNews } from './refund-truth.ts'
import { aboutOf } from './sale.ts'
import { writeRows } from './write-rows.ts'

/**
 * Carries what the provider says of a payment's refunds into our books, once each: ours move on, and those that
 * somebody made in the provider's own console become refunds here, too.
 */
export async function mirrorProviderRefunds(
  context: Context,
  scope: SystemScope,
  payment: PaymentRow,
  truth: PaymentTruth,
): Promise<void> {
  if (truth.refunds.length === 0) return
  const known = await refundsOfPayment(context.db, scope, payment.id)
  for (const one of truth.refunds) {
    const ours = rowOf(known, one)
    if (!ours || isNews(ours, one))
      await inTransaction(context.db, (tx) => mirror(context, tx, scope, payment.id, one))
  }
}

/** A refund that nobody here asked for: it was made at the provider. */
export function isMirrored(refund: Pick<RefundRow, 'cause' | 'requested_by'>): boolean {
  return refund.cause === 'member' && refund.requested_by === null
}

function rowOf(known: readonly RefundRow[], truth: RefundTruth): RefundRow | undefined {
  return (
    known.find((row) => row.id === truth.refundId) ??
    known.find((row) => truth.reference !== '' && row.provider_reference === truth.reference)
  )
}

async function mirror(
  context: Context,
  tx: Tx,
  scope: SystemScope,
  paymentId: string,
  truth: RefundTruth,
): Promise<void> {
  const before = (await loadPayment(tx, scope, paymentId))!
  await sql`select lock_booking(${scope.orgId}, ${before.booking_id}, '{}'::uuid[])`.execute(tx)
  const payment = (await loadPayment(tx, scope, paymentId))!
  const booking = (await loadBooking(tx, scope, payment.booking_id))!
  const known = await refundsOfPayment(tx, scope, paymentId)
  const refund = rowOf(known, truth)
  if (refund) {
    await applyRefundTruth(context, tx, { refund, payment, booking }, truth)
    return
  }
  if (payment.state !== 'succeeded') return
  if (truth.state !== 'failed' && !(await makeRoom(context, tx, { booking, payment, known }, truth))) return
  await insert(context, tx, booking, payment, truth)
}

/**
 * Money that left in the console is gone, so promises that nobody sent yet give way to it, the newest first; a person
 * decides whether they still hold. False where one that was sent is in the way: it fails at the provider, and this is
 * asked again then.
 */
async function makeRoom(
  context: Context,
  tx: Tx,
  { booking, payment, known }: { booking: Booking; payment: PaymentRow; known: readonly RefundRow[] },
  truth: RefundTruth,
): Promise<boolean> {
  let room = payment.captured_minor - payment.refunded_minor
  const giveWay: RefundRow[] = []
  for (const refund of known.toReversed()) {
    if (room >= truth.amountMinor) break
    if (refund.state !== 'requested' && refund.state !== 'approved') continue
    giveWay.push(refund)
    room += refund.amount_minor
  }
  if (room < truth.amountMinor) return false
  for (const refund of giveWay) {
    const rows = await withdrawn(
      tx,
      { refund, booking },
      { failure: 'given_back_at_provider', needs_attention: true },
    )
    const fact: Fact<'refund.rejected'> = {
      ...moneyFact(booking, SYSTEM),
      kind: 'refund.rejected',
      payload: refundPayload(refund),
    }
    // Nobody is told that they get nothing: what they got is told below.
    await writeRows(context, tx, booking.orgId, rows, [record(fact, null)])
  }
  return true
}

const SYSTEM = { kind: 'system' as const, id: null, apiKeyId: null }

// One that failed before anybody here heard of it is a task for staff all the same, and no promise.
async function insert(
  context: Context,
  tx: Tx,
  booking: Booking,
  payment: PaymentRow,
  truth: RefundTruth,
): Promise<void> {
  const state = truth.state === 'pending' ? 'processing' : truth.state
  const named = {
    id: newId(),
    paymentId: payment.id,
    amountMinor: truth.amountMinor,
    way: 'provider' as const,
  }
  const frame = moneyFact(booking, SYSTEM)
  const author = { factId: frame.id, memberId: null, remarkId: null }
  const row = {
    ...refundRow(booking, named, author, { state: 'approved', cause: 'member' }),
    state,
    provider_reference: truth.reference,
    failure: truth.failure,
    needs_attention: state === 'failed',
    settled_at: state === 'processing' ? null : booking.now,
  }
  const fact = factOf(frame, state, refundPayload(row))
  const about = aboutOf(booking)
  const rows = joinRows(
    { refunds: [row] },
    state === 'failed' ? {} : refundPromised(about, named, giveBackParts(booking, truth.amountMinor)),
    state === 'succeeded' ? refundPaid(about, { ...named, ...purseOf(named, payment) }) : {},
  )
  // The customer was never told of one that failed before we knew of it.
  const told = state === 'failed' ? null : surroundings(booking, [])
  await writeRows(context, tx, booking.orgId, rows, [record(fact, told)])
}

function factOf(
  frame: ReturnType<typeof moneyFact>,
  state: 'processing' | 'succeeded' | 'failed',
  payload: RefundPayload,
): Fact {
  if (state === 'failed') return { ...frame, kind: 'refund.failed', payload: { ...payload, reopened: false } }
  return { ...frame, kind: state === 'succeeded' ? 'refund.succeeded' : 'refund.approved', payload }
}
