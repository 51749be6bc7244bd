import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'

export type Offer = {
  href: string
  name: string
  /** Length, price, place, each with a drawing. */
  facts: readonly { icon: IconName; text: string }[]
  description?: string | undefined
  /** "Free to change until 24 hours before" */
  policy?: string | undefined
  /** "Next free: Wed 2 Dec, 9:00am" */
  next?: string | undefined
  people?: Child
}

/** What can be booked (ux P1): the whole row leads on. */
export function OfferList({ offers }: { offers: readonly Offer[] }) {
  return (
    <ul class="offers">
      {offers.map((offer) => (
        <li class="offer">
          <div class="offer-words">
            <h2>
              <a href={offer.href}>
                <bdi>{offer.name}</bdi>
              </a>
            </h2>
            {offer.description ? <p>{offer.description}</p> : null}
            <ul class="offer-facts">
              {offer.facts.map((fact) => (
                <li>
                  <Icon name={fact.icon} />
                  {fact.text}
                </li>
              ))}
            </ul>
            {offer.people}
            {offer.policy ? <p class="offer-policy">{offer.policy}</p> : null}
            {offer.next ? <p class="offer-next">{offer.next}</p> : null}
          </div>
          <Icon name="chevron-right" />
        </li>
      ))}
    </ul>
  )
}
