import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { visibleTo } from './staff-reads.ts'

/**
 * The member has seen the booking as it was at this revision; a later change makes it unread again. Never lowers
 * what was marked before, so that two tabs cannot undo each other.
 */
export async function markRead(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  revision: number,
): Promise<Outcome<null, { code: 'unknown_booking' }>> {
  const { rows } = await sql`
    insert into activity_reads (org_id, member_id, booking_id, revision, read_at)
    select b.org_id, ${scope.actor.memberId}, b.id, least(b.revision, ${revision}), org_now(b.org_id)
    from bookings b where b.org_id = ${scope.orgId} and b.id = ${bookingId} and ${visibleTo(scope)}
    on conflict (org_id, member_id, booking_id) do update
      set revision = greatest(activity_reads.revision, excluded.revision), read_at = excluded.read_at
    returning booking_id`.execute(context.db)
  return rows.length > 0 ? done(null) : refuse({ code: 'unknown_booking' })
}
