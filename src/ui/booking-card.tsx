import type { Child } from 'hono/jsx'

export type DateLeafProps = { weekday: string; day: string; month: string; struck?: boolean | undefined }

/** A leaf of the diary. The full date stands beside it as text, so the leaf is hidden from assistive technology. */
export function DateLeaf({ weekday, day, month, struck }: DateLeafProps) {
  return (
    <span class="leaf" data-struck={struck ? '' : undefined} aria-hidden="true">
      <span class="leaf-month">{month}</span>
      <span class="leaf-day">{day}</span>
      <span class="leaf-weekday">{weekday}</span>
    </span>
  )
}

export type BookingCardProps = {
  /** Names the card for the ear: "Your booking". */
  label: string
  leaf?: DateLeafProps | undefined
  /** What and with whom: "Physiotherapy, 30 minutes with Dana Reyes". */
  title: Child
  chip?: Child
  /** A TwoClock. */
  when: Child
  /** Place, price, guests: whatever the page has to say, as a DetailsList, a list of people or text. */
  children?: Child
}

/** The one booking that a page is about. */
export function BookingCard({ label, leaf, title, chip, when, children }: BookingCardProps) {
  return (
    <section class="card booking-card" data-kind="surface" aria-label={label}>
      <div class="booking-head">
        {leaf ? <DateLeaf {...leaf} /> : null}
        <div class="booking-words">
          <p class="booking-title">
            {title} {chip}
          </p>
          {when}
        </div>
      </div>
      {children ? <div class="booking-more">{children}</div> : null}
    </section>
  )
}
