import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { Booking, BookingStatus } from './booking.ts'
import { loadBookings } from './load-booking.ts'
import { visibleTo } from './staff-reads.ts'

/** What a list of bookings may be narrowed to. Ids are those of the database; spans are half open. */
export interface BookingFilters {
  customerId?: string
  eventTypeId?: string
  pageId?: string
  /** A member or resource who sits in a session; with `from` or `to`, in one that starts then. */
  ownerId?: string
  /** Status of the booking as a whole, as `bookingStatus` says it. */
  statuses?: readonly BookingStatus[]
  /** A session starts at or after this. */
  from?: Temporal.Instant
  /** A session starts before this. */
  to?: Temporal.Instant
  updatedSince?: Temporal.Instant
  /** Six letters, with or without a hyphen, in either case. */
  reference?: string
}

/**
 * A page of the bookings this member may see, the newest update first, in two queries however many they are: one
 * cuts the page out of the index, one loads what is on it. `after` is the `next` of the page before. A booking that
 * changes while somebody walks through the pages moves to the front, and is not met further on.
 */
export async function listBookings(
  db: Reader,
  scope: MemberScope,
  filters: BookingFilters,
  page: { after: string | null; limit: number },
): Promise<{ bookings: Booking[]; next: string | null }> {
  const conditions = [sql<boolean>`b.org_id = ${scope.orgId}`, visibleTo(scope), ...conditionsOf(filters)]
  const key = page.after === null ? null : readKey(page.after)
  if (key) conditions.push(sql`(b.updated_at, b.id) < (${key.updatedAt}::timestamptz, ${key.id}::uuid)`)
  const { rows } = await sql<{ id: string; updated_at: Temporal.Instant }>`
    select b.id, b.updated_at from bookings b where ${sql.join(conditions, sql` and `)}
    order by b.updated_at desc, b.id desc limit ${page.limit + 1}`.execute(db)
  const shown = rows.slice(0, page.limit)
  const ids = shown.map((row) => row.id)
  // The key is the place where the page ends, not where its last booking has moved since it was cut out.
  const last = rows.length > shown.length ? shown.at(-1) : undefined
  return {
    bookings: await loadBookings(db, scope, ids),
    next: last ? `${last.updated_at.toString()}_${last.id}` : null,
  }
}

/** The first of the ids in these filters that the organization does not know, or null. */
export async function unknownFilter(
  db: Reader,
  scope: MemberScope,
  filters: BookingFilters,
): Promise<'customerId' | 'eventTypeId' | 'pageId' | 'ownerId' | null> {
  const wanted = [
    ['customerId', 'customers'],
    ['eventTypeId', 'event_types'],
    ['pageId', 'booking_pages'],
    ['ownerId', 'time_owners'],
  ] as const
  const named = wanted.filter(([filter]) => filters[filter] !== undefined)
  if (named.length === 0) return null
  const known = named.map(
    ([filter, table]) => sql`select ${filter} as filter from ${sql.table(table)}
      where org_id = ${scope.orgId} and id = ${filters[filter]}`,
  )
  const { rows } = await sql<{ filter: string }>`${sql.join(known, sql` union all `)}`.execute(db)
  const found = new Set(rows.map((row) => row.filter))
  return named.find(([filter]) => !found.has(filter))?.[0] ?? null
}

/** True for a place in this list, as `next` names it. */
export function isBookingKey(text: string): boolean {
  return readKey(text) !== null
}

function readKey(text: string): { updatedAt: string; id: string } | null {
  const [updatedAt = '', id = '', ...rest] = text.split('_')
  if (rest.length > 0 || !isId(id) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(updatedAt))
    return null
  try {
    return { updatedAt: Temporal.Instant.from(updatedAt).toString(), id }
  } catch {
    return null
  }
}

function conditionsOf(filters: BookingFilters): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = []
  if (filters.customerId) found.push(sql`b.customer_id = ${filters.customerId}`)
  if (filters.eventTypeId) found.push(sql`b.event_type_id = ${filters.eventTypeId}`)
  if (filters.pageId) found.push(sql`b.page_id = ${filters.pageId}`)
  if (filters.updatedSince) found.push(sql`b.updated_at >= ${filters.updatedSince}`)
  if (filters.reference)
    found.push(sql`b.reference = ${filters.reference.toUpperCase().replaceAll(/[\s-]/g, '')}`)
  if (filters.statuses) found.push(sql`${STATUS} = any (${filters.statuses})`)
  const inSession = sessionConditions(filters)
  if (inSession.length > 0)
    found.push(sql`exists (select 1 from sessions s
      where s.org_id = b.org_id and s.booking_id = b.id and ${sql.join(inSession, sql` and `)})`)
  return found
}

// All about one and the same session: who sits in one this week, not who sits in any of a booking of this week.
function sessionConditions({ ownerId, from, to }: BookingFilters): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = []
  if (from) found.push(sql`s.starts_at >= ${from}`)
  if (to) found.push(sql`s.starts_at < ${to}`)
  if (ownerId)
    found.push(sql`exists (select 1 from assignments a
      where a.org_id = s.org_id and a.session_id = s.id and a.owner_id = ${ownerId})`)
  return found
}

/** `bookingStatus` in the database's words; a test holds the two against each other. */
const STATUS = sql<string>`(select case
    when count(*) = 1 then min(case when s.state = 'scheduled' and s.reschedule_count > 0 then 'rescheduled' else s.state end)
    when bool_and(s.state = 'held') then 'held'
    when bool_and(s.state = 'requested') then 'requested'
    when bool_or(s.state in ('held', 'requested', 'scheduled', 'in_progress', 'awaiting_update'))
      then case when bool_or(s.state = 'canceled' or s.reschedule_count > 0) then 'updated' else 'created' end
    when bool_and(s.state = 'canceled') then 'canceled'
    else 'completed' end
  from sessions s where s.org_id = b.org_id and s.booking_id = b.id)`
