import { Stripe } from 'stripe'
import {
  ProviderUnsure,
  type PaymentIntent,
  type ProviderRefusal,
  type StartedPayment,
} from '#domain/money/payment-provider.ts'
import { processNow } from '#platform/clock.ts'
import { toStripeAmount } from './amounts.ts'
import { failureText, isKeyProblem, isRefusal } from './failures.ts'
import { findSession, mayBeForgotten } from './find-payment.ts'

// Stripe takes between thirty minutes and a day, by its own clock; a minute is for what lies between the two clocks.
const SHORTEST_LIFE = { minutes: 31 }
const LONGEST_LIFE = { hours: 23, minutes: 59 }
const LONGEST_DESCRIPTION = 250

/** Makes Stripe's page for a payment, or for leaving a card where the amount is 0. Moves no money. */
export async function startCheckout(
  stripe: Stripe,
  intent: PaymentIntent,
): Promise<StartedPayment | ProviderRefusal> {
  const amount = toStripeAmount(intent.amountMinor, intent.currency)
  if (!amount.ok) return amount
  const before = mayBeForgotten(intent.id) ? await findSession(stripe, intent.id) : null
  if (before) return toStarted(before, intent)
  const request = toRequest(intent, amount.amount)
  try {
    const session = await stripe.checkout.sessions.create(request, { idempotencyKey: paymentKey(intent.id) })
    return toStarted(session, intent)
  } catch (error) {
    // The same payment was asked for before with other words or another end; the first page stays the only one.
    if (error instanceof Stripe.errors.StripeIdempotencyError) return startedBefore(stripe, intent)
    if (isRefusal(error) || isKeyProblem(error)) return { ok: false, failure: failureText(error) }
    throw error
  }
}

/** The key under which Stripe carries out one payment once. */
export function paymentKey(id: string): string {
  return `kept-payment-${id}`
}

/** By this we know our own payments again, in lists and in events. */
export function paymentMetadata(intent: PaymentIntent): { kept_payment: string; kept_org: string } {
  return { kept_payment: intent.id, kept_org: intent.orgId }
}

/** Stripe limits its length; ours may be a long list of sessions. */
export function shortDescription(intent: PaymentIntent): string {
  const { description } = intent
  return description.length > LONGEST_DESCRIPTION
    ? `${description.slice(0, LONGEST_DESCRIPTION - 1)}…`
    : description
}

function toRequest(intent: PaymentIntent, amount: number): Stripe.Checkout.SessionCreateParams {
  return {
    client_reference_id: intent.id,
    success_url: intent.returnUrl,
    cancel_url: intent.returnUrl,
    expires_at: endOf(intent),
    metadata: paymentMetadata(intent),
    ...(intent.customerEmail ? { customer_email: intent.customerEmail } : {}),
    ...(intent.amountMinor === 0n ? cardOnly(intent) : payment(intent, amount)),
  }
}

function payment(intent: PaymentIntent, amount: number): Stripe.Checkout.SessionCreateParams {
  const description = shortDescription(intent)
  const metadata = paymentMetadata(intent)
  const price_data = {
    currency: intent.currency.toLowerCase(),
    unit_amount: amount,
    product_data: { name: description },
  }
  return {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data }],
    // Otherwise an account may show and take another currency than the one that was agreed.
    adaptive_pricing: { enabled: false },
    payment_intent_data: {
      description,
      metadata,
      ...(intent.saveCard ? { setup_future_usage: 'off_session' as const } : {}),
    },
    ...(intent.saveCard ? keptCard : {}),
  }
}

function cardOnly(intent: PaymentIntent): Stripe.Checkout.SessionCreateParams {
  const setup_intent_data = { description: shortDescription(intent), metadata: paymentMetadata(intent) }
  return { mode: 'setup', currency: intent.currency.toLowerCase(), setup_intent_data, ...keptCard }
}

// Only a card of a customer can be charged later without its holder.
const keptCard = {
  customer_creation: 'always',
  allowed_payment_method_types: ['card'],
} satisfies Stripe.Checkout.SessionCreateParams

function endOf(intent: PaymentIntent): number {
  const earliest = processNow().add(SHORTEST_LIFE)
  const latest = processNow().add(LONGEST_LIFE)
  const wanted = Math.max(intent.expiresAt.epochMilliseconds, earliest.epochMilliseconds)
  return Math.ceil(Math.min(wanted, latest.epochMilliseconds) / 1000)
}

async function startedBefore(stripe: Stripe, intent: PaymentIntent): Promise<StartedPayment> {
  const session = await findSession(stripe, intent.id)
  if (!session) throw new ProviderUnsure('Stripe was asked for this payment before and has not answered yet.')
  return toStarted(session, intent)
}

// A page that is over has no address any more; whoever comes back to us hears how it went.
function toStarted(session: Stripe.Checkout.Session, intent: PaymentIntent): StartedPayment {
  if (typeof session.id !== 'string') throw new Error('The session has no id.')
  return { ok: true, reference: session.id, payUrl: session.url ?? intent.returnUrl }
}
