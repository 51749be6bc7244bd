import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'

/** Most payments and refunds looked after in one sweep; the next one goes on. */
const MOST_AT_ONCE = 2000

/**
 * Asks again about payments that nobody came back from: a minute after they were made or asked about, and the less
 * often the older they are. Returns how many.
 */
export async function askStalePayments(context: Context): Promise<number> {
  return inTransaction(context.db, async (tx) => {
    const { rows } = await sql<{ org_id: string; id: string }>`
      select p.org_id, p.id from payments p join organizations o on o.id = p.org_id
      cross join lateral (
        select ${await databaseNow(tx)}::timestamptz + o.clock_offset as now, coalesce(p.asked_at, p.created_at) as asked
      ) t
      where p.state in ('started', 'pending') and p.provider not in ('manual', 'credit')
        and t.now >= t.asked + greatest(interval '1 minute', least((t.asked - p.created_at) / 2, interval '6 hours'))
      order by p.created_at limit ${MOST_AT_ONCE}`.execute(tx)
    await context.queue.enqueue(
      tx,
      'settle_payment',
      rows.map((row) => ({ data: { orgId: row.org_id, paymentId: row.id } })),
    )
    return rows.length
  })
}

/** What a provider has on its way, or what cannot be sent at all for now, is asked about this often. */
const MINUTES_BETWEEN = 15

/**
 * Puts refunds back that nobody has to decide about any more and that have not settled, should their job be lost or
 * its attempts be used up. One whose job waits or runs is not queued twice. Returns how many were looked after.
 */
export async function requeueRefunds(context: Context): Promise<number> {
  return inTransaction(context.db, async (tx) => {
    const at = await databaseNow(tx)
    const { rows } = await sql<{ org_id: string; id: string; waits: boolean }>`
      select r.org_id, r.id,
        (r.provider_reference is not null or r.failure = 'provider_not_connected') as waits
      from refunds r join organizations o on o.id = r.org_id
      where r.state in ('approved', 'processing', 'unknown') and r.way <> 'outside' and r.payment_id is not null
        and (r.due_at is null or r.due_at <= ${at}::timestamptz + o.clock_offset)
      order by r.created_at limit ${MOST_AT_ONCE}`.execute(tx)
    const later = at.add({ minutes: MINUTES_BETWEEN }).toString()
    await context.queue.enqueue(
      tx,
      'settle_refund',
      rows.map(({ org_id: orgId, id: refundId, waits }) => ({
        data: { orgId, refundId },
        ...(waits ? { startAfter: later } : {}),
      })),
    )
    return rows.length
  })
}
