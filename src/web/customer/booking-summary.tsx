import { bookingText, lengthText, placeText, priceText } from '#messages/booking.ts'
import type { Locale } from '#messages/locale.ts'
import { policyInShort } from '#messages/policy.ts'
import type { Offer, OfferedSeat } from '#domain/event-types/offer.ts'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { PeopleList, type Person } from '#ui/people-list.tsx'
import { hostSeats } from './booking-offer.tsx'

/** What is being booked: beside the times where there is room, above them where there is not (ux P2, P7). */
export function OfferSummary({ offer, locale }: { offer: Offer; locale: Locale }) {
  const text = bookingText(locale)
  const panel = hostSeats(offer).length > 1
  return (
    <Card heading={offer.eventType.name} kind="surface" id="summary">
      {offer.eventType.description ? <p class="quiet">{offer.eventType.description}</p> : null}
      <DetailsList rows={offerRows(offer, locale)} />
      {panel ? (
        <>
          <PeopleList label={text.panel} people={panelOf(offer, locale)} />
          <p class="quiet small">{text.whenAllCanMeet}</p>
        </>
      ) : null}
    </Card>
  )
}

/** Length, price, place, host and policy as rows. */
export function offerRows(offer: Offer, locale: Locale): DetailsRow[] {
  const text = bookingText(locale)
  const { eventType, policy } = offer
  const [seat, ...more] = hostSeats(offer)
  const who: DetailsRow[] = seat && more.length === 0 ? [{ term: text.terms.host, detail: <bdi>{seatNames(offer, seat, locale)}</bdi> }] : []
  return [
    { term: text.terms.length, detail: lengthText(eventType.sessionCount, eventType.durationMinutes) },
    { term: text.terms.price, detail: priceText(eventType, locale) },
    { term: text.terms.place, detail: <bdi>{placeText(eventType, locale)}</bdi> },
    ...who,
    { term: text.terms.changes, detail: policyInShort(policy.rules.cancel, policy.rules.reschedule, locale) },
  ]
}

/** The panel by seats, each with its role. A seat that several people may take names them all. */
export function panelOf(offer: Offer, locale: Locale): Person[] {
  const text = bookingText(locale)
  return hostSeats(offer).map((seat) => {
    const only = seat.people.length === 1 ? seat.people[0]! : null
    return {
      name: seatNames(offer, seat, locale),
      role: seat.label || only?.title || (seat.role === 'primary' ? text.lead : text.panelist),
      detail: seat.label && only?.title ? only.title : undefined,
    }
  })
}

/** "Dana Reyes", "Dana Reyes or Omar Haddad", or the business where the pool is large. */
export function hostNames(offer: Offer, locale: Locale): string {
  return seatNames(offer, hostSeats(offer)[0]!, locale)
}

// A large pool is the business's affair: customers are told the names while they can be read at a glance.
function seatNames(offer: Offer, seat: OfferedSeat, locale: Locale): string {
  const names = seat.people.map((person) => person.name)
  if (names.length === 0 || names.length > 4) return offer.organization.name
  return bookingText(locale).oneOf(names)
}
