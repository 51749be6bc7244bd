import { shortWhen } from '#messages/dates.ts'
import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import { nearestStartsOf } from '#domain/bookings/nearest-times.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { SlotLinks, type Slot } from '#ui/slot-list.tsx'
import type { WebContext } from '../deps.ts'
import { prefillFrom } from './booking-again.ts'
import { withStarts } from './booking-starts.ts'
import { manageFrame } from './manage-frame.tsx'
import type { ManageView } from './manage-view.ts'
import { withPrefill } from './prefill.ts'

/** Times that were held and not paid for went back (ux M16, Px): what is free near them, with the form filled in. */
export async function lostPage(c: WebContext, view: ManageView): Promise<Response> {
  const { lost } = payText(view.locale)
  const { page } = view.booking
  return manageFrame(
    c,
    view,
    { title: lost.title },
    <Stack gap="section">
      <ResultPanel kind="info" heading={lost.title}>
        <p>{lost.line}</p>
        <p>{lost.late}</p>
      </ResultPanel>
      {page.active && page.slug ? <Again {...await freeAgain(c, view, page.slug)} view={view} /> : null}
    </Stack>,
  )
}

interface FreeAgain {
  slots: Slot[]
  /** Every free time, with the form filled in. */
  allHref: string
}

// A course has several times, so of it only the first page can be offered again.
async function freeAgain(c: WebContext, view: ManageView, slug: string): Promise<FreeAgain> {
  const { booking, locale, zone } = view
  const { reader, secret } = c.var.deps.context
  const [first, ...more] = booking.sessions
  const { id, slug: eventType } = booking.eventType
  const near = more.length === 0 ? await nearestStartsOf(reader, view.scope, id, first!.startsAt) : []
  const prefill = prefillFrom(secret, booking)
  const tz = view.query.zoneChosen ? { tz: zone } : {}
  const slots = near.map((iso) => {
    const start = Temporal.Instant.from(iso)
    return {
      value: iso,
      datetime: iso,
      label: shortWhen(start, zone, locale, booking.now),
      href: withPrefill(withStarts(paths.details(slug, eventType, tz), [start]), prefill),
    }
  })
  return { slots, allHref: withPrefill(paths.times(slug, eventType, tz), prefill) }
}

function Again({ view, slots, allHref }: FreeAgain & { view: ManageView }) {
  const { booking, locale, zone } = view
  const { lost } = payText(locale)
  const [first, ...more] = booking.sessions
  const legend = lost.insteadOf(shortWhen(first!.startsAt, zone, locale, booking.now))
  return (
    <Section heading={lost.nearest}>
      {slots.length > 0 ? <SlotLinks groups={[{ legend, slots }]} /> : null}
      {slots.length === 0 && more.length === 0 ? <p>{lost.none}</p> : null}
      <p class="quiet">{lost.kept}</p>
      <Row>
        <ButtonLink href={allHref}>{lost.all}</ButtonLink>
      </Row>
    </Section>
  )
}
