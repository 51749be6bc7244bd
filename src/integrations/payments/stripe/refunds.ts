import type { Stripe } from 'stripe'
import { ProviderUnsure, type RefundIntent, type RefundTruth } from '#domain/money/payment-provider.ts'
import { processNow } from '#platform/clock.ts'
import { toStripeAmount } from './amounts.ts'
import { failureText, isRefusal } from './failures.ts'
import { mayStillRun } from './find-payment.ts'
import { idOf, refundTruth } from './truth.ts'

const KEY_LASTS = { hours: 24 }

/**
 * Stripe forgets an idempotency key after a day, and then the same call would give the money back a second time.
 * Calling later is a mistake of the caller, so it is not something to ask about again.
 */
export function mustBeFresh(refund: RefundIntent): void {
  if (refund.firstSentAt === null) return
  if (Temporal.Instant.compare(refund.firstSentAt.add(KEY_LASTS), processNow()) <= 0)
    throw new Error(`Refund ${refund.id} was first sent over a day ago; it may only be asked about.`)
}

/** Gives money back, once for each id. */
export async function sendRefund(stripe: Stripe, refund: RefundIntent): Promise<RefundTruth> {
  const amount = toStripeAmount(refund.amountMinor, refund.currency)
  if (!amount.ok) return failed(refund, amount.failure)
  const intent = await intentOf(stripe, refund.paymentReference)
  if (intent === null) return failed(refund, 'Stripe has taken no money for this payment.')
  const request: Stripe.RefundCreateParams = {
    payment_intent: intent,
    amount: amount.amount,
    reason: 'requested_by_customer',
    metadata: { kept_refund: refund.id, kept_payment: refund.paymentId },
  }
  try {
    return refundTruth(await stripe.refunds.create(request, { idempotencyKey: `kept-refund-${refund.id}` }))
  } catch (error) {
    if (!isRefusal(error)) throw error
    // A repeated call may be refused for the very reason that the first one went well.
    const before = refund.firstSentAt && (await searchRefund(stripe, refund, intent))
    return before || failed(refund, failureText(error))
  }
}

/** The refund with our id on it, or null when Stripe has none and none can be on its way. */
export async function findRefund(stripe: Stripe, refund: RefundIntent): Promise<RefundTruth | null> {
  const intent = await intentOf(stripe, refund.paymentReference)
  const found = intent === null ? null : await searchRefund(stripe, refund, intent)
  if (!found && mayStillRun(refund.firstSentAt))
    throw new ProviderUnsure('Stripe does not have this refund yet, and the request may still be on its way.')
  return found
}

/** Every refund of a payment intent; Stripe hands them out in pages. */
export async function listRefunds(stripe: Stripe, intent: string): Promise<Stripe.Refund[]> {
  const refunds: Stripe.Refund[] = []
  for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 100 })) refunds.push(refund)
  return refunds
}

async function searchRefund(
  stripe: Stripe,
  refund: RefundIntent,
  intent: string,
): Promise<RefundTruth | null> {
  const refunds = await listRefunds(stripe, intent)
  const ours = refunds.find(({ metadata }) => metadata?.['kept_refund'] === refund.id)
  return ours ? refundTruth(ours) : null
}

async function intentOf(stripe: Stripe, reference: string): Promise<string | null> {
  if (reference.startsWith('pi_')) return reference
  const session = await stripe.checkout.sessions.retrieve(reference)
  return idOf(session.payment_intent)
}

function failed(refund: RefundIntent, failure: string): RefundTruth {
  const { id, amountMinor } = refund
  return { state: 'failed', reference: '', refundId: id, amountMinor, failure }
}
