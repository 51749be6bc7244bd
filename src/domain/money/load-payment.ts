import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { PaymentPayload } from '#domain/facts/fact.ts'
import type { PaymentOnFile } from './booking-money.ts'

/** The row of one payment. */
export type PaymentRow = NonNullable<Awaited<ReturnType<typeof loadPayment>>>

/** One payment of the organization, or null. */
export async function loadPayment(db: Reader, scope: Scope, paymentId: string) {
  const row = await db
    .selectFrom('payments')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', paymentId)
    .selectAll()
    .executeTakeFirst()
  return row ?? null
}

/** Columns of a payment that change during its life. */
export type PaymentChange = Partial<
  Pick<
    PaymentRow,
    | 'captured_minor'
    | 'provider_reference'
    | 'pay_url'
    | 'decided_by'
    | 'brand'
    | 'last4'
    | 'failure'
    | 'disputed_at'
    | 'expires_at'
    | 'settled_at'
    | 'asked_at'
    | 'waits_for'
  > & { state: PaymentOnFile['state'] }
>

/** A payment's row for `changed_payments`, with some columns replaced. */
export function changedPayment(row: PaymentRow, change: PaymentChange): Record<string, unknown> {
  return { ...row, ...change }
}

/** What facts say of a payment. */
export function paymentPayload(
  row: Pick<PaymentRow, 'id' | 'amount_minor' | 'currency' | 'provider' | 'method' | 'purpose'>,
): PaymentPayload {
  return {
    payment: row.id,
    amountMinor: row.amount_minor.toString(),
    currency: row.currency,
    provider: row.provider,
    method: row.method,
    purpose: row.purpose,
  }
}
