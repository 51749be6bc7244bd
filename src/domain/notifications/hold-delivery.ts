import { sql } from 'kysely'
import type { Database, Reader } from '#platform/db.ts'
import type { SystemScope } from '#domain/access/scope.ts'

/**
 * Keeps one delivery, or a line of them under a name of its own, for this worker alone while `work` runs, without a
 * transaction that would stay open while another server takes its time. The hold is a lock of the database
 * connection, so it ends by itself when the worker dies. Everything `work` reads and writes goes over the connection
 * it is given. False when another worker holds it; then `work` did not run.
 */
export async function holdDelivery(
  db: Database,
  scope: SystemScope,
  what: string,
  work: (connection: Reader) => Promise<void>,
): Promise<boolean> {
  return db.connection().execute((connection) => alsoHold(connection, scope, what, work))
}

/** The same over a connection that somebody has already, so that nobody waits for a second one. */
export async function alsoHold(
  connection: Reader,
  scope: SystemScope,
  what: string,
  work: (connection: Reader) => Promise<void>,
): Promise<boolean> {
  const key = sql`hashtextextended(${`delivery ${scope.orgId} ${what}`}, 0)`
  const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${key}) as held`.execute(
    connection,
  )
  if (!rows[0]!.held) return false
  try {
    await work(connection)
    return true
  } finally {
    await sql`select pg_advisory_unlock(${key})`.execute(connection)
  }
}
