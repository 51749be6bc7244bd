import type { Context } from '#platform/context.ts'
import type { JobHandler } from '#platform/queue.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'

export interface SettleDeps {
  context: Context
  payments: PaymentProviders
}

/** Carries out one approved refund. Not knowing what became of it throws, so that it is asked again later. */
export function settleRefundWith({ context, payments }: SettleDeps): JobHandler<'settle_refund'> {
  return async ({ orgId, refundId }) => {
    await settleRefund(context, payments, orgId, refundId)
  }
}
