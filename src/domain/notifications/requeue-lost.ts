import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'

/** Most deliveries looked after in one sweep; the next one goes on with the others. */
const MOST_AT_ONCE = 500

/**
 * Puts deliveries back that are due for two minutes and still queued, should their job be lost. One whose job
 * waits or runs is not queued twice: the queue keeps one job per delivery. Returns how many were looked after.
 */
export async function requeueLost(context: Context): Promise<number> {
  return inTransaction(context.db, async (tx) => {
    const at = await databaseNow(tx)
    // Those looked after move to the end of the line, so that a long outage cannot hide a lost one behind many.
    const { rows } = await sql<{ org_id: string; id: string; channel: string }>`
      update deliveries d set due_at = ${at}::timestamptz + o.clock_offset
      from (
        select w.org_id, w.id from deliveries w join organizations wo on wo.id = w.org_id
        where w.state = 'queued' and w.due_at <= ${at}::timestamptz + wo.clock_offset - interval '2 minutes'
        order by w.due_at limit ${MOST_AT_ONCE} for update of w skip locked
      ) due join organizations o on o.id = due.org_id
      where d.org_id = due.org_id and d.id = due.id
      returning d.org_id, d.id, d.channel`.execute(tx)
    for (const job of ['deliver', 'call_webhook'] as const) {
      const lost = rows.filter((row) => (row.channel === 'webhook') === (job === 'call_webhook'))
      await context.queue.enqueue(
        tx,
        job,
        lost.map((row) => ({ data: { orgId: row.org_id, deliveryId: row.id } })),
      )
    }
    return rows.length
  })
}
