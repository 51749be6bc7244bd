import type { PaymentProvider } from '#domain/money/payment-provider.ts'
import { chargeSavedCard } from './charge-card.ts'
import { startCheckout } from './checkout.ts'
import { readStripeEvent } from './events.ts'
import { asking } from './failures.ts'
import { expirePayment, readPayment } from './read-payment.ts'
import { findRefund, mustBeFresh, sendRefund } from './refunds.ts'
import { checkStripeConfig, openStripeClient, type StripeApi } from './stripe-client.ts'

/**
 * Stripe with one organization's keys. Buyers pay on Stripe's own page (Checkout), so no card number ever comes near
 * Kept. Throws a plain sentence for keys that cannot be right, an empty webhook secret above all (S22).
 */
export function openStripe(config: Record<string, string>, api?: StripeApi): PaymentProvider {
  const { secretKey, webhookSecret } = checkStripeConfig(config)
  const stripe = openStripeClient(secretKey, api)
  return {
    key: 'stripe',
    isTest: /^(sk|rk)_test_/.test(secretKey),
    start: (intent) => asking(() => startCheckout(stripe, intent)),
    read: (payment) => asking(() => readPayment(stripe, payment)),
    expire: (payment) => asking(() => expirePayment(stripe, payment)),
    chargeCard: (intent, card) => asking(() => chargeSavedCard(stripe, intent, card)),
    async refund(refund) {
      mustBeFresh(refund)
      return asking(() => sendRefund(stripe, refund))
    },
    findRefund: (refund) => asking(() => findRefund(stripe, refund)),
    readEvent: (body, headers) => readStripeEvent(webhookSecret, body, headers),
  }
}
