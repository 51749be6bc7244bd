import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { RefundPayload } from '#domain/facts/fact.ts'
import type { RefundState, RefundWay } from '#domain/money/refund-states.ts'
import { visibleTo } from './staff-reads.ts'

/** What a list of refunds may be narrowed to. */
export interface RefundFilters {
  /** Only what waits for a person: requested, or something went wrong. The oldest first, as a queue is. */
  queue?: boolean
  state?: RefundState
  bookingId?: string
}

/** A refund as lists show it, with the people by name. */
export interface ListedRefund {
  id: string
  bookingId: string
  bookingReference: string
  customerName: string
  paymentId: string
  /** Where the payment came from: manual, credit or an online provider, and how. */
  provider: string
  method: string
  amountMinor: bigint
  currency: string
  state: RefundState
  way: RefundWay
  cause: RefundPayload['cause']
  /** Null where a rule asked, or where it was made in the provider's own console. */
  requestedBy: { id: string; name: string } | null
  approvedBy: string | null
  /** The words of whoever asked or canceled; empty without any or when they were erased. */
  reason: string
  /** A number people wrote; `providerReference` is the provider's own. */
  reference: string
  providerReference: string | null
  /**
   * Why it went wrong: the provider's words, or one of never_arrived, payment_disputed, provider_not_connected,
   * given_back_at_provider, amount_differs.
   */
  failure: string
  attempts: number
  needsAttention: boolean
  isPaymentDisputed: boolean
  createdAt: Temporal.Instant
  settledAt: Temporal.Instant | null
  /** It may not leave before: until then the customer can take the cancellation back. */
  dueAt: Temporal.Instant | null
}

/**
 * A page of refunds, the newest first unless it is the queue: all of the organization with the permission to see
 * payments or to approve refunds, else those of the bookings this member may see. `after` is the id of the last one
 * of the page before.
 */
export async function listRefunds(
  db: Reader,
  scope: MemberScope,
  filters: RefundFilters & { after: string | null; take: number },
): Promise<{ refunds: ListedRefund[]; next: string | null }> {
  const conditions = [sql<boolean>`r.org_id = ${scope.orgId}`, ...conditionsOf(filters)]
  if (!may(scope, 'payment.view') && !may(scope, 'refund.approve')) conditions.push(visibleTo(scope))
  const direction = filters.queue ? sql`asc` : sql`desc`
  if (filters.after)
    conditions.push(filters.queue ? sql`r.id > ${filters.after}::uuid` : sql`r.id < ${filters.after}::uuid`)
  const { rows } = await sql<Row>`
    select r.id, r.booking_id, b.reference as booking_reference, b.customer_name, r.payment_id, p.provider,
      p.method, r.amount_minor, r.currency, r.state, r.way, r.cause, r.requested_by, q.name as requested_by_name,
      a.name as approved_by, coalesce(m.body, '') as reason, r.reference, r.provider_reference, r.failure, r.attempts,
      r.needs_attention, p.disputed_at is not null as is_disputed, r.created_at, r.settled_at, r.due_at
    from refunds r
      join payments p on p.org_id = r.org_id and p.id = r.payment_id
      join bookings b on b.org_id = r.org_id and b.id = r.booking_id
      left join time_owners q on q.org_id = r.org_id and q.id = r.requested_by
      left join time_owners a on a.org_id = r.org_id and a.id = r.approved_by
      left join remarks m on m.org_id = r.org_id and m.id = r.remark_id
    where ${sql.join(conditions, sql` and `)}
    order by r.id ${direction} limit ${filters.take + 1}`.execute(db)
  const shown = rows.slice(0, filters.take)
  return { refunds: shown.map(toListed), next: rows.length > shown.length ? shown.at(-1)!.id : null }
}

interface Row {
  id: string
  booking_id: string
  booking_reference: string
  customer_name: string
  payment_id: string
  provider: string
  method: string
  amount_minor: bigint
  currency: string
  state: string
  way: string
  cause: string
  requested_by: string | null
  requested_by_name: string | null
  approved_by: string | null
  reason: string
  reference: string
  provider_reference: string | null
  failure: string
  attempts: number
  needs_attention: boolean
  is_disputed: boolean
  created_at: Temporal.Instant
  settled_at: Temporal.Instant | null
  due_at: Temporal.Instant | null
}

function conditionsOf({ queue, state, bookingId }: RefundFilters): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = []
  if (queue) found.push(sql`(r.state = 'requested' or r.needs_attention)`)
  if (state) found.push(sql`r.state = ${state}`)
  if (bookingId) found.push(sql`r.booking_id = ${bookingId}`)
  return found
}

function toListed(row: Row): ListedRefund {
  return {
    id: row.id,
    bookingId: row.booking_id,
    bookingReference: row.booking_reference,
    customerName: row.customer_name,
    paymentId: row.payment_id,
    provider: row.provider,
    method: row.method,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state as RefundState,
    way: row.way as RefundWay,
    cause: row.cause as RefundPayload['cause'],
    requestedBy: row.requested_by ? { id: row.requested_by, name: row.requested_by_name ?? '' } : null,
    approvedBy: row.approved_by,
    reason: row.reason,
    reference: row.reference,
    providerReference: row.provider_reference,
    failure: row.failure,
    attempts: row.attempts,
    needsAttention: row.needs_attention,
    isPaymentDisputed: row.is_disputed,
    createdAt: row.created_at,
    settledAt: row.settled_at,
    dueAt: row.due_at,
  }
}
