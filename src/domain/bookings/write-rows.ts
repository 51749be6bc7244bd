import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import type { Context } from '#platform/context.ts'
import { toJson, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { Recorded } from '#domain/reactions/record.ts'

/** Jobs beside those of deliveries. */
export interface MoneyJobs {
  /** Ids of refunds that nobody has to approve any more. */
  settleRefunds?: string[]
  /** What can be taken back is sure only then: the organization's clock may be another one, but a second is as long. */
  sureInSeconds?: number
}

/** Writes what was decided, in one statement, and queues what follows in the same transaction. */
export async function writeRows(
  context: Context,
  tx: Tx,
  orgId: string,
  decided: Rows,
  recorded: Recorded[],
  jobs: MoneyJobs = {},
): Promise<void> {
  const rows = joinRows(decided, ...recorded.map((entry) => entry.rows))
  const written = await sql<{ somebody_waits: boolean }>`
    select write_rows(${toJson(movesMoney(rows) ? { ...rows, money: [] } : rows)}::jsonb) as somebody_waits`.execute(
    tx,
  )
  for (const job of ['deliver', 'call_webhook'] as const) {
    const ids = recorded.flatMap((entry) => entry.jobs[job])
    await context.queue.enqueue(
      tx,
      job,
      ids.map((deliveryId) => ({ data: { orgId, deliveryId } })),
    )
  }
  const { somebody_waits: somebodyWaits } = written.rows[0]!
  const refunds = jobs.settleRefunds ?? []
  if (!somebodyWaits && refunds.length === 0) return
  const when = await sureAt(tx, jobs.sureInSeconds)
  // Whoever waits for a time is offered it at once, not when everybody else had a minute to take it.
  await context.queue.enqueue(
    tx,
    'sweep',
    somebodyWaits ? [{ data: {}, singletonKey: newId(), ...when }] : [],
  )
  await context.queue.enqueue(
    tx,
    'settle_refund',
    refunds.map((refundId) => ({ data: { orgId, refundId }, ...when })),
  )
}

async function sureAt(tx: Tx, seconds: number | undefined): Promise<{ startAfter?: string }> {
  if (seconds === undefined) return {}
  return { startAfter: (await databaseNow(tx)).add({ milliseconds: Math.ceil(seconds * 1000) }).toString() }
}

const MONEY_TABLES = [
  'used_codes',
  'credits',
  'payments',
  'changed_payments',
  'saved_cards',
  'refunds',
  'changed_refunds',
  'fee_decisions',
  'changed_fee_decisions',
  'ledger_transactions',
  'invoices',
  'changed_invoices',
  'invoice_lines',
  'changed_invoice_lines',
]

// Most changes of bookings that cost nothing move none; the database then skips a dozen statements.
function movesMoney(rows: Rows): boolean {
  return MONEY_TABLES.some((table) => (rows[table]?.length ?? 0) > 0)
}
