import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { joinRows } from '#platform/rows.ts'
import { customerWhoPaid, systemScope } from '#domain/access/scope.ts'
import { creditsOf, lockCustomer } from '#domain/money/credits.ts'
import { changedPayment, loadPayment, paymentPayload, type PaymentRow } from '#domain/money/load-payment.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import { ProviderUnsure, type PaymentProviders, type PaymentTruth } from '#domain/money/payment-provider.ts'
import type { PaymentState } from '#domain/money/booking-money.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { captureAndReturn, captureRows, openAmounts, paymentFact } from './capture.ts'
import { commitInside } from './commit-change.ts'
import { loadBooking } from './load-booking.ts'
import { mirrorProviderRefunds } from './mirror-refunds.ts'
import { dropHolds, waitingChange } from './paid-change.ts'
import { surroundings } from './people-concerned.ts'
import { balanceOfBooking } from './sale.ts'
import { scheduleHeldRows, type WaitingCredit } from './schedule-held.ts'
import { writeRows } from './write-rows.ts'

/**
 * Asks the provider about a payment and does what follows, exactly once: the buyer came back, an event came, or the
 * sweep wonders. Nothing that a browser or an event says is believed; the provider is asked, and its answer compared
 * with the intent. Returns the payment's state afterwards, null when there is no such payment. Throws `ProviderUnsure`
 * when nobody knows.
 */
export async function settlePayment(
  context: Context,
  providers: PaymentProviders,
  orgId: string,
  paymentId: string,
  ask: 'read' | 'expire' = 'read',
): Promise<PaymentState | null> {
  const scope = systemScope(orgId)
  const payment = await loadPayment(context.reader, scope, paymentId)
  if (!payment) return null
  const provider = await openProvider(context.reader, scope, context.secret, providers, payment.provider)
  if (!provider) return payment.state as PaymentState
  const truth = await provider[ask]({ id: payment.id, reference: payment.provider_reference })
  await applyTruth(context, payment, truth)
  await mirrorProviderRefunds(context, scope, payment, truth)
  return (await loadPayment(context.db, scope, paymentId))!.state as PaymentState
}

/** The same, where not knowing is an answer: pages then say that they will write. */
export async function trySettlePayment(
  ...args: Parameters<typeof settlePayment>
): Promise<PaymentState | 'unsure' | null> {
  try {
    return await settlePayment(...args)
  } catch (error) {
    if (error instanceof ProviderUnsure) return 'unsure'
    throw error
  }
}

async function applyTruth(context: Context, payment: PaymentRow, truth: PaymentTruth): Promise<void> {
  try {
    await inTransaction(context.db, (tx) => apply(context, tx, payment, truth, false))
  } catch (error) {
    // The times were taken by somebody else after their hold ran out: then the money goes back.
    if (violatedConstraint(error) !== 'one_place_at_a_time') throw error
    await inTransaction(context.db, (tx) => apply(context, tx, payment, truth, true))
  }
}

async function apply(
  context: Context,
  tx: Tx,
  asked: PaymentRow,
  truth: PaymentTruth,
  isTaken: boolean,
): Promise<void> {
  const scope = systemScope(asked.org_id)
  const owners = waitingChange(asked)?.quote.reschedule.flatMap((move) =>
    move.hosts.map((host) => host.ownerId),
  )
  await sql`select lock_booking(${asked.org_id}, ${asked.booking_id}, ${owners ?? []}::uuid[])`.execute(tx)
  const payment = (await loadPayment(tx, scope, asked.id))!
  const booking = (await loadBooking(tx, scope, asked.booking_id))!
  if (payment.state === 'succeeded') return noteDispute(context, tx, booking, payment, truth)
  if (truth.state === 'succeeded') return succeed(context, tx, booking, payment, truth, isTaken)
  // A payment that we gave up may still arrive, so only an arrival changes it any more.
  if (payment.state !== 'started' && payment.state !== 'pending') return
  if (truth.state === 'failed' || truth.state === 'expired') return fail(context, tx, booking, payment, truth)
  const isNews = truth.state === 'pending' && payment.state !== 'pending'
  const row = changedPayment(payment, {
    state: truth.state === 'pending' ? 'pending' : (payment.state as PaymentState),
    provider_reference: truth.reference ?? payment.provider_reference,
    asked_at: booking.now,
  })
  const recorded = isNews
    ? [record(paymentFact(booking, payment, 'payment.pending'), surroundings(booking, []))]
    : []
  await writeRows(context, tx, booking.orgId, { changed_payments: [row] }, recorded)
  if (isNews) await keepWhilePending(tx, booking)
}

// Somebody whose bank takes days keeps the times until the first of them, or until the bank says no (oncehub R125).
export async function keepWhilePending(tx: Tx, booking: Booking): Promise<void> {
  if (!booking.heldUntil) return
  const until = booking.sessions.map((session) => session.startsAt).toSorted(Temporal.Instant.compare)[0]!
  await tx
    .updateTable('bookings')
    .set({ held_until: until })
    .where('org_id', '=', booking.orgId)
    .where('id', '=', booking.id)
    .execute()
  await tx
    .updateTable('allocations')
    .set({ expires_at: until })
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('kind', '=', 'hold')
    .execute()
}

async function succeed(
  context: Context,
  tx: Tx,
  booking: Booking,
  asked: PaymentRow,
  truth: PaymentTruth,
  isTaken: boolean,
): Promise<void> {
  const payment = { ...asked, provider_reference: truth.reference ?? asked.provider_reference }
  const isOther = payment.amount_minor > 0n && truth.currency !== payment.currency
  if (truth.capturedMinor !== payment.amount_minor || isOther) {
    // Somebody else's money, or a provider that took another amount than it was asked for: a person has to look.
    return fail(context, tx, booking, payment, { ...truth, failure: 'amount_differs' })
  }
  if (!isTaken) {
    if (await makeWhatWasPaid(context, tx, booking, payment, truth)) return
  }
  if (payment.purpose === 'card')
    return fail(context, tx, booking, payment, { ...truth, failure: 'too_late' })
  const { rows, recorded, refundId } = captureAndReturn(booking, payment, truth)
  await writeRows(context, tx, booking.orgId, rows, recorded, { settleRefunds: [refundId] })
}

/** True when the money found what it was meant for; false leaves it to be sent back. */
async function makeWhatWasPaid(
  context: Context,
  tx: Tx,
  booking: Booking,
  payment: PaymentRow,
  truth: PaymentTruth,
): Promise<boolean> {
  if (payment.purpose === 'change') return commitPaid(context, tx, booking, payment, truth)
  const told = (kind: 'payment.succeeded') =>
    record(paymentFact(booking, payment, kind), surroundings(booking, []))
  if (payment.purpose === 'balance') {
    // The balance may have been settled another way while the provider's page stood open: all of it goes back then.
    if (balanceOfBooking(booking) < truth.capturedMinor) return false
    const rows = captureRows(booking, payment, truth, openAmounts(booking))
    await writeRows(context, tx, booking.orgId, rows, [told('payment.succeeded')])
    return true
  }
  if (!booking.heldUntil || booking.sessions.some((session) => session.state !== 'held')) return false
  const credits = await waitingCredits(tx, booking)
  const { rows, recorded } = scheduleHeldRows(booking, credits, (open) =>
    captureRows(booking, payment, truth, open),
  )
  await writeRows(context, tx, booking.orgId, rows, [...recorded, told('payment.succeeded')])
  return true
}

async function commitPaid(
  context: Context,
  tx: Tx,
  booking: Booking,
  payment: PaymentRow,
  truth: PaymentTruth,
): Promise<boolean> {
  const waiting = waitingChange(payment)
  if (!waiting) return false
  const scope = customerWhoPaid(booking.orgId, booking.id, waiting.apiKeyId)
  const { take, reason, answers = [] } = waiting
  const choices = { take, answers, ...(reason === null ? {} : { reason }) }
  const fees = waiting.quote.reschedule.map((move) => ({
    sessionId: move.session,
    minor: BigInt(move.feeMinor),
  }))
  const outcome = await commitInside(context, tx, scope, waiting.quote, choices, {
    payment: (locked) => captureRows(locked, payment, truth, fees),
  })
  // A quote that was committed before was paid by another payment of the same person; this one goes back.
  if (!outcome.ok) await dropHolds(tx, booking)
  return outcome.ok && (await loadPayment(tx, systemScope(booking.orgId), payment.id))!.state === 'succeeded'
}

/** Times that were kept while a payment was pending are given back by the next sweep, unless another one is. */
export async function keepNoLonger(tx: Tx, booking: Booking): Promise<void> {
  const pending = booking.money.payments.filter(({ state }) => state === 'pending')
  if (!booking.heldUntil || pending.length > 1) return
  await tx
    .updateTable('bookings')
    .set({ held_until: booking.now })
    .where('org_id', '=', booking.orgId)
    .where('id', '=', booking.id)
    .execute()
}

export async function waitingCredits(tx: Tx, booking: Booking): Promise<WaitingCredit[]> {
  const waiting = booking.money.payments.filter(
    (payment) => payment.provider === 'credit' && payment.state === 'started',
  )
  if (waiting.length === 0) return []
  const scope = systemScope(booking.orgId)
  await lockCustomer(tx, scope, booking.customer.id)
  const left = await creditsOf(tx, scope, booking.customer.id, booking.currency)
  const rows = await tx
    .selectFrom('payments')
    .where('org_id', '=', booking.orgId)
    .where(
      'id',
      'in',
      waiting.map(({ id }) => id),
    )
    .selectAll()
    .orderBy('id')
    .execute()
  return rows.map((payment) => ({
    payment,
    left: left.find((credit) => credit.id === payment.credit_id) ?? null,
  }))
}

async function fail(
  context: Context,
  tx: Tx,
  booking: Booking,
  payment: PaymentRow,
  truth: Pick<PaymentTruth, 'state' | 'failure'>,
): Promise<void> {
  const state = truth.state === 'expired' ? ('expired' as const) : ('failed' as const)
  // A provider that says the same again is no news, and nobody is told twice.
  if (payment.state === state && payment.failure === truth.failure) return
  const row = changedPayment(payment, {
    state,
    failure: truth.failure,
    settled_at: booking.now,
    asked_at: booking.now,
    waits_for: null,
  })
  // The times of a change are free again at once; a booking that is held may be paid for another way until it ends.
  if (payment.purpose === 'change') await dropHolds(tx, booking)
  // Times that were kept because the bank took days are given back by the next sweep.
  if (payment.state === 'pending') await keepNoLonger(tx, booking)
  const fact = paymentFact(booking, payment, 'payment.failed')
  fact.payload = { ...paymentPayload(payment), wasPending: payment.state === 'pending' }
  const recorded = [record(fact, surroundings(booking, []))]
  await writeRows(context, tx, booking.orgId, joinRows({ changed_payments: [row] }), recorded)
}

async function noteDispute(
  context: Context,
  tx: Tx,
  booking: Booking,
  payment: PaymentRow,
  truth: PaymentTruth,
): Promise<void> {
  if (!truth.disputed || payment.disputed_at) return
  const row = changedPayment(payment, { disputed_at: booking.now })
  const fact = paymentFact(booking, payment, 'payment.disputed')
  await writeRows(context, tx, booking.orgId, { changed_payments: [row] }, [
    record(fact, surroundings(booking, [])),
  ])
}
