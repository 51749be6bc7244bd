import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { PaymentState } from '#domain/money/booking-money.ts'
import { visibleTo } from './staff-reads.ts'

/** What a list of payments may be narrowed to; spans are half open and about when the payment was made. */
export interface PaymentFilters {
  state?: PaymentState
  method?: string
  bookingId?: string
  from?: Temporal.Instant
  to?: Temporal.Instant
}

/** A payment as lists show it, with the people by name. */
export interface ListedPayment {
  id: string
  bookingId: string
  bookingReference: string
  customerName: string
  purpose: string
  provider: string
  method: string
  state: PaymentState
  amountMinor: bigint
  capturedMinor: bigint
  refundedMinor: bigint
  currency: string
  /** A number people wrote; `providerReference` is the provider's own. */
  reference: string
  providerReference: string | null
  brand: string
  last4: string
  failure: string
  isDisputed: boolean
  recordedBy: string | null
  decidedBy: string | null
  createdAt: Temporal.Instant
  settledAt: Temporal.Instant | null
}

/**
 * A page of payments, the newest first: all of the organization with the permission to see payments, else those of
 * the bookings this member may see. `after` is the id of the last one of the page before.
 */
export async function listPayments(
  db: Reader,
  scope: MemberScope,
  filters: PaymentFilters & { after: string | null; take: number },
): Promise<{ payments: ListedPayment[]; next: string | null }> {
  const conditions = [sql<boolean>`p.org_id = ${scope.orgId}`, ...conditionsOf(filters)]
  if (!may(scope, 'payment.view')) conditions.push(visibleTo(scope))
  if (filters.after) conditions.push(sql`p.id < ${filters.after}::uuid`)
  const { rows } = await sql<Row>`
    select p.id, p.booking_id, b.reference as booking_reference, b.customer_name, p.purpose, p.provider,
      p.method, p.state, p.amount_minor, p.captured_minor, p.refunded_minor, p.currency, p.reference,
      p.provider_reference, p.brand, p.last4, p.failure, p.disputed_at, p.created_at, p.settled_at,
      r.name as recorded_by, d.name as decided_by
    from payments p
      join bookings b on b.org_id = p.org_id and b.id = p.booking_id
      left join time_owners r on r.org_id = p.org_id and r.id = p.recorded_by
      left join time_owners d on d.org_id = p.org_id and d.id = p.decided_by
    where ${sql.join(conditions, sql` and `)}
    order by p.id desc limit ${filters.take + 1}`.execute(db)
  const shown = rows.slice(0, filters.take)
  return { payments: shown.map(toListed), next: rows.length > shown.length ? shown.at(-1)!.id : null }
}

interface Row {
  id: string
  booking_id: string
  booking_reference: string
  customer_name: string
  purpose: string
  provider: string
  method: string
  state: string
  amount_minor: bigint
  captured_minor: bigint
  refunded_minor: bigint
  currency: string
  reference: string
  provider_reference: string | null
  brand: string
  last4: string
  failure: string
  disputed_at: Temporal.Instant | null
  created_at: Temporal.Instant
  settled_at: Temporal.Instant | null
  recorded_by: string | null
  decided_by: string | null
}

function conditionsOf({ state, method, bookingId, from, to }: PaymentFilters): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = []
  if (state) found.push(sql`p.state = ${state}`)
  if (method) found.push(sql`p.method = ${method}`)
  if (bookingId) found.push(sql`p.booking_id = ${bookingId}`)
  if (from) found.push(sql`p.created_at >= ${from}`)
  if (to) found.push(sql`p.created_at < ${to}`)
  return found
}

function toListed(row: Row): ListedPayment {
  return {
    id: row.id,
    bookingId: row.booking_id,
    bookingReference: row.booking_reference,
    customerName: row.customer_name,
    purpose: row.purpose,
    provider: row.provider,
    method: row.method,
    state: row.state as PaymentState,
    amountMinor: row.amount_minor,
    capturedMinor: row.captured_minor,
    refundedMinor: row.refunded_minor,
    currency: row.currency,
    reference: row.reference,
    providerReference: row.provider_reference,
    brand: row.brand,
    last4: row.last4,
    failure: row.failure,
    isDisputed: row.disputed_at !== null,
    recordedBy: row.recorded_by,
    decidedBy: row.decided_by,
    createdAt: row.created_at,
    settledAt: row.settled_at,
  }
}
