import type { Stripe } from 'stripe'
import { ProviderUnsure } from '#domain/money/payment-provider.ts'
import { processNow } from '#platform/clock.ts'

const CLOCKS_DIFFER = { minutes: 5 }
// A request whose answer never came may still be running on the other side for a while.
const STILL_RUNNING = { minutes: 5 }
// Stripe forgets a key after a day; an hour earlier nobody relies on it any more.
const KEY_IS_SURE = { hours: 23 }

/**
 * What Stripe calls a payment whose answer we never heard, or null when it never arrived.
 *
 * Of the three ways to ask, this one is certain: search lags behind by up to a minute or more, and sending the
 * request again under its key needs the whole intent, works for a day only, and would make the page that was asked
 * about. A list is always current, and our ids carry the time at which they were made, so the list is short.
 */
export async function findReference(stripe: Stripe, paymentId: string): Promise<string | null> {
  const session = await findSession(stripe, paymentId)
  const reference = session?.id ?? (await findCharge(stripe, paymentId))?.id ?? null
  if (reference === null && isYoungerThan(madeAt(paymentId), STILL_RUNNING))
    throw new ProviderUnsure(
      'Stripe does not have this payment yet, and the request may still be on its way.',
    )
  return reference
}

/** The page that was made for a payment. */
export async function findSession(
  stripe: Stripe,
  paymentId: string,
): Promise<Stripe.Checkout.Session | null> {
  const sessions = stripe.checkout.sessions.list({ created: since(paymentId), limit: 100 })
  for await (const session of sessions) if (session.client_reference_id === paymentId) return session
  return null
}

/** True where the payment's key may be forgotten, so that the same call could move money a second time. */
export function mayBeForgotten(paymentId: string): boolean {
  return !isYoungerThan(madeAt(paymentId), KEY_IS_SURE)
}

/** True where a call at that time may not have ended yet. */
export function mayStillRun(firstSentAt: Temporal.Instant | null): boolean {
  return firstSentAt !== null && isYoungerThan(firstSentAt, STILL_RUNNING)
}

/** The charge of a kept card that was made for a payment. */
export async function findCharge(stripe: Stripe, paymentId: string): Promise<Stripe.PaymentIntent | null> {
  const intents = stripe.paymentIntents.list({ created: since(paymentId), limit: 100 })
  for await (const intent of intents) if (intent.metadata['kept_payment'] === paymentId) return intent
  return null
}

// Nobody asks Stripe before the row is committed.
function since(paymentId: string): { gte: number } {
  return { gte: Math.floor(madeAt(paymentId).subtract(CLOCKS_DIFFER).epochMilliseconds / 1000) }
}

function madeAt(id: string): Temporal.Instant {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id)) throw new Error(`${id} is not an id that carries its time.`)
  return Temporal.Instant.fromEpochMilliseconds(Number.parseInt(id.replace('-', '').slice(0, 12), 16))
}

function isYoungerThan(time: Temporal.Instant, age: { minutes: number } | { hours: number }): boolean {
  return Temporal.Instant.compare(time.add(age), processNow()) > 0
}
