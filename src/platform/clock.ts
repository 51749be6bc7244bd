import { sql } from 'kysely'
import type { Reader } from './db.ts'

/**
 * The time of an organization: the database's clock plus the organization's offset (zero outside demonstration
 * worlds). Read once per transaction and passed on; nothing else in the program asks what time it is.
 */
export async function now(db: Reader, orgId: string): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: Temporal.Instant | null }>`select org_now(${orgId}) as now`.execute(db)
  const instant = rows[0]?.now
  if (!instant) throw new Error('There is no such organization to tell the time of.')
  return instant
}

/** The database's own clock, for what belongs to no organization: logins, rate limits, password resets. */
export async function databaseNow(db: Reader): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: Temporal.Instant }>`select clock_timestamp() as now`.execute(db)
  return rows[0]!.now
}

/** The same as a value of a statement, for those that need the time and must not take a round trip of their own for it. */
export const databaseTime = sql<Temporal.Instant>`clock_timestamp()`

/** The clock of this process. Only for comparing with the database's clock and for making ids. */
export function processNow(): Temporal.Instant {
  return Temporal.Now.instant()
}
