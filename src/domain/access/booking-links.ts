import { deriveToken, hashToken } from '#platform/tokens.ts'

/** Whom a link was made for: the customer, or one guest. */
export type LinkAudience = 'customer' | `guest:${string}`

/**
 * The token of a booking's link. It can be made again whenever a message is rendered, so no message has to be
 * kept to know it; the database only has its hash. A higher generation makes the older links useless.
 */
export function linkToken(
  secret: string,
  orgId: string,
  bookingId: string,
  audience: LinkAudience,
  generation: number,
): string {
  return deriveToken(secret, 'booking-link', orgId, bookingId, 'manage', audience, generation)
}

/** The rows that make a new link work. */
export function linkRows(
  secret: string,
  orgId: string,
  bookingId: string,
  audience: LinkAudience,
  generation = 1,
) {
  const tokenHash = `\\x${hashToken(linkToken(secret, orgId, bookingId, audience, generation)).toString('hex')}`
  return {
    link: {
      org_id: orgId,
      booking_id: bookingId,
      audience,
      generation,
      token_hash: tokenHash,
      revoked_at: null,
    },
    index: { token_hash: tokenHash, org_id: orgId },
  }
}
