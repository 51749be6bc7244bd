import { seal, unseal } from '#platform/tokens.ts'

const PURPOSE = 'booked-before'

/** For addresses of the booking flow: lets the form begin with what the form of this booking said. */
export function sealBookedBefore(secret: string, booking: { orgId: string; id: string }): string {
  return seal(secret, PURPOSE, `${booking.orgId} ${booking.id}`)
}

/** The booking whose form comes back, or null for text that we did not seal for this organization. */
export function openBookedBefore(secret: string, orgId: string, sealed: string): string | null {
  const [owner, bookingId] = unseal(secret, PURPOSE, sealed)?.split(' ') ?? []
  return owner === orgId && bookingId ? bookingId : null
}
