import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { loadBooking } from './load-booking.ts'
import { mayAct } from './may-act.ts'
import type { Booking, Session } from './booking.ts'

/** A session with its booking, or null when the organization has none or this member may not see it. */
export async function findSession(
  db: Reader,
  scope: MemberScope,
  sessionId: string,
): Promise<{ booking: Booking; session: Session } | null> {
  const row = await db
    .selectFrom('sessions')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', sessionId)
    .select('booking_id')
    .executeTakeFirst()
  const booking = row ? await loadBooking(db, scope, row.booking_id) : null
  const session = booking?.sessions.find((entry) => entry.id === sessionId)
  return booking && session && mayAct(scope, booking, 'view') ? { booking, session } : null
}
