import type { Stripe } from 'stripe'
import { ProviderUnsure, type PaymentSought, type PaymentTruth } from '#domain/money/payment-provider.ts'
import { isMissing, isRefusal } from './failures.ts'
import { findReference } from './find-payment.ts'
import { listRefunds } from './refunds.ts'
import { intentParts, intentTruth, nothingKnown, refundTruth, sessionParts, sessionTruth } from './truth.ts'

/** What Stripe knows of a payment, with every refund. */
export async function readPayment(stripe: Stripe, sought: PaymentSought): Promise<PaymentTruth> {
  const reference = sought.reference ?? (await findReference(stripe, sought.id))
  if (reference === null) return nothingKnown(null)
  try {
    const truth = await readReference(stripe, reference, sought)
    return truth.capturedMinor > 0n ? { ...truth, refunds: await refundsOf(stripe, truth) } : truth
  } catch (error) {
    // It was there once. Somebody connected another account, in which nothing can be asked about it.
    if (isMissing(error)) throw new ProviderUnsure('This Stripe account does not have the payment any more.')
    throw error
  }
}

/** Ends a page. Stripe refuses that for one that is over, and then the question is only how it ended. */
export async function expirePayment(stripe: Stripe, sought: PaymentSought): Promise<PaymentTruth> {
  const reference = sought.reference ?? (await findReference(stripe, sought.id))
  if (reference !== null && !isIntent(reference)) {
    try {
      await stripe.checkout.sessions.expire(reference)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }
  return readPayment(stripe, { id: sought.id, reference })
}

/** True for what Stripe calls a payment intent, as opposed to a session. */
export function isIntent(reference: string): boolean {
  return reference.startsWith('pi_')
}

async function readReference(
  stripe: Stripe,
  reference: string,
  sought: PaymentSought,
): Promise<PaymentTruth> {
  return isIntent(reference)
    ? intentTruth(await stripe.paymentIntents.retrieve(reference, { expand: intentParts }), sought)
    : sessionTruth(await stripe.checkout.sessions.retrieve(reference, { expand: sessionParts }), sought)
}

async function refundsOf(stripe: Stripe, truth: PaymentTruth) {
  return (await listRefunds(stripe, truth.reference!)).map(refundTruth)
}
