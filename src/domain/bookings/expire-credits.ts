import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { systemScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { lockCustomer } from '#domain/money/credits.ts'
import { creditExpired } from '#domain/money/postings.ts'
import { record } from '#domain/reactions/record.ts'
import { loadBooking } from './load-booking.ts'
import { surroundings } from './people-concerned.ts'
import { writeRows } from './write-rows.ts'

/** Most credits ended in one sweep; the next one goes on. */
const MOST_AT_ONCE = 500

/** Credits whose time is over end, and what is left of them is the business's. Returns how many did. */
export async function expireCredits(context: Context): Promise<number> {
  const at = await databaseNow(context.db)
  const { rows } = await sql<{ org_id: string; id: string; customer_id: string; now: Temporal.Instant }>`
    select c.org_id, c.id, c.customer_id, ${at}::timestamptz + o.clock_offset as now
    from credits c join organizations o on o.id = c.org_id
    where c.expired_at is null and c.expires_at is not null
      and c.expires_at <= ${at}::timestamptz + (select max(clock_offset) from organizations)
      and c.expires_at <= ${at}::timestamptz + o.clock_offset
    order by c.expires_at limit ${MOST_AT_ONCE}`.execute(context.db)
  let expired = 0
  for (const credit of rows)
    if (await inTransaction(context.db, (tx) => expire(context, tx, credit))) expired += 1
  return expired
}

async function expire(
  context: Context,
  tx: Tx,
  found: { org_id: string; id: string; customer_id: string; now: Temporal.Instant },
): Promise<boolean> {
  const scope = systemScope(found.org_id)
  // Whoever spends it holds the same lock, so it is either spent or ended.
  await lockCustomer(tx, scope, found.customer_id)
  const credit = await tx
    .updateTable('credits')
    .set({ expired_at: found.now })
    .where('org_id', '=', found.org_id)
    .where('id', '=', found.id)
    .where('expired_at', 'is', null)
    .returning(['booking_id', 'currency'])
    .executeTakeFirst()
  if (!credit) return false
  const left = await leftOf(tx, found)
  if (left <= 0n) return true
  const booking = credit.booking_id ? await loadBooking(tx, scope, credit.booking_id) : null
  const fact: Fact<'credit.expired'> = {
    id: newId(),
    orgId: found.org_id,
    kind: 'credit.expired',
    at: found.now,
    bookingId: credit.booking_id,
    revision: booking?.revision ?? null,
    actor: { kind: 'system', id: null, apiKeyId: null },
    channel: 'system',
    remarkId: null,
    payload: { credit: found.id, amountMinor: left.toString(), currency: credit.currency },
  }
  const about = { orgId: found.org_id, currency: credit.currency, at: found.now }
  await writeRows(context, tx, found.org_id, creditExpired(about, found.id, left), [
    record(fact, booking && surroundings(booking, [])),
  ])
  return true
}

async function leftOf(tx: Tx, { org_id, id }: { org_id: string; id: string }): Promise<bigint> {
  const { rows } = await sql<{ left: bigint }>`
    select (-coalesce(sum(amount_minor), 0))::bigint as left from ledger_entries
    where org_id = ${org_id} and credit_id = ${id} and account = 'credit'`.execute(tx)
  return rows[0]!.left
}
