import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { ActorKind, Channel, FactKind } from '#domain/facts/fact.ts'
import { visibleTo } from './staff-reads.ts'

/** One fact as it was written, with the names that its ids stand for. */
export interface FactSeen {
  id: string
  kind: FactKind
  at: Temporal.Instant
  bookingId: string | null
  /** Revision of the booking that this made, or saw. */
  revision: number | null
  actorKind: ActorKind
  /** Null where there is no person behind it. */
  actorId: string | null
  actorName: string | null
  apiKeyId: string | null
  apiKeyName: string | null
  channel: Channel
  /** Words that came with it; null when there were none or they were erased. */
  reason: string | null
  payload: Record<string, unknown>
  /** What `owner` in the payload is, where it names one. */
  ownerKind: 'member' | 'resource' | null
}

export interface FactsWanted {
  bookingId?: string
  kinds?: readonly FactKind[]
  /** Only facts that are younger than this one. */
  since?: string
  order: 'asc' | 'desc'
  /** The last fact of the page before, in this order. */
  after: string | null
  take: number
}

/**
 * Facts this member may see, in the order of their ids: those of bookings they see, and those about the organization
 * itself for members who may edit it.
 */
export async function factsSeen(db: Reader, scope: MemberScope, wanted: FactsWanted): Promise<FactSeen[]> {
  const conditions = [isSeen(scope)]
  if (wanted.bookingId !== undefined) conditions.push(sql`f.booking_id = ${wanted.bookingId}`)
  if (wanted.kinds !== undefined) conditions.push(sql`f.kind = any (${wanted.kinds})`)
  if (wanted.since !== undefined) conditions.push(sql`f.id > ${wanted.since}`)
  if (wanted.after !== null)
    conditions.push(wanted.order === 'asc' ? sql`f.id > ${wanted.after}` : sql`f.id < ${wanted.after}`)
  return query(db, scope, conditions, wanted)
}

/** One fact, or null when the organization has none of this id or this member may not see it. */
export async function findFact(db: Reader, scope: MemberScope, factId: string): Promise<FactSeen | null> {
  const [found] = await query(db, scope, [isSeen(scope), sql`f.id = ${factId}`], { order: 'desc', take: 1 })
  return found ?? null
}

// The page is cut out first; names are looked up only for what is on it.
async function query(
  db: Reader,
  scope: MemberScope,
  conditions: RawBuilder<boolean>[],
  { order, take }: Pick<FactsWanted, 'order' | 'take'>,
): Promise<FactSeen[]> {
  const direction = sql.raw(order)
  const { rows } = await sql<FactSeen>`
    with page as materialized (
      select * from facts f where f.org_id = ${scope.orgId} and ${sql.join(conditions, sql` and `)}
      order by f.id ${direction} limit ${take})
    select page.id, page.kind, page.at, page.booking_id as "bookingId", page.revision,
      page.actor_kind as "actorKind",
      case page.actor_kind when 'customer' then b.customer_id else page.actor_id end as "actorId",
      case page.actor_kind when 'member' then o.name when 'guest' then coalesce(nullif(g.name, ''), g.email)
        when 'customer' then b.customer_name end as "actorName",
      page.api_key_id as "apiKeyId", k.name as "apiKeyName", page.channel, r.body as reason, page.payload,
      own.kind as "ownerKind"
    from page
      left join bookings b on b.org_id = page.org_id and b.id = page.booking_id
      left join time_owners o on o.org_id = page.org_id and o.id = page.actor_id
      left join guests g on g.org_id = page.org_id and g.id = page.actor_id
      left join api_keys k on k.org_id = page.org_id and k.id = page.api_key_id
      left join remarks r on r.org_id = page.org_id and r.id = page.remark_id
      left join time_owners own on own.org_id = page.org_id and own.id = (page.payload ->> 'owner')::uuid
    order by page.id ${direction}`.execute(db)
  return rows
}

function isSeen(scope: MemberScope): RawBuilder<boolean> {
  const ofOrganization = may(scope, 'organization.edit') ? sql`f.booking_id is null` : sql`false`
  const ofBooking = may(scope, 'booking.view.all')
    ? sql`f.booking_id is not null`
    : sql`exists (select 1 from bookings b
        where b.org_id = f.org_id and b.id = f.booking_id and ${visibleTo(scope)})`
  return sql<boolean>`(${ofOrganization} or ${ofBooking})`
}
