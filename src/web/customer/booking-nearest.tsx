import { shortWhen } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { resultText } from '#messages/manage-results.ts'
import { Section } from '#ui/layout.tsx'
import { SlotLinks } from '#ui/slot-list.tsx'

/** The times nearest to one that is gone, each one click away. */
export function NearestTimes(props: {
  nearest: readonly Temporal.Instant[]
  instead: Temporal.Instant
  zone: string
  locale: Locale
  now: Temporal.Instant
  hrefFor: (start: Temporal.Instant) => string
}) {
  const { nearest, instead, zone, locale, now, hrefFor } = props
  const { taken } = resultText(locale)
  const slots = nearest.map((start) => ({
    value: start.toString(),
    datetime: start.toString(),
    label: shortWhen(start, zone, locale, now),
    href: hrefFor(start),
  }))
  return (
    <Section heading={taken.nearest}>
      {slots.length === 0 ? (
        <p>{taken.none}</p>
      ) : (
        <SlotLinks groups={[{ legend: taken.insteadOf(shortWhen(instead, zone, locale, now)), slots }]} />
      )}
    </Section>
  )
}
