import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Reader } from '#platform/db.ts'
import { hashToken } from '#platform/tokens.ts'

/**
 * Counts one attempt under a key such as `sign-in:203.0.113.7` and says whether it is still within the limit:
 * true up to `limit` attempts per window, false from then on until the window ends. Windows stand still (each
 * begins at a multiple of its length), so one statement is enough and any number of servers count together.
 * Only a hash of the key is kept, and the windows of the same key that have passed leave the table.
 */
export async function hit(
  db: Reader,
  key: string,
  limit: number,
  windowSeconds: number,
  now: Temporal.Instant,
): Promise<boolean> {
  const hash = hashToken(key)
  const start = windowStart(now, windowSeconds)
  const { rows } = await sql<{ count: number }>`
    with passed as (delete from rate_limits where key = ${hash} and window_start < ${start})
    insert into rate_limits (key, window_start, count) values (${hash}, ${start}, 1)
    on conflict (key, window_start) do update set count = rate_limits.count + 1
    returning count`.execute(db)
  return rows[0]!.count <= limit
}

/** Windows that ended a day ago leave the table, also those of keys that never come back. Returns how many there were. */
export async function dropPassedWindows(db: Reader): Promise<number> {
  const before = (await databaseNow(db)).subtract({ hours: 24 })
  const result = await db.deleteFrom('rate_limits').where('window_start', '<', before).executeTakeFirst()
  return Number(result.numDeletedRows)
}

function windowStart(now: Temporal.Instant, windowSeconds: number): Temporal.Instant {
  const seconds = Math.floor(now.epochMilliseconds / 1000 / windowSeconds) * windowSeconds
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
}
