import { newId } from '#platform/ids.ts'
import type { PaymentIntent, PaymentProvider, RefundIntent } from '#domain/money/payment-provider.ts'
import { startStandInStripe, type StandInStripe } from './stand-in-stripe.testing.ts'
import { openStripe } from './stripe-provider.ts'

export const secretKey = 'sk_test_canary4242424242424242'
export const webhookSecret = 'whsec_canary4242424242424242'

/** Alva's account at Stripe, played on this machine, and the provider that Kept opens with her keys. */
export async function openStripeWorld(): Promise<{ stripe: StandInStripe; provider: PaymentProvider }> {
  const stripe = await startStandInStripe()
  return { stripe, provider: openStripe({ secretKey, webhookSecret }, stripe.api) }
}

/** Cleo pays 45 pounds; `changes` say what is different. */
export function intentOf(changes: Partial<PaymentIntent> = {}): PaymentIntent {
  return {
    id: newId(),
    orgId: newId(),
    amountMinor: 4500n,
    currency: 'GBP',
    description: 'Haircut with Bo, Tuesday 10:00',
    customerEmail: 'cleo@example.com',
    returnUrl: 'https://kept.example/manage/abc?paid=1',
    expiresAt: Temporal.Now.instant().add({ minutes: 10 }),
    saveCard: false,
    ...changes,
  }
}

export function refundOf(
  payment: PaymentIntent,
  reference: string,
  changes: Partial<RefundIntent> = {},
): RefundIntent {
  return {
    id: newId(),
    paymentId: payment.id,
    paymentReference: reference,
    amountMinor: 1000n,
    currency: payment.currency,
    firstSentAt: null,
    ...changes,
  }
}
