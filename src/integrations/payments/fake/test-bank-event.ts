import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ProviderEvent } from '#domain/money/payment-provider.ts'

const HEADER = 'test-bank-signature'
const SHORTEST_SECRET = 20

const testEvent = z.strictObject({
  id: z.string().min(1),
  paymentId: z.string().nullable(),
  reference: z.string().nullable(),
})

/** Throws a plain sentence when the secret is too short to protect anything. */
export function checkTestSecret(secret: string | undefined): void {
  if (secret !== undefined && secret.length < SHORTEST_SECRET)
    throw new Error(`The webhook secret of the test provider needs at least ${SHORTEST_SECRET} characters.`)
}

/** An event as the test bank would send it. */
export function signTestEvent(
  secret: string,
  event: ProviderEvent,
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(event)
  return { body, headers: { [HEADER]: signatureOf(secret, body) } }
}

/** The event, or null when its signature does not hold; without a secret none does. */
export function readTestEvent(
  secret: string | undefined,
  body: string,
  headers: Record<string, string | undefined>,
): ProviderEvent | null {
  if (secret === undefined) return null
  const expected = Buffer.from(signatureOf(secret, body))
  const given = Buffer.from(headers[HEADER] ?? '')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const event = testEvent.safeParse(parsed(body))
  return event.success ? event.data : null
}

function signatureOf(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
