import { sql } from 'kysely'
import { expect } from 'vitest'
import type { PackageShop } from './package-shop.ts'

interface Told {
  shop: PackageShop
  /** Id of the fact. */
  fact: string
}

interface Sold {
  shop: PackageShop
  booking: { bookingId: string }
}

/** "kind channel audience" of each message that a fact caused, sorted. */
export async function messagesOf({ shop, fact }: Told): Promise<string[]> {
  const rows = await shop.world.context.reader
    .selectFrom('deliveries')
    .where('org_id', '=', shop.world.orgId)
    .where('fact_id', '=', fact)
    .where('channel', '!=', 'webhook')
    .select(['kind', 'channel', 'audience', 'cc_addresses'])
    .execute()
  return rows
    .map(({ kind, channel, audience, cc_addresses: cc }) =>
      channel === 'email' && audience === 'primary_host'
        ? `${kind} ${channel} ${audience} cc ${cc.length}`
        : `${kind} ${channel} ${audience}`,
    )
    .toSorted()
}

/** "action owner sequence" of what connected calendars are told. */
export async function calendarOf({ shop, fact }: Told): Promise<string[]> {
  const rows = await shop.world.context.reader
    .selectFrom('calendar_changes')
    .where('org_id', '=', shop.world.orgId)
    .where('fact_id', '=', fact)
    .select(['action', 'owner_id', 'sequence'])
    .execute()
  return rows.map((row) => `${row.action} ${row.owner_id} ${row.sequence}`).toSorted()
}

/** "owner from to" of the time that the booking takes. */
export async function allocationsOf({ shop, booking }: Sold): Promise<string[]> {
  const { rows } = await sql<{ owner: string; from: Date; to: Date; kind: string }>`
    select owner_id as owner, lower(during) as from, upper(during) as to, kind from allocations
    where org_id = ${shop.world.orgId} and booking_id = ${booking.bookingId}`.execute(
    shop.world.context.reader,
  )
  expect(rows.filter(({ kind }) => kind !== 'session')).toEqual([])
  return rows.map(({ owner, from, to }) => `${owner} ${instant(from)} ${instant(to)}`).toSorted()
}

function instant(date: Date | Temporal.Instant): Temporal.Instant {
  return date instanceof Date ? Temporal.Instant.fromEpochMilliseconds(date.getTime()) : date
}

/** Promised back in all. */
export async function refundsOf({ shop, booking }: Sold): Promise<bigint> {
  const { rows } = await sql<{ sum: string }>`
    select coalesce(sum(amount_minor), 0)::text as sum from refunds
    where org_id = ${shop.world.orgId} and booking_id = ${booking.bookingId}`.execute(
    shop.world.context.reader,
  )
  return BigInt(rows[0]!.sum)
}
