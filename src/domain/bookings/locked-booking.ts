import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { Booking } from './booking.ts'
import { loadBooking } from './load-booking.ts'

/** A booking as it stands once everybody who changes it has finished; nobody else changes it before this transaction ends. */
export async function lockedBooking(tx: Tx, scope: Scope, bookingId: string): Promise<Booking | null> {
  await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
  return loadBooking(tx, scope, bookingId)
}
