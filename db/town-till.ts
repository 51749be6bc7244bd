import type { Context } from '#platform/context.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { PaymentState } from '#domain/money/booking-money.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { startPayment, type PayFor } from '#domain/bookings/start-payment.ts'
import { declineTestPayment, payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { paths } from '#paths.ts'

/** Where customers of the sample world pay. */
export interface Till {
  context: Context
  providers: PaymentProviders
  /** Absolute, without a slash at the end. */
  publicUrl: string
}

/** Who pays: the customer of one booking, with the link they came by. */
export interface Payer {
  scope: CustomerScope
  token: string
}

/** The customer pays at the test bank what is asked of them now, or is declined there, and the answer is taken in. */
export async function payAtBank(
  { context, providers, publicUrl }: Till,
  { scope, token }: Payer,
  what: PayFor = { kind: 'booking' },
  answer: 'pay' | 'decline' = 'pay',
): Promise<{ paymentId: string; state: PaymentState | null }> {
  const returnUrl = (paymentId: string) => `${publicUrl}${paths.paid(token, paymentId)}`
  const started = await startPayment(context, providers, scope, what, returnUrl)
  if (!started.ok) throw new Error(`A customer of the sample world could not pay: ${started.refusal.code}.`)
  const { payment: paymentId, payUrl } = started.value
  const press = answer === 'pay' ? payTestPayment : declineTestPayment
  await press(context.db, payUrl.slice(payUrl.lastIndexOf('/') + 1))
  const state = await settlePayment(context, providers, scope.orgId, paymentId)
  return { paymentId, state }
}

/** Approved refunds of a booking leave at once, as the worker would see to in a moment; doing it twice is doing it once. */
export async function sendRefunds(
  { context, providers }: Till,
  orgId: string,
  bookingId: string,
): Promise<void> {
  const approved = await context.db
    .selectFrom('refunds')
    .where('org_id', '=', orgId)
    .where('booking_id', '=', bookingId)
    .where('state', '=', 'approved')
    .select('id')
    .execute()
  for (const { id } of approved) await settleRefund(context, providers, orgId, id)
}
