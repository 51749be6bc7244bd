import { deriveToken } from '#platform/tokens.ts'
import type { WebhookEvent } from './webhook-event.ts'

/** An address of a program that is told of events. */
export interface WebhookEndpoint {
  id: string
  url: string
  description: string
  /** None means all. */
  kinds: WebhookEvent[]
  /** True when events carry the customer's own link: whoever reads them can then change the booking. */
  withLinks: boolean
  active: boolean
  /** Null while it is active. */
  disabledBecause: DisabledBecause | null
  secretGeneration: number
  /** Until when the secret before this one signs, too; real time. */
  previousSecretUntil: Temporal.Instant | null
  createdAt: Temporal.Instant
  createdBy: { id: string; name: string }
}

/** A member switched it off; it took nothing for 72 hours; or it answered that it is gone (HTTP 410). */
export type DisabledBecause = 'switched_off' | 'gave_up' | 'gone'

/** How long after a rotation the former secret still signs. */
export const SECRET_OVERLAP_HOURS = 24

/** What signing needs to know of an endpoint. */
export type SigningState = Pick<WebhookEndpoint, 'id' | 'secretGeneration' | 'previousSecretUntil'>

/**
 * The endpoint's signing secret, as the libraries of Standard Webhooks take it: `whsec_` and 32 bytes in base64. It
 * is derived whenever it is needed and stands nowhere.
 */
export function webhookSecret(
  secret: string,
  orgId: string,
  { id, secretGeneration }: Pick<SigningState, 'id' | 'secretGeneration'>,
): string {
  const derived = deriveToken(secret, 'webhook', orgId, id, secretGeneration)
  return `whsec_${Buffer.from(derived, 'base64url').toString('base64')}`
}

/** The secrets that sign at an instant of real time, newest first: two while a rotation overlaps. */
export function signingSecrets(
  secret: string,
  orgId: string,
  endpoint: SigningState,
  at: Temporal.Instant,
): string[] {
  const { id, secretGeneration, previousSecretUntil } = endpoint
  const overlaps = previousSecretUntil !== null && Temporal.Instant.compare(at, previousSecretUntil) < 0
  const generations = overlaps ? [secretGeneration, secretGeneration - 1] : [secretGeneration]
  return generations.map((generation) => webhookSecret(secret, orgId, { id, secretGeneration: generation }))
}
