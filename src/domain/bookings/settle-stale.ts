import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { now } from '#platform/clock.ts'
import { systemScope } from '#domain/access/scope.ts'
import type { PaymentState } from '#domain/money/booking-money.ts'
import { loadPayment } from '#domain/money/load-payment.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { settlePayment } from './settle-payment.ts'

/**
 * Settles a payment for the worker: while it may be paid the provider is only asked, and once its time is over the
 * provider's page is closed, too. A payment that never reached the provider is over then. Returns the state
 * afterwards, null when there is no such payment.
 */
export async function settleOrClose(
  context: Context,
  providers: PaymentProviders,
  orgId: string,
  paymentId: string,
): Promise<PaymentState | null> {
  const payment = await loadPayment(context.db, systemScope(orgId), paymentId)
  if (!payment) return null
  const at = await now(context.db, orgId)
  const isOver =
    payment.state === 'started' &&
    payment.expires_at !== null &&
    Temporal.Instant.compare(payment.expires_at, at) <= 0
  const state = await settlePayment(context, providers, orgId, paymentId, isOver ? 'expire' : 'read')
  if (!isOver || state !== 'started') return state
  const after = await loadPayment(context.db, systemScope(orgId), paymentId)
  // Without a provider that answers nobody knows whether its page is closed.
  if (!after?.asked_at || (payment.asked_at && after.asked_at.equals(payment.asked_at))) return state
  // It was asked to close and is still not known to be anything: there is nothing at the provider.
  await inTransaction(context.db, (tx) =>
    tx
      .updateTable('payments')
      .set({ state: 'expired', settled_at: at })
      .where('org_id', '=', orgId)
      .where('id', '=', paymentId)
      .where('state', '=', 'started')
      .execute(),
  )
  return 'expired'
}
