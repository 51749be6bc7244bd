import type { Reader } from '#platform/db.ts'
import type { LinkScope } from '#domain/access/scope.ts'

/** Who asked the customer for another time, when, and why. */
export interface NewTimeAsked {
  at: Temporal.Instant
  /** The member's name. */
  by: string | null
  /** Null when no words came with it, or they were erased. */
  reason: string | null
}

/** The newest time at which the team asked the link's customer for another one, or null. */
export async function loadNewTimeAsked(db: Reader, scope: LinkScope): Promise<NewTimeAsked | null> {
  const row = await db
    .selectFrom('facts as f')
    .leftJoin('remarks as r', (join) =>
      join.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .leftJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'f.org_id').onRef('o.id', '=', 'f.actor_id'),
    )
    .where('f.org_id', '=', scope.orgId)
    .where('f.booking_id', '=', scope.actor.bookingId)
    .where('f.kind', '=', 'booking.new_time_asked')
    .select(['f.at', 'o.name', 'r.body'])
    .orderBy('f.id', 'desc')
    .executeTakeFirst()
  return row ? { at: row.at, by: row.name, reason: row.body } : null
}
