import type { Stripe } from 'stripe'
import type { PaymentIntent, PaymentTruth, SavedCard } from '#domain/money/payment-provider.ts'
import { toStripeAmount } from './amounts.ts'
import { paymentKey, paymentMetadata, shortDescription } from './checkout.ts'
import { failureText, isRefusal } from './failures.ts'
import { findCharge, mayBeForgotten } from './find-payment.ts'
import { readPayment } from './read-payment.ts'
import { intentParts, intentTruth, nothingKnown } from './truth.ts'

/** Charges a card that was left for this, without its holder. A card that wants to see them is a definite no. */
export async function chargeSavedCard(
  stripe: Stripe,
  intent: PaymentIntent,
  card: SavedCard,
): Promise<PaymentTruth> {
  const amount = toStripeAmount(intent.amountMinor, intent.currency)
  if (!amount.ok) return failed(intent, null, amount.failure)
  const before = mayBeForgotten(intent.id) ? await findCharge(stripe, intent.id) : null
  if (before) return readPayment(stripe, { id: intent.id, reference: before.id })
  const request: Stripe.PaymentIntentCreateParams = {
    amount: amount.amount,
    currency: intent.currency.toLowerCase(),
    customer: card.customer,
    payment_method: card.method,
    allowed_payment_method_types: ['card'],
    confirm: true,
    off_session: true,
    return_url: intent.returnUrl,
    description: shortDescription(intent),
    metadata: paymentMetadata(intent),
    expand: intentParts,
  }
  try {
    const charged = await stripe.paymentIntents.create(request, { idempotencyKey: paymentKey(intent.id) })
    return intentTruth(charged, { id: intent.id, reference: charged.id })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return failed(intent, error.payment_intent?.id ?? null, failureText(error))
  }
}

function failed(intent: PaymentIntent, reference: string | null, failure: string): PaymentTruth {
  return { ...nothingKnown(reference), state: 'failed', currency: intent.currency, failure }
}
