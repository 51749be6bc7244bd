import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { ActorKind, Channel, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import { visibleTo } from './staff-reads.ts'

/** A page stays readable however often a booking is moved; the rest stays in the database. */
const MOST_ENTRIES = 200
const MOST_MESSAGES = 100

interface EntryBase {
  id: string
  at: Temporal.Instant
  /** Revision of the booking that this made, or saw. */
  revision: number | null
  /** `name` is null where there is no person behind it. */
  actor: { kind: ActorKind; name: string | null }
  channel: Channel
  /** The name of the key through which they acted; null for who did it at a page. */
  keyName: string | null
  /** Words that came with it; `body` is null once they were erased. */
  remark: { body: string | null } | null
}

/** One fact about a booking, with the names that its ids stand for. */
export type HistoryEntry = { [K in FactKind]: EntryBase & { kind: K; payload: FactPayloads[K] } }[FactKind]

/** One message about a booking, as far as its page tells; the outbox has the rest. */
export interface BookingMessage {
  id: string
  kind: string
  channel: string
  audience: string
  recipientName: string
  to: string
  cc: string[]
  state: string
  createdAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
}

export interface BookingHistory {
  /** Newest first. */
  entries: HistoryEntry[]
  /** Newest first. */
  messages: BookingMessage[]
}

/** The newest of what happened to a booking and of the messages it caused, in one query; empty for who may not see it. */
export async function loadHistory(
  db: Reader,
  scope: MemberScope,
  bookingId: string,
): Promise<BookingHistory> {
  const { rows } = await sql<{ entries: EntryRow[] | null; messages: MessageRow[] | null }>`
    select
      (select jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'at', f.at, 'revision', f.revision,
          'actor', jsonb_build_object('kind', f.actor_kind, 'name', case f.actor_kind
            when 'member' then o.name when 'guest' then coalesce(nullif(g.name, ''), g.email)
            when 'customer' then b.customer_name end),
          'channel', f.channel, 'keyName', k.name, 'payload', f.payload,
          'remark', case when r.id is null then null else jsonb_build_object('body', r.body) end) order by f.id desc)
        from (select * from facts where facts.org_id = b.org_id and facts.booking_id = b.id order by facts.id desc limit ${MOST_ENTRIES}) f
          left join time_owners o on o.org_id = f.org_id and o.id = f.actor_id
          left join guests g on g.org_id = f.org_id and g.id = f.actor_id
          left join api_keys k on k.org_id = f.org_id and k.id = f.api_key_id
          left join remarks r on r.org_id = f.org_id and r.id = f.remark_id) as entries,
      (select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'channel', d.channel, 'audience', d.audience,
          'recipientName', case d.audience when 'customer' then b.customer_name
            when 'guest' then coalesce(g.name, '') else coalesce(o.name, '') end,
          'to', d.to_address, 'cc', d.cc_addresses, 'state', d.state,
          'createdAt', d.created_at, 'finishedAt', d.finished_at) order by d.id desc)
        from (select * from deliveries
            where deliveries.org_id = b.org_id and deliveries.booking_id = b.id order by deliveries.id desc limit ${MOST_MESSAGES}) d
          left join time_owners o on o.org_id = d.org_id and o.id = d.recipient_id
          left join guests g on g.org_id = d.org_id and g.id = d.recipient_id) as messages
    from bookings b where b.org_id = ${scope.orgId} and b.id = ${bookingId} and ${visibleTo(scope)}`.execute(
    db,
  )
  const row = rows[0]
  return { entries: (row?.entries ?? []).map(toEntry), messages: (row?.messages ?? []).map(toMessage) }
}

// Inside a JSON document instants arrive as text.
type EntryRow = Omit<EntryBase, 'at'> & { at: string; kind: string; payload: unknown }
type MessageRow = Omit<BookingMessage, 'createdAt' | 'finishedAt'> & {
  createdAt: string
  finishedAt: string | null
}

function toEntry(row: EntryRow): HistoryEntry {
  return { ...row, at: Temporal.Instant.from(row.at) } as HistoryEntry
}

function toMessage(row: MessageRow): BookingMessage {
  return {
    ...row,
    createdAt: Temporal.Instant.from(row.createdAt),
    finishedAt: row.finishedAt ? Temporal.Instant.from(row.finishedAt) : null,
  }
}
