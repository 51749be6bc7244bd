import { shortWhen } from '#messages/dates.ts'
import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import { nearestStartsOf } from '#domain/bookings/nearest-times.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { SlotLinks } from '#ui/slot-list.tsx'
import type { WebContext } from '../deps.ts'
import { prefillFrom } from './booking-again.ts'
import { withStarts } from './booking-starts.ts'
import { manageFrame } from './manage-frame.tsx'
import type { ManageView } from './manage-view.ts'
import { withPrefill } from './prefill.ts'

/** Times that were held and not paid for went back (ux M16, Px): what is free near them, with the form filled in. */
export async function lostPage(c: WebContext, view: ManageView): Promise<Response> {
  const { booking, locale, zone } = view
  const { lost } = payText(locale)
  const [first] = booking.sessions
  const { reader, secret } = c.var.deps.context
  const isOffered = booking.page.active && booking.page.slug !== null
  // A course has several times, so only the first page of it can be offered again.
  const single = booking.sessions.length === 1
  const near =
    isOffered && single
      ? await nearestStartsOf(reader, view.scope, booking.eventType.id, first!.startsAt)
      : []
  const prefill = prefillFrom(secret, booking)
  const slug = booking.page.slug ?? ''
  const { slug: eventType } = booking.eventType
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
  return manageFrame(
    c,
    view,
    { title: lost.title },
    <Stack gap="section">
      <ResultPanel kind="info" heading={lost.title}>
        <p>{lost.line}</p>
        <p>{lost.late}</p>
      </ResultPanel>
      {isOffered ? (
        <Section heading={lost.nearest}>
          {slots.length > 0 ? (
            <SlotLinks
              groups={[
                { legend: lost.insteadOf(shortWhen(first!.startsAt, zone, locale, booking.now)), slots },
              ]}
            />
          ) : single ? (
            <p>{lost.none}</p>
          ) : null}
          <p class="quiet">{lost.kept}</p>
          <Row>
            <ButtonLink href={withPrefill(paths.times(slug, eventType, tz), prefill)}>{lost.all}</ButtonLink>
          </Row>
        </Section>
      ) : null}
    </Stack>,
  )
}
