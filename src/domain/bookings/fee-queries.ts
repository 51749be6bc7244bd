import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { ActorKind, ChangePayload } from '#domain/facts/fact.ts'
import type { Quote } from './change.ts'
import type { FeeKind } from './fee-rows.ts'
import { visibleTo } from './staff-reads.ts'

const MOST_SHOWN = 100

/** One question about a fee, and what became of it. */
export interface FeeDecisionSeen {
  id: string
  bookingId: string
  /** Six letters, unspaced. */
  reference: string
  customerName: string
  /** Null for a cancellation, which may be of several sessions. */
  sessionId: string | null
  kind: FeeKind
  /** As it was when the question was asked. */
  defaultMinor: bigint
  currency: string
  decision: 'asked' | 'accepted' | 'changed' | 'skipped' | 'automatic'
  amountMinor: bigint
  /** Null while nobody decided, and where the rules did. */
  decidedBy: string | null
  decidedAt: Temporal.Instant | null
  askedAt: Temporal.Instant
}

export async function feeDecisionsSeen(
  db: Reader,
  scope: MemberScope,
  { bookingId, open }: { bookingId?: string | undefined; open?: boolean | undefined },
): Promise<FeeDecisionSeen[]> {
  const conditions = [
    sql<boolean>`f.org_id = ${scope.orgId}`,
    visibleTo(scope),
    ...(bookingId ? [sql<boolean>`f.booking_id = ${bookingId}`] : []),
    ...(open ? [sql<boolean>`f.decision = 'asked'`] : []),
  ]
  const { rows } = await sql<FeeDecisionSeen>`
    select f.id, f.booking_id as "bookingId", b.reference, b.customer_name as "customerName",
      f.session_id as "sessionId", f.kind, f.default_minor as "defaultMinor", f.currency, f.decision,
      f.amount_minor as "amountMinor", o.name as "decidedBy", f.decided_at as "decidedAt", f.created_at as "askedAt"
    from fee_decisions f join bookings b on b.org_id = f.org_id and b.id = f.booking_id
      left join time_owners o on o.org_id = f.org_id and o.id = f.decided_by
    where ${sql.join(conditions, sql` and `)}
    order by f.created_at desc, f.id desc limit ${MOST_SHOWN}`.execute(db)
  return rows
}

export async function bookingOfFee(tx: Tx, scope: MemberScope, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom('fee_decisions')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', id)
    .select('booking_id')
    .executeTakeFirst()
  return row?.booking_id ?? null
}

export type Question = Awaited<ReturnType<typeof loadQuestion>>

/** A question with the fact that raised it. Read under the lock: two members who decide at once come one after the other. */
export async function loadQuestion(tx: Tx, scope: MemberScope, id: string) {
  const row = await tx
    .selectFrom('fee_decisions')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirstOrThrow()
  const fact = await tx
    .selectFrom('facts')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', row.fact_id)
    .select(['actor_kind', 'payload'])
    .executeTakeFirstOrThrow()
  return {
    row,
    decision: row.decision,
    kind: row.kind as FeeKind,
    sessionId: row.session_id,
    defaultMinor: row.default_minor,
    askedBy: fact.actor_kind as ActorKind,
    sessionIds: row.session_id ? [row.session_id] : await sessionsAskedAbout(tx, scope, fact.payload),
  }
}

/** Of a change the sessions that were canceled late; of a member's, who is asked whatever the hour, all canceled ones. */
async function sessionsAskedAbout(tx: Tx, scope: MemberScope, payload: unknown): Promise<string[]> {
  const change = payload as ChangePayload
  const row = await tx
    .selectFrom('quotes')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', change.quote)
    .select('quote')
    .executeTakeFirstOrThrow()
  const { cancel } = row.quote as unknown as Quote
  const late = cancel.filter((entry) => entry.rule === 'late_fee')
  return (late.length > 0 ? late : cancel).map((entry) => entry.session)
}

/** The paper that a line is on, and its booking. */
export async function invoiceOfLine(tx: Tx, scope: MemberScope, id: string) {
  return tx
    .selectFrom('invoice_lines as l')
    .innerJoin('invoices as i', (join) =>
      join.onRef('i.org_id', '=', 'l.org_id').onRef('i.id', '=', 'l.invoice_id'),
    )
    .where('l.org_id', '=', scope.orgId)
    .where('l.id', '=', id)
    .select(['l.invoice_id', 'i.booking_id', 'i.kind'])
    .executeTakeFirst()
}
