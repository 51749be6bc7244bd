import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { MemberScope, Scope } from '#domain/access/scope.ts'
import { visibleTo } from '#domain/bookings/staff-reads.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { toAsk } from '#domain/asks/load-ask.ts'

/** An ask as pages show it, with its answer. */
export interface AskSeen extends Ask {
  answeredAt: Temporal.Instant | null
  /** The team member; null for what ended otherwise. */
  answeredById: string | null
  answeredByName: string | null
  /** The team's words; null when there were none or they were erased. */
  answerReason: string | null
}

/** An ask in the queue of the team, with what it is about. */
export interface AskListed extends AskSeen {
  bookingId: string
  reference: string
  customerName: string
  eventTypeName: string
  /** When the sessions are that it is about; of a request the times that are liked best. */
  spans: { session: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant }[]
  priceCollected: boolean
  currency: string
}

/** Everything that was asked about a booking, the newest first; nothing for a link to another one. */
export async function loadAsks(db: Reader, scope: Scope, bookingId: string): Promise<AskSeen[]> {
  if ('bookingId' in scope.actor && scope.actor.bookingId !== bookingId) return []
  const rows = await select(
    db,
    sql`a.org_id = ${scope.orgId} and a.booking_id = ${bookingId}`,
    sql`a.id desc`,
    200,
  )
  return rows.map(toSeen)
}

/** A page of what customers ask of the team, as far as this member sees it. `after` is the `next` of the page before. */
export interface AskPage {
  after: string | null
  limit: number
}

/**
 * What customers ask, among the bookings this member may see: the open ones by when they must be answered, or all of
 * them, the newest first. At most 100, or a page of them.
 */
export async function listAsks(
  db: Reader,
  scope: MemberScope,
  { state = 'open', bookingId }: { state?: 'open' | 'all'; bookingId?: string } = {},
  { after, limit }: AskPage = { after: null, limit: 100 },
): Promise<AskListed[]> {
  const conditions = [sql<boolean>`a.org_id = ${scope.orgId}`, visibleTo(scope)]
  if (state === 'open') conditions.push(sql`a.state = 'open'`)
  if (bookingId) conditions.push(sql`a.booking_id = ${bookingId}`)
  const key = after === null ? null : readAskKey(after)
  if (key) {
    conditions.push(
      state === 'open'
        ? sql`(a.answer_by, a.id) > (${key.answerBy}::timestamptz, ${key.id}::uuid)`
        : sql`a.id < ${key.id}::uuid`,
    )
  }
  const order = state === 'open' ? sql`a.answer_by, a.id` : sql`a.id desc`
  const rows = await select(db, sql`${sql.join(conditions, sql` and `)}`, order, limit)
  return rows.map((row) => ({
    ...toSeen(row),
    bookingId: row.booking_id,
    reference: row.reference,
    customerName: row.customer_name,
    eventTypeName: row.event_name,
    spans: row.spans.map(({ session, starts_at, ends_at }) => ({
      session,
      startsAt: Temporal.Instant.from(starts_at),
      endsAt: Temporal.Instant.from(ends_at),
    })),
    priceCollected: row.payment_mode === 'price_collected',
    currency: row.currency,
  }))
}

/** Where a page of the queue ends. */
export function askKey(ask: Pick<Ask, 'id' | 'answerBy'>): string {
  return `${ask.answerBy.toString()}_${ask.id}`
}

/** The place that `askKey` named, or null for any other text. */
export function readAskKey(text: string): { answerBy: string; id: string } | null {
  const found =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
      text,
    )
  return found ? { answerBy: found[1]!, id: found[2]! } : null
}

type Row = Omit<Parameters<typeof toAsk>[0], 'answer_by' | 'valid_until' | 'created_at'> & {
  booking_id: string
  answer_by: Temporal.Instant
  valid_until: Temporal.Instant | null
  created_at: Temporal.Instant
  answered_at: Temporal.Instant | null
  answered_by: string | null
  answered_by_name: string | null
  answer_reason: string | null
  reference: string
  customer_name: string
  event_name: string
  payment_mode: string
  currency: string
  spans: { session: string; starts_at: string; ends_at: string }[]
}

async function select(
  db: Reader,
  condition: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select a.id, a.booking_id, a.kind, a.action, a.sessions, a.wishes, a.state, a.answer, a.offered,
      a.answer_by, a.valid_until, a.created_at, a.answered_at, a.answered_by, a.fee_minor::text as fee_minor,
      asked.body as reason, answered.body as answer_reason, o.name as answered_by_name,
      b.reference, b.customer_name, b.payment_mode, b.currency, e.name as event_name,
      (select coalesce(jsonb_agg(jsonb_build_object('session', s.id, 'starts_at', s.starts_at, 'ends_at', s.ends_at)
          order by s.position), '[]')
        from sessions s where s.org_id = a.org_id and s.id = any (a.sessions)) as spans
    from asks a
      join bookings b on b.org_id = a.org_id and b.id = a.booking_id
      join event_types e on e.org_id = b.org_id and e.id = b.event_type_id
      left join remarks asked on asked.org_id = a.org_id and asked.id = a.remark_id
      left join remarks answered on answered.org_id = a.org_id and answered.id = a.answer_remark_id
      left join time_owners o on o.org_id = a.org_id and o.id = a.answered_by
    where ${condition} order by ${order} limit ${limit}`.execute(db)
  return rows
}

function toSeen(row: Row): AskSeen {
  const instants = {
    answer_by: row.answer_by.toString(),
    valid_until: row.valid_until?.toString() ?? null,
    created_at: row.created_at.toString(),
  }
  return {
    ...toAsk({ ...row, ...instants }),
    answeredAt: row.answered_at,
    answeredById: row.answered_by,
    answeredByName: row.answered_by_name,
    answerReason: row.answer_reason,
  }
}
