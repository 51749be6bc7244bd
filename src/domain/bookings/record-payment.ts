import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { changedPayment, loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { paymentRow, receive, type OpenAmount } from '#domain/money/payment-rows.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { openAmounts, paymentFact } from './capture.ts'
import { loadBooking } from './load-booking.ts'
import { mayAct } from './may-act.ts'
import { surroundings } from './people-concerned.ts'
import { LONGEST_REFERENCE } from './request-refund.ts'
import { aboutOf, balanceOfBooking } from './sale.ts'
import { scheduleHeldRows } from './schedule-held.ts'
import { keepNoLonger, keepWhilePending, waitingCredits } from './settle-payment.ts'
import { payableNow } from './start-payment.ts'
import { writeRows } from './write-rows.ts'

/** Ways in which money comes that Kept does not see; a card is one at a terminal of the business. */
export const MANUAL_METHODS = ['cash', 'bank_transfer', 'cheque', 'card', 'other'] as const

export interface PaymentToRecord {
  method: (typeof MANUAL_METHODS)[number]
  /** In the booking's currency. */
  amountMinor: bigint
  /** A number people wrote: of a cheque, a transfer. May be empty. */
  reference: string
  /** What was paid or waited to be approved when the form was made; makes two clicks one payment. */
  paidBeforeMinor?: bigint
}

/** Why a payment was not written down or decided; nothing changed. `field` is the one to correct. */
export type PaymentRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_payment' }
  | { code: 'not_permitted' }
  | { code: 'amount_not_positive'; field: 'amountMinor' }
  /** More than is owed and does not wait to be approved already. */
  | { code: 'amount_too_large'; field: 'amountMinor'; mostMinor: string; currency: string }
  /** A booking that is held is made with what its terms ask for, not with less. */
  | { code: 'amount_too_small'; field: 'amountMinor'; leastMinor: string; currency: string }
  | { code: 'reference_too_long'; field: 'reference'; longest: number }
  /** Something was written down since the form was made, such as with the first of two clicks. */
  | { code: 'paid_meanwhile'; paidMinor: string; currency: string }
  | { code: 'payment_in_state'; state: string }

/**
 * A member writes down money that came another way. It counts at once where the member may approve payments, or where
 * nobody has to; else it waits and nothing is booked (octopus O96, O97). A held booking is made when what it waits
 * for is there.
 */
export async function recordPayment(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  payment: PaymentToRecord,
): Promise<Outcome<{ paymentId: string; state: 'pending' | 'succeeded' }, PaymentRefusal>> {
  return inTransaction(context.db, async (tx) => {
    await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
    const booking = await loadBooking(tx, scope, bookingId)
    if (!booking || !mayAct(scope, booking, 'view')) return refuse({ code: 'unknown_booking' as const })
    if (!may(scope, 'payment.record')) return refuse({ code: 'not_permitted' as const })
    const refusal = refusalOf(booking, payment)
    if (refusal) return refuse(refusal)
    const counts = may(scope, 'payment.approve') || !booking.organization.money.paymentsNeedApproval
    const row = newRow(booking, scope, payment, counts)
    if (!counts) await wait(context, tx, scope, booking, row)
    else
      await arrive(context, tx, scope, booking, row, (open) =>
        joinRows({ payments: [row] }, receivedRows(booking, row, open)),
      )
    return done({ paymentId: row.id, state: counts ? ('succeeded' as const) : ('pending' as const) })
  })
}

/** A permitted member says whether money that somebody wrote down is really there. */
export async function decidePayment(
  context: Context,
  scope: MemberScope,
  paymentId: string,
  decision: 'approve' | 'reject',
): Promise<Outcome<{ paymentId: string; state: 'succeeded' | 'rejected' }, PaymentRefusal>> {
  if (!may(scope, 'payment.approve')) return refuse({ code: 'not_permitted' })
  return inTransaction(context.db, async (tx) => {
    const found = await loadPayment(tx, scope, paymentId)
    if (!found) return refuse({ code: 'unknown_payment' as const })
    await sql`select lock_booking(${scope.orgId}, ${found.booking_id}, '{}'::uuid[])`.execute(tx)
    const payment = (await loadPayment(tx, scope, paymentId))!
    const booking = (await loadBooking(tx, scope, payment.booking_id))!
    if (payment.provider !== 'manual' || payment.state !== 'pending')
      return refuse({ code: 'payment_in_state' as const, state: payment.state })
    const decided = { decided_by: scope.actor.memberId, settled_at: booking.now }
    if (decision === 'reject') {
      const row = changedPayment(payment, { ...decided, state: 'rejected' })
      await writeRows(context, tx, scope.orgId, { changed_payments: [row] }, [
        recordedAs(booking, scope, payment, 'payment.rejected'),
      ])
      await keepNoLonger(tx, booking)
      return done({ paymentId, state: 'rejected' as const })
    }
    const row = changedPayment(payment, {
      ...decided,
      state: 'succeeded',
      captured_minor: payment.amount_minor,
    })
    await arrive(context, tx, scope, booking, payment, (open) =>
      joinRows({ changed_payments: [row] }, receivedRows(booking, payment, open)),
    )
    return done({ paymentId, state: 'succeeded' as const })
  })
}

function refusalOf(booking: Booking, payment: PaymentToRecord): PaymentRefusal | null {
  const { amountMinor, paidBeforeMinor } = payment
  const { currency } = booking
  const field = 'amountMinor' as const
  if (amountMinor <= 0n) return { code: 'amount_not_positive', field }
  const paid = paidOrWaiting(booking)
  if (paidBeforeMinor !== undefined && paidBeforeMinor !== paid)
    return { code: 'paid_meanwhile', paidMinor: paid.toString(), currency }
  const most = mostRecordable(booking)
  if (amountMinor > most) return { code: 'amount_too_large', field, mostMinor: most.toString(), currency }
  const least = booking.heldUntil ? payableNow(booking) : 0n
  if (amountMinor < least) return { code: 'amount_too_small', field, leastMinor: least.toString(), currency }
  return payment.reference.trim().length > LONGEST_REFERENCE
    ? { code: 'reference_too_long', field: 'reference', longest: LONGEST_REFERENCE }
    : null
}

/** What may still be written down as paid: what is owed, less what waits to be approved. */
export function mostRecordable(booking: Booking): bigint {
  const waiting = booking.money.payments
    .filter(({ provider, state }) => provider === 'manual' && state === 'pending')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  const setAside = booking.money.payments
    .filter(({ provider, state }) => provider === 'credit' && state === 'started')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  const owed = booking.heldUntil ? booking.money.totalMinor - setAside : balanceOfBooking(booking)
  return owed > waiting ? owed - waiting : 0n
}

/** Captured, and written down but not approved: what `paidBeforeMinor` is compared with. */
export function paidOrWaiting(booking: Booking): bigint {
  return booking.money.payments.reduce(
    (sum, { state, capturedMinor, amountMinor }) => sum + (state === 'pending' ? amountMinor : capturedMinor),
    0n,
  )
}

function newRow(booking: Booking, scope: MemberScope, payment: PaymentToRecord, counts: boolean) {
  const by = scope.actor.memberId
  return paymentRow(aboutOf(booking), {
    purpose: booking.heldUntil ? 'booking' : 'balance',
    provider: 'manual',
    method: payment.method,
    state: counts ? 'succeeded' : 'pending',
    amountMinor: payment.amountMinor,
    reference: payment.reference.trim(),
    recordedBy: by,
    ...(counts ? { decidedBy: by } : {}),
  })
}

type Paid = Pick<PaymentRow, 'id' | 'amount_minor' | 'currency' | 'provider' | 'method' | 'purpose'>

async function wait(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  booking: Booking,
  row: ReturnType<typeof newRow>,
): Promise<void> {
  await writeRows(context, tx, scope.orgId, { payments: [row] }, [
    recordedAs(booking, scope, row, 'payment.recorded'),
  ])
  await keepWhilePending(tx, booking)
}

// The money is there: a booking that waited for it is made, and every other one owes less.
async function arrive(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  booking: Booking,
  payment: Paid,
  pay: (open: OpenAmount[]) => Rows,
): Promise<void> {
  const told = recordedAs(booking, scope, payment, 'payment.succeeded')
  const waits = booking.heldUntil && booking.sessions.every((session) => session.state === 'held')
  if (!waits) return writeRows(context, tx, scope.orgId, pay(openAmounts(booking)), [told])
  const { rows, recorded } = scheduleHeldRows(booking, await waitingCredits(tx, booking), pay)
  await writeRows(context, tx, scope.orgId, rows, [...recorded, told])
}

function receivedRows(booking: Booking, { id, amount_minor: minor }: Paid, open: OpenAmount[]): Rows {
  return receive(aboutOf(booking), { id, provider: 'manual', creditId: null, minor }, open)
}

function recordedAs(
  booking: Booking,
  scope: MemberScope,
  payment: Paid,
  kind: 'payment.recorded' | 'payment.succeeded' | 'payment.rejected',
): Recorded {
  const { actor } = authorOf(scope)
  return record(paymentFact(booking, payment as PaymentRow, kind, actor), surroundings(booking, []))
}
