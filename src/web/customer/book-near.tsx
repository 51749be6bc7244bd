import { takingBackText } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { localDateOf } from '#platform/zones.ts'
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
  /** ISO instants; none where several times are gone. */
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
      href:
        booking.sessions.length === 1 ? detailsHref(c, view, slug, [start]) : pickHref(c, view, slug, start),
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
            <p class="quiet">
              {booking.sessions.length === 1
                ? words.nearestLine
                : words.nearestFirst(booking.sessions.length)}
            </p>
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

// A package is picked as a whole: the time is the first of its new ones, and the others follow.
function pickHref(c: WebContext, view: ManageView, slug: string, start: Temporal.Instant): string {
  const day = localDateOf(start, view.zone).toString()
  const picked = { ...zoneQuery(view), day, start: start.toString() }
  const address = paths.times(slug, view.booking.eventType.slug, picked)
  return withPrefill(address, prefillFrom(c.var.deps.context.secret, view.booking))
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

/** Where people meet in one place its clock holds; else the new booking keeps the zone the customer reads now. */
export function zoneQuery({ zone, zoneLocked }: ManageView): { tz?: string } {
  return zoneLocked ? {} : { tz: zone }
}
