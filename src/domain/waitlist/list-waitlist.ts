import { sql } from 'kysely'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import { entries, toEntry, type Entry } from './entry.ts'

/** Somebody who waits, as the team sees them. */
export interface WaitingRow {
  entry: Entry
  eventType: string
  /** Of people who have a later booking: when it is. */
  bookedAt: Temporal.Instant | null
  /** What stands offered to them now. */
  offered: { bookingId: string; start: Temporal.Instant; until: Temporal.Instant } | null
}

const MOST_SHOWN = 500

/** Everybody who waits, each event type's line in order; for members who see all bookings. */
export async function listWaitlist(
  db: Reader,
  scope: MemberScope,
): Promise<Outcome<WaitingRow[], { code: 'not_permitted' }>> {
  if (!may(scope, 'booking.view.all')) return refuse({ code: 'not_permitted' })
  const rows = await entries(db)
    .innerJoin('event_types as e', (join) =>
      join.onRef('e.org_id', '=', 'w.org_id').onRef('e.id', '=', 'w.event_type_id'),
    )
    .leftJoin('waitlist_offers as o', (join) =>
      join.onRef('o.org_id', '=', 'w.org_id').onRef('o.entry_id', '=', 'w.id').on('o.state', '=', 'open'),
    )
    .where('w.org_id', '=', scope.orgId)
    .where('w.state', 'in', ['waiting', 'offered'])
    .select(['e.name as event_type', 'o.booking_id as offered_booking', 'o.starts_at', 'o.until'])
    .select(
      sql<Temporal.Instant | null>`(select s.starts_at from sessions s
        where s.org_id = w.org_id and s.booking_id = w.booking_id order by s.position limit 1)`.as(
        'booked_at',
      ),
    )
    .orderBy('e.name')
    .orderBy('w.event_type_id')
    .orderBy('w.created_at')
    .orderBy('w.id')
    .limit(MOST_SHOWN)
    .execute()
  return done(
    rows.map(({ event_type, offered_booking, starts_at, until, booked_at, ...row }) => ({
      entry: toEntry(row),
      eventType: event_type,
      bookedAt: booked_at,
      offered:
        offered_booking && starts_at && until
          ? { bookingId: offered_booking, start: starts_at, until }
          : null,
    })),
  )
}
