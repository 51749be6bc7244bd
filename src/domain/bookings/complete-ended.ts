import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { systemScope } from '#domain/access/scope.ts'
import { actOnSessions } from './act-on-sessions.ts'

/** Most sessions completed in one sweep; the next one goes on. */
const MOST_AT_ONCE = 500

/** Sessions whose end has passed become completed, each under its own lock. Returns how many were. */
export async function completeEnded(context: Context): Promise<number> {
  const ended = await context.db
    .selectFrom('sessions as s')
    .innerJoin('organizations as o', 'o.id', 's.org_id')
    .where('s.state', '=', 'scheduled')
    .where('s.ends_at', '<=', sql<Temporal.Instant>`clock_timestamp() + o.clock_offset`)
    .select(['s.org_id', 's.booking_id', 's.id'])
    .orderBy('s.ends_at')
    .limit(MOST_AT_ONCE)
    .execute()
  let completed = 0
  for (const session of ended) {
    const outcome = await actOnSessions(context, systemScope(session.org_id), {
      action: 'complete',
      bookingId: session.booking_id,
      sessionIds: [session.id],
      change: (_session, to) => ({ state: to }),
      fact: { kind: 'session.completed', payload: () => ({ session: session.id }) },
      permission: 'change',
      channel: 'system',
    })
    if (outcome.ok) completed += 1
  }
  return completed
}

/** Holds that have run out leave the table; commits and slots already ignore them. Returns how many there were. */
export async function dropExpiredHolds(context: Context): Promise<number> {
  const result = await sql<{ id: string }>`
    delete from allocations a using organizations o
    where o.id = a.org_id and a.expires_at is not null and a.expires_at <= clock_timestamp() + o.clock_offset
    returning a.id`.execute(context.db)
  return result.rows.length
}
