import { bookingText, lengthText, placeText, priceText } from '#messages/booking.ts'
import { listOf, type Locale } from '#messages/locale.ts'
import { policyInShort } from '#messages/policy.ts'
import type { Offer, OfferedSeat } from '#domain/event-types/offer.ts'
import { Card } from '#ui/card.tsx'
import { Icon } from '#ui/icons.tsx'
import { Stack } from '#ui/layout.tsx'
import type { Offer as OfferRow } from '#ui/offer-list.tsx'
import { PeopleList, type Person } from '#ui/people-list.tsx'
import { hostSeats } from './booking-offer.tsx'

/** What is being booked: beside the times where there is room, above them where there is not (ux P2, P7). */
export function OfferSummary({ offer, locale }: { offer: Offer; locale: Locale }) {
  const { eventType, policy } = offer
  const panel = hostSeats(offer).length > 1
  // The panel is introduced by name right below, so it need not be counted.
  const facts = offerFacts(offer, locale).filter((fact) => !panel || fact.icon !== 'users')
  return (
    <Card heading={eventType.name} kind="surface" id="summary">
      <Stack gap="tight">
        {eventType.description ? <p class="quiet">{eventType.description}</p> : null}
        <ul class="offer-facts">
          {facts.map((fact) => (
            <li>
              <Icon name={fact.icon} />
              <bdi>{fact.text}</bdi>
            </li>
          ))}
        </ul>
        {panel ? <PeopleList label={bookingText(locale).panel} people={panelOf(offer, locale)} /> : null}
        <p class="offer-policy">{policyInShort(policy.rules.cancel, policy.rules.reschedule, locale)}</p>
      </Stack>
    </Card>
  )
}

/** Length and price, place, and with whom, each with a drawing. */
export function offerFacts(offer: Offer, locale: Locale): OfferRow['facts'] {
  const text = bookingText(locale)
  const { eventType } = offer
  const seats = hostSeats(offer).length
  return [
    {
      icon: 'clock',
      text: `${lengthText(eventType.sessionCount, eventType.durationMinutes)} \u00B7 ${priceText(eventType, locale)}`,
    },
    { icon: PLACE_ICONS[eventType.locationKind], text: placeText(eventType, locale) },
    seats > 1
      ? { icon: 'users', text: text.withPanel(seats) }
      : { icon: 'user', text: text.withHost(hostNames(offer, locale)) },
  ]
}

const PLACE_ICONS = { in_person: 'map-pin', phone: 'phone', video: 'video', customer_place: 'house' } as const

/** The panel by seats, each with its role. A seat that several people may take names them all. */
export function panelOf(offer: Offer, locale: Locale): Person[] {
  const text = bookingText(locale)
  return hostSeats(offer).map((seat) => {
    const only = seat.people.length === 1 ? seat.people[0]! : null
    return {
      name: seatNames(offer, seat, locale),
      role: seat.label || only?.title || (seat.role === 'primary' ? text.lead : text.panelist),
    }
  })
}

/** "Dana Reyes", "Dana Reyes or Omar Haddad", or the business where the pool is large. */
export function hostNames(offer: Offer, locale: Locale): string {
  return seatNames(offer, hostSeats(offer)[0]!, locale)
}

/** Everybody who will be there: "Alva Lindqvist, Bo Chen and Cy Okafor". */
export function allHosts(offer: Offer, locale: Locale): string {
  return listOf(
    hostSeats(offer).map((seat) => seatNames(offer, seat, locale)),
    locale,
  )
}

// A large pool is the business's affair: customers are told the names while they can be read at a glance.
function seatNames(offer: Offer, seat: OfferedSeat, locale: Locale): string {
  const names = seat.people.map((person) => person.name)
  if (names.length === 0 || names.length > 4) return offer.organization.name
  return bookingText(locale).oneOf(names)
}
