import type { JobHandler } from '#platform/queue.ts'
import { settleOrClose } from '#domain/bookings/settle-stale.ts'
import type { SettleDeps } from './settle-refund.ts'

/** Asks the provider about one payment. Not knowing throws, so that it is asked again later. */
export function settlePaymentWith({ context, payments }: SettleDeps): JobHandler<'settle_payment'> {
  return async ({ orgId, paymentId }) => {
    await settleOrClose(context, payments, orgId, paymentId)
  }
}
