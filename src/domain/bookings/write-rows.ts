import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { toJson, type Tx } from '#platform/db.ts'
import { joinRows, type Recorded, type Rows } from '#domain/reactions/record.ts'

/** Writes what was decided, in one statement, and queues the deliveries in the same transaction. */
export async function writeRows(
  context: Context,
  tx: Tx,
  orgId: string,
  decided: Rows,
  recorded: Recorded[],
): Promise<void> {
  const rows = joinRows(decided, ...recorded.map((entry) => entry.rows))
  await sql`select write_rows(${toJson(rows)}::jsonb)`.execute(tx)
  for (const job of ['deliver', 'call_webhook'] as const) {
    const ids = recorded.flatMap((entry) => entry.jobs[job])
    await context.queue.enqueue(
      tx,
      job,
      ids.map((deliveryId) => ({ data: { orgId, deliveryId } })),
    )
  }
}
