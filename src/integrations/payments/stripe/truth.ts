import type { Stripe } from 'stripe'
import {
  ProviderUnsure,
  type PaymentSought,
  type PaymentTruth,
  type RefundTruth,
  type SavedCard,
} from '#domain/money/payment-provider.ts'
import { isId } from '#platform/ids.ts'
import { fromStripeAmount } from './amounts.ts'
import { withoutSecrets } from './failures.ts'

/** A session with these parts in full says everything but the refunds. */
export const sessionParts = ['payment_intent.latest_charge', 'setup_intent.payment_method']
export const intentParts = ['latest_charge']

/**
 * What a page says. Once the buyer confirmed, the reference is the payment intent's instead of the session's: refunds
 * and disputes that begin in Stripe's console speak of the intent only.
 */
export function sessionTruth(session: Stripe.Checkout.Session, sought: PaymentSought): PaymentTruth {
  mustBeOurs(session.client_reference_id, sought)
  const nothing = { ...nothingKnown(session.id), currency: (session.currency ?? '').toUpperCase() }
  if (session.status === 'open') return { ...nothing, state: 'open' }
  if (session.status === 'expired') return { ...nothing, state: 'expired' }
  if (session.status !== 'complete') throw new ProviderUnsure(`A session of Stripe is ${session.status}.`)
  if (session.mode === 'setup') return { ...nothing, ...setupTruth(session.setup_intent) }
  return intentTruth(inFull(session.payment_intent), sought)
}

/** What a payment intent says, after its buyer confirmed or after a kept card was charged. */
export function intentTruth(intent: Stripe.PaymentIntent, sought: PaymentSought): PaymentTruth {
  mustBeOurs(intent.metadata['kept_payment'], sought)
  const state = intentState(intent)
  const charge = intent.latest_charge === null ? null : inFull(intent.latest_charge)
  const currency = intent.currency.toUpperCase()
  return {
    ...nothingKnown(intent.id),
    state,
    currency,
    capturedMinor: state === 'succeeded' ? fromStripeAmount(intent.amount_received, currency, 'down') : 0n,
    card:
      state === 'succeeded' && intent.setup_future_usage === 'off_session'
        ? chargedCard(intent, charge)
        : null,
    paidWith: state === 'succeeded' ? paidWith(charge) : null,
    disputed: charge?.disputed ?? false,
    failure: state === 'failed' ? failureOf(intent.last_payment_error) : '',
  }
}

/** The truth about a payment that Stripe never heard of, and the start of every other one. */
export function nothingKnown(reference: string | null): PaymentTruth {
  return {
    state: 'unknown_here',
    reference,
    capturedMinor: 0n,
    currency: '',
    card: null,
    disputed: false,
    failure: '',
    refunds: [],
  }
}

export function refundTruth(refund: Stripe.Refund): RefundTruth {
  const failed = refund.status === 'failed' || refund.status === 'canceled'
  const named = refund.metadata?.['kept_refund'] ?? ''
  const reason = refund.failure_reason?.replaceAll('_', ' ') ?? 'Stripe does not say why'
  return {
    state: failed ? 'failed' : refund.status === 'succeeded' ? 'succeeded' : 'pending',
    reference: refund.id,
    refundId: isId(named) ? named : null,
    amountMinor: fromStripeAmount(refund.amount, refund.currency, 'up'),
    failure: failed ? `The money came back: ${reason}.` : '',
  }
}

function intentState(intent: Stripe.PaymentIntent): PaymentTruth['state'] {
  switch (intent.status) {
    case 'succeeded':
      return 'succeeded'
    case 'processing':
    case 'requires_capture':
      return 'pending'
    case 'requires_action':
      // A voucher or a transfer that the buyer still has to pay is on its way; a card whose holder is asked is not.
      return asksForHolder(intent.next_action) ? 'failed' : 'pending'
    case 'requires_payment_method':
    case 'requires_confirmation':
    case 'canceled':
      return 'failed'
    default:
      throw new ProviderUnsure(`A payment intent of Stripe is ${intent.status}.`)
  }
}

function asksForHolder(action: Stripe.PaymentIntent.NextAction | null): boolean {
  return action === null || action.type === 'use_stripe_sdk' || action.type === 'redirect_to_url'
}

function setupTruth(setup: string | Stripe.SetupIntent | null): Partial<PaymentTruth> {
  const intent = inFull(setup)
  if (intent.status === 'processing') return { state: 'pending' }
  if (intent.status !== 'succeeded') return { state: 'failed', failure: failureOf(intent.last_setup_error) }
  const method = inFull(intent.payment_method)
  const card = savedCard(intent.customer, method.id, method.card)
  return { state: 'succeeded', card }
}

function chargedCard(intent: Stripe.PaymentIntent, charge: Stripe.Charge | null): SavedCard | null {
  const method = idOf(intent.payment_method)
  return method === null ? null : savedCard(intent.customer, method, charge?.payment_method_details?.card)
}

function paidWith(charge: Stripe.Charge | null): { brand: string; last4: string } | null {
  const card = charge?.payment_method_details?.card
  return card ? { brand: card.brand ?? '', last4: card.last4 ?? '' } : null
}

function savedCard(
  customer: string | { id: string } | null,
  method: string,
  card: { brand?: string | null; last4?: string | null } | null | undefined,
): SavedCard | null {
  const customerId = idOf(customer)
  if (customerId === null) return null
  return { customer: customerId, method, brand: card?.brand ?? '', last4: card?.last4 ?? '' }
}

function failureOf(error: { message?: string } | null): string {
  return withoutSecrets(error?.message ?? 'The payment was not confirmed.')
}

// The account's owner may have put anything into metadata; a payment is ours only with our own id on it.
function mustBeOurs(paymentId: string | null | undefined, sought: PaymentSought): void {
  if (paymentId !== sought.id)
    throw new ProviderUnsure('What Stripe has under this reference is another payment.')
}

function inFull<T extends object>(part: T | string | null): T {
  if (part === null || typeof part === 'string')
    throw new Error('A part that was asked for in full is missing.')
  return part
}

export function idOf(part: string | { id: string } | null): string | null {
  return typeof part === 'string' ? part : (part?.id ?? null)
}
