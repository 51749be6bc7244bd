import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { systemScope } from '#domain/access/scope.ts'
import { actOnSessions } from './act-on-sessions.ts'

/** Most sessions completed in one sweep; the next one goes on. */
const MOST_AT_ONCE = 500

/** Sessions whose end has passed become completed, each under its own lock. Returns how many were. */
export async function completeEnded(context: Context): Promise<number> {
  const ended = await sql<{ org_id: string; booking_id: string; id: string }>`
    select org_id, booking_id, id from sessions_that_ended(${await databaseNow(context.db)}, ${MOST_AT_ONCE})`.execute(
    context.db,
  )
  let completed = 0
  for (const session of ended.rows) {
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
  const { rows } = await sql<{
    dropped: number
  }>`select drop_expired_holds(${await databaseNow(context.db)}) as dropped`.execute(context.db)
  return rows[0]!.dropped
}
