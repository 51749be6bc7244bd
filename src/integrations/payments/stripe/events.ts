import { Stripe } from 'stripe'
import { z } from 'zod'
import type { ProviderEvent } from '#domain/money/payment-provider.ts'
import { processNow } from '#platform/clock.ts'
import { isId } from '#platform/ids.ts'

const TOLERANCE_SECONDS = 300

const id = z.string().min(1)
const aboutMoney = z.object({
  id,
  data: z.object({
    object: z.object({
      object: z.string(),
      id,
      client_reference_id: id.nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
      payment_intent: id.nullish(),
    }),
  }),
})

/**
 * What an event is about, or null when it is not from Stripe: Stripe's own package holds every v1 signature against
 * the raw body and refuses one that was made more than five minutes ago. Only ids are taken from it.
 */
export function readStripeEvent(
  webhookSecret: string,
  body: string,
  headers: Record<string, string | undefined>,
): ProviderEvent | null {
  const event = verified(webhookSecret, body, headers['stripe-signature'])
  if (event === null) return null
  const known = aboutMoney.safeParse(event)
  if (!known.success) return aboutNothing(event)
  const { object } = known.data.data
  return {
    id: known.data.id,
    paymentId: paymentOf(object),
    reference: referenceOf(object),
  }
}

function verified(secret: string, body: string, signature: string | undefined): unknown {
  if (signature === undefined) return null
  try {
    const now = processNow().epochMilliseconds
    return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now)
  } catch {
    return null
  }
}

// An account may sell elsewhere too, and other shops write what they like.
function paymentOf(object: z.infer<typeof aboutMoney>['data']['object']): string | null {
  const named = object.metadata?.['kept_payment'] ?? object.client_reference_id ?? ''
  return isId(named) ? named : null
}

// Charges, refunds and disputes name the payment intent that they belong to.
function referenceOf(object: z.infer<typeof aboutMoney>['data']['object']): string | null {
  if (object.object === 'checkout.session' || object.object === 'payment_intent') return object.id
  return object.payment_intent ?? null
}

// Genuine, but of a kind that was never asked for.
function aboutNothing(event: unknown): ProviderEvent | null {
  const named = z.object({ id }).safeParse(event)
  return named.success ? { id: named.data.id, paymentId: null, reference: null } : null
}
