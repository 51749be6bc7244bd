import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { AskAnswer } from '#domain/asks/ask.ts'
import type { ActorKind, Channel, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import type { SessionState } from '#domain/policies/evaluate.ts'
import {
  QUIET_FACTS,
  sessionsOfPage,
  toActivitySession,
  type ActivitySession,
  type LatestFact,
  type SessionRow,
} from './activity-sessions.ts'
import { moneyOfFact } from './money-of-fact.ts'
import { theirs, unreadBy, visibleTo } from './staff-reads.ts'

export const ACTIVITIES_PER_PAGE = 30

/** What the stream may be narrowed to; a session of the booking must be in the state. */
export const ACTIVITY_STATUSES = [
  'scheduled',
  'rescheduled',
  'requested',
  'canceled',
  'completed',
  'no_show',
  'failed',
] as const

export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number]

/** The filters of the stream; they live in the page's address. Spans are half open. */
export interface ActivityFilters {
  mine?: boolean
  unread?: boolean
  status?: ActivityStatus
  createdFrom?: Temporal.Instant
  createdTo?: Temporal.Instant
  updatedFrom?: Temporal.Instant
  updatedTo?: Temporal.Instant
  /** Part of the customer's name or the event type's name, or a reference with or without its hyphen. */
  text?: string
}

/** One booking in the stream, with the change that brought it there. */
export interface Activity {
  bookingId: string
  revision: number
  updatedAt: Temporal.Instant
  customerName: string
  eventTypeName: string
  reference: string
  unread: boolean
  /** All of them, in the order in which they were booked. Those of a package that have a `latest` have a row, too. */
  sessions: ActivitySession[]
  /** Null only if the booking has no history at all. */
  latest: LatestFact | null
}

/**
 * The activity stream: bookings the member may see, the newest change first (oncehub R108, R110). One query.
 * `cursor` is the `nextCursor` of the page before; anything else starts anew.
 */
export async function listActivities(
  db: Reader,
  scope: MemberScope,
  filters: ActivityFilters,
  cursor?: string,
): Promise<{ rows: Activity[]; nextCursor: string | null }> {
  const { rows } = await query(scope, filters, cursor ? readCursor(cursor) : null).execute(db)
  const shown = rows.slice(0, ACTIVITIES_PER_PAGE).map(toActivity)
  const last = shown.at(-1)
  return {
    rows: shown,
    nextCursor: last && rows.length > shown.length ? `${last.updatedAt.toString()}_${last.bookingId}` : null,
  }
}

interface Row {
  id: string
  revision: number
  updated_at: Temporal.Instant
  customer_name: string
  event_type: string
  reference: string
  unread: boolean
  sessions: SessionRow[]
  kind: string | null
  actor_kind: string
  actor_name: string | null
  channel: string
  at: Temporal.Instant
  payload: FactPayloads[FactKind]
  answer: string | null
}

// The page is cut out of the index first; only the bookings on it are dressed with names, sessions and history.
function query(scope: MemberScope, filters: ActivityFilters, after: Cursor | null) {
  const conditions = [
    sql<boolean>`b.org_id = ${scope.orgId}`,
    visibleTo(scope),
    ...filterConditions(scope, filters),
  ]
  if (after)
    conditions.push(sql<boolean>`(b.updated_at, b.id) < (${after.updatedAt}::timestamptz, ${after.id}::uuid)`)
  return sql<Row>`
    with clock as materialized (select org_now(${scope.orgId}) as now),
    page as materialized (
      select b.org_id, b.id, b.page_id, b.revision, b.updated_at, b.customer_name, b.reference, e.name as event_type,
        ${unreadBy(scope, sql`clock.now`)} as unread
      from clock, bookings b join event_types e on e.org_id = b.org_id and e.id = b.event_type_id
      where ${sql.join(conditions, sql` and `)}
      order by b.updated_at desc, b.id desc
      limit ${ACTIVITIES_PER_PAGE + 1})
    select page.*, f.kind, f.actor_kind, f.channel, f.at, f.payload, o.name as actor_name,
      ${ANSWER} as answer,
      ${sessionsOfPage(scope, { mine: filters.mine ?? false, condition: filters.status ? inState(filters.status) : null })} as sessions
    from page
      left join lateral (
        select kind, actor_kind, actor_id, channel, at, payload, revision from facts
        where facts.org_id = page.org_id and facts.booking_id = page.id
          and kind not in ${QUIET_FACTS}
        order by facts.id desc limit 1) f on true
      left join time_owners o on o.org_id = page.org_id and o.id = f.actor_id and f.actor_kind = 'member'
    order by page.updated_at desc, page.id desc`
}

// The answer that the newest fact `f` is, or that it carries out: an approval and its booking or move follow at once.
const ANSWER = sql.raw(`case when f.kind = 'ask.answered' then f.payload ->> 'answer'
  when f.actor_kind = 'member' and f.kind in ('booking.scheduled', 'booking.rescheduled') then
    (select 'approved' from facts fa where fa.org_id = page.org_id and fa.booking_id = page.id
      and fa.kind = 'ask.answered' and fa.payload ->> 'answer' = 'approved' and fa.actor_id = f.actor_id
      and fa.revision in (f.revision, f.revision - 1) limit 1) end`)

function filterConditions(scope: MemberScope, filters: ActivityFilters): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = []
  if (filters.mine) found.push(theirs(scope))
  if (filters.unread) found.push(unreadBy(scope, sql`clock.now`))
  if (filters.status) found.push(statusCondition(filters.status))
  if (filters.createdFrom) found.push(sql`b.created_at >= ${filters.createdFrom}`)
  if (filters.createdTo) found.push(sql`b.created_at < ${filters.createdTo}`)
  if (filters.updatedFrom) found.push(sql`b.updated_at >= ${filters.updatedFrom}`)
  if (filters.updatedTo) found.push(sql`b.updated_at < ${filters.updatedTo}`)
  if (filters.text) found.push(textCondition(filters.text))
  return found
}

function statusCondition(status: ActivityStatus): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from sessions s
    where s.org_id = b.org_id and s.booking_id = b.id and ${inState(status)})`
}

/** Condition on sessions `s`. */
function inState(status: ActivityStatus): RawBuilder<boolean> {
  const state: SessionState = status === 'rescheduled' ? 'scheduled' : status
  const moved =
    status === 'rescheduled'
      ? sql`s.reschedule_count > 0`
      : status === 'scheduled'
        ? sql`s.reschedule_count = 0`
        : sql`true`
  return sql<boolean>`(s.state = ${state} and ${moved})`
}

function textCondition(text: string): RawBuilder<boolean> {
  const part = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const reference = text.toUpperCase().replaceAll(/[\s-]/g, '')
  return sql<boolean>`(b.customer_name ilike ${part} or b.reference = ${reference} or e.name ilike ${part})`
}

interface Cursor {
  updatedAt: string
  id: string
}

function readCursor(text: string): Cursor | null {
  const [updatedAt, id] = text.split('_')
  if (!updatedAt || !id || !isId(id) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(updatedAt))
    return null
  try {
    return { updatedAt: Temporal.Instant.from(updatedAt).toString(), id }
  } catch {
    return null
  }
}

function toActivity(row: Row): Activity {
  return {
    bookingId: row.id,
    revision: row.revision,
    updatedAt: row.updated_at,
    customerName: row.customer_name,
    eventTypeName: row.event_type,
    reference: row.reference,
    unread: row.unread,
    sessions: row.sessions.map(toActivitySession),
    latest: row.kind
      ? {
          kind: row.kind as FactKind,
          actorKind: row.actor_kind as ActorKind,
          actorName: row.actor_name,
          channel: row.channel as Channel,
          at: row.at,
          money: moneyOfFact(row.kind as FactKind, row.payload)[0] ?? null,
          answer: (row.answer as AskAnswer | null) ?? null,
        }
      : null,
  }
}
