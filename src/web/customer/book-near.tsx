import { takingBackText } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { SlotLinks, type Slot } from '#ui/slot-list.tsx'
import type { WebContext } from '../deps.ts'
import { prefillFrom } from './booking-again.ts'
import { withStarts } from './booking-starts.ts'
import type { ManageView } from './manage-view.ts'
import { withPrefill } from './prefill.ts'

interface BookNearProps {
  c: WebContext
  view: ManageView
  heading: string
  /** The time that is gone. */
  insteadOf: Temporal.Instant
  /** ISO instants; of a package none, because it has several times. */
  nearest: readonly string[]
  isMain?: boolean
}

/** Free times near one that is gone, each one press away from a form that is filled in, and the way to all of them. */
export function BookNear({ c, view, heading, insteadOf, nearest, isMain = true }: BookNearProps) {
  const { booking, locale, zone } = view
  const { hostCanceled: words, when } = takingBackText(locale)
  const { page, eventType } = booking
  if (!page.active || !page.slug) return null
  const slug = page.slug
  const slots = nearest.map((iso): Slot => {
    const start = Temporal.Instant.from(iso)
    return {
      value: iso,
      datetime: iso,
      label: when(start, zone, booking.now),
      href: detailsHref(c, view, slug, [start]),
    }
  })
  const all = withPrefill(
    paths.times(slug, eventType.slug, zoneQuery(view)),
    prefillFrom(c.var.deps.context.secret, booking),
  )
  return (
    <Section heading={heading}>
      <Stack>
        {slots.length > 0 ? (
          <>
            <p class="quiet">{words.nearestLine}</p>
            <SlotLinks groups={[{ legend: words.insteadOf(when(insteadOf, zone, booking.now)), slots }]} />
          </>
        ) : booking.sessions.length === 1 ? (
          <p>{words.none}</p>
        ) : null}
        <Row>
          <ButtonLink kind={isMain ? 'primary' : 'quiet'} href={all} icon="calendar-days">
            {words.all}
          </ButtonLink>
        </Row>
      </Stack>
    </Section>
  )
}

/** The form that books these times anew, with what the old form said. */
export function detailsHref(
  c: WebContext,
  view: ManageView,
  slug: string,
  starts: readonly Temporal.Instant[],
): string {
  const address = paths.details(slug, view.booking.eventType.slug, zoneQuery(view))
  return withPrefill(withStarts(address, [...starts]), prefillFrom(c.var.deps.context.secret, view.booking))
}

function zoneQuery({ query, zone }: ManageView): { tz?: string } {
  return query.zoneChosen ? { tz: zone } : {}
}
