import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { RefundPayload } from '#domain/facts/fact.ts'
import type { SessionAmount } from './postings.ts'
import type { RefundState, RefundWay } from './refund-states.ts'
import { splitByWeights } from './shares.ts'

/** The row of one refund, which always belongs to a payment. */
export type RefundRow = NonNullable<Awaited<ReturnType<typeof loadRefund>>>

/** One refund of the organization, or null. Refunds without a payment are from before money moved; they are none. */
export async function loadRefund(db: Reader, scope: Scope, refundId: string) {
  const row = await db
    .selectFrom('refunds')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', refundId)
    .where('payment_id', 'is not', null)
    .selectAll()
    .executeTakeFirst()
  return row ? narrowed(row) : null
}

/** All refunds of a payment, the oldest first. */
export async function refundsOfPayment(db: Reader, scope: Scope, paymentId: string): Promise<RefundRow[]> {
  const rows = await db
    .selectFrom('refunds')
    .where('org_id', '=', scope.orgId)
    .where('payment_id', '=', paymentId)
    .selectAll()
    .orderBy('id')
    .execute()
  return rows.map(narrowed)
}

/** Refunds of a booking that leave at this very instant and not before: those of one cancellation. */
export async function refundsDueAt(
  db: Reader,
  scope: Scope,
  bookingId: string,
  dueAt: Temporal.Instant,
): Promise<RefundRow[]> {
  const rows = await db
    .selectFrom('refunds')
    .where('org_id', '=', scope.orgId)
    .where('booking_id', '=', bookingId)
    .where('due_at', '=', dueAt)
    .where('payment_id', 'is not', null)
    .selectAll()
    .orderBy('id')
    .execute()
  return rows.map(narrowed)
}

function narrowed<R extends { state: string; way: string; cause: string; payment_id: string | null }>(
  row: R,
) {
  return {
    ...row,
    payment_id: row.payment_id!,
    state: row.state as RefundState,
    way: row.way as RefundWay,
    cause: row.cause as RefundPayload['cause'],
  }
}

/** Columns of a refund that change during its life. */
export type RefundChange = Partial<
  Pick<
    RefundRow,
    | 'state'
    | 'amount_minor'
    | 'approved_by'
    | 'reference'
    | 'provider_reference'
    | 'failure'
    | 'attempts'
    | 'sent_at'
    | 'settled_at'
    | 'needs_attention'
  >
>

/** A refund's row for `changed_refunds`, with some columns replaced. */
export function changedRefund(row: RefundRow, change: RefundChange): Record<string, unknown> {
  return { ...row, ...change }
}

/** What facts say of a refund. */
export function refundPayload(
  row: Pick<RefundRow, 'id' | 'payment_id' | 'amount_minor' | 'currency' | 'way' | 'cause' | 'requested_by'>,
): RefundPayload {
  return {
    refund: row.id,
    payment: row.payment_id,
    amountMinor: row.amount_minor.toString(),
    currency: row.currency,
    way: row.way,
    cause: row.cause,
    requestedBy: row.requested_by,
  }
}

/** What a refund gives back, session by session as the ledger promised it, for what it amounts to now. */
export async function partsOfRefund(db: Reader, refund: RefundRow): Promise<SessionAmount[]> {
  const rows = await db
    .selectFrom('ledger_transactions as t')
    .innerJoin('ledger_entries as e', (join) =>
      join.onRef('e.org_id', '=', 't.org_id').onRef('e.transaction_id', '=', 't.id'),
    )
    .where('t.org_id', '=', refund.org_id)
    .where('t.refund_id', '=', refund.id)
    .where('t.kind', '=', 'refund_promised')
    .where('e.account', '=', 'received')
    .select(['e.session_id', 'e.amount_minor'])
    .orderBy('e.position')
    .execute()
  const promised = rows.map((row) => ({ sessionId: row.session_id, minor: row.amount_minor }))
  return partsFor(promised, refund.amount_minor)
}

/**
 * The parts of a smaller amount. What somebody took off a promise is always worked out from the first promise, so
 * that it can be worked out again when the rest is withdrawn.
 */
export function partsFor(promised: readonly SessionAmount[], amountMinor: bigint): SessionAmount[] {
  const split = splitByWeights(
    amountMinor,
    promised.map((part) => part.minor),
  )
  return promised.map((part, index) => ({ sessionId: part.sessionId, minor: split[index]! }))
}
