import { isZone } from '#platform/zones.ts'
import type { Offer } from './offer.ts'

/** True where people meet at a place: then its clock is the only one (ux 1.4). */
export function meetsAtPlace(offer: Offer): boolean {
  return offer.eventType.locationKind === 'in_person'
}

/** The zone in which times are shown to somebody who has not chosen one. */
export function zoneOfPage(offer: Offer): string {
  return meetsAtPlace(offer) ? zoneOfHosts(offer) : offer.organization.zone
}

/** The zone of whoever answers for the meeting; the business's own where they live in several. */
export function zoneOfHosts(offer: Offer): string {
  const [first, ...others] = offer.seats.find((seat) => seat.role === 'primary')?.people ?? []
  return first && others.every((person) => person.zone === first.zone) ? first.zone : offer.organization.zone
}

/** The zone a customer's booking is kept in when they name this one; null when there is no such zone. */
export function zoneOfCustomer(offer: Offer, named: string): string | null {
  if (meetsAtPlace(offer)) return zoneOfPage(offer)
  return isZone(named) ? named : null
}
