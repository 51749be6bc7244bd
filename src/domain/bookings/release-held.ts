import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { systemScope, type CustomerScope, type SystemScope } from '#domain/access/scope.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import type { Booking } from './booking.ts'
import { loadBooking } from './load-booking.ts'
import { releaseRows } from './schedule-held.ts'
import { trySettlePayment } from './settle-payment.ts'
import { writeRows } from './write-rows.ts'

/** Most bookings released in one sweep; the next one goes on. */
const MOST_AT_ONCE = 200

/** Bookings that nobody paid for in time give their times back. Returns how many did. */
export async function releaseUnpaid(context: Context, providers: PaymentProviders): Promise<number> {
  const { rows } = await sql<{ org_id: string; id: string }>`
    select org_id, id from bookings_not_paid(${await databaseNow(context.db)}, ${MOST_AT_ONCE})`.execute(
    context.db,
  )
  let released = 0
  for (const { org_id, id } of rows) {
    const outcome = await release(context, providers, systemScope(org_id), id)
    if (outcome.ok) released += 1
  }
  return released
}

/** The customer chose something else before paying: their times are free again at once. */
export function releaseHeld(
  context: Context,
  providers: PaymentProviders,
  scope: CustomerScope,
): Promise<Outcome<null, { code: 'not_held' | 'unsure' }>> {
  return release(context, providers, scope, scope.actor.bookingId)
}

/** Nobody can pay for a booking any more, or has paid: false while its provider cannot say which. */
export async function closePayments(
  context: Context,
  providers: PaymentProviders,
  { orgId, money }: Booking,
): Promise<boolean> {
  const open = money.payments.filter(
    ({ provider, state }) => provider !== 'credit' && (state === 'started' || state === 'pending'),
  )
  for (const payment of open) {
    const state = await trySettlePayment(context, providers, orgId, payment.id, 'expire')
    if (state === 'unsure') return false
  }
  return true
}

// The provider's page is closed first, and whoever paid a moment before has the booking after all. Where nobody knows,
// the next sweep asks again, and the times stay kept until then.
async function release(
  context: Context,
  providers: PaymentProviders,
  scope: SystemScope | CustomerScope,
  bookingId: string,
): Promise<Outcome<null, { code: 'not_held' | 'unsure' }>> {
  const before = await loadBooking(context.db, scope, bookingId)
  if (before && !(await closePayments(context, providers, before))) return refuse({ code: 'unsure' })
  const expired = scope.actor.kind === 'system'
  return inTransaction(context.db, async (tx) => {
    await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
    const booking = await loadBooking(tx, scope, bookingId)
    if (!booking?.heldUntil) return refuse({ code: 'not_held' as const })
    if (expired && Temporal.Instant.compare(booking.heldUntil, booking.now) > 0)
      return refuse({ code: 'not_held' as const })
    const { rows, recorded } = releaseRows(booking, expired)
    await writeRows(context, tx, scope.orgId, rows, recorded)
    return done(null)
  })
}
