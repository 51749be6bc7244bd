import { takingBackText } from '#messages/taking-back.ts'
import { isLive, primaryHost, leadingSession } from '#domain/bookings/booking.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { CalendarLink } from './manage-calendar.tsx'
import { manageFrame, ZoneNotices } from './manage-frame.tsx'
import { standingOf } from './manage-standing.ts'
import { linksOf, type LinkView } from './manage-view.ts'
import { sealOpened } from './opened-form.ts'

/** What a guest's link shows (ux M20): when, where and with whom. A guest changes nothing, but need not come. */
export function guestPage(c: WebContext, view: LinkView): Response | Promise<Response> {
  if (hasLeft(view)) return leftPage(c, view)
  const { text, booking } = view
  const { kind } = standingOf(booking)
  const session = leadingSession(booking)
  const title =
    kind === 'open'
      ? text.guest.title(primaryHost(session).name)
      : kind === 'canceled'
        ? text.guest.canceled
        : text.guest.over
  return manageFrame(
    c,
    view,
    { title },
    <Stack gap="section">
      <PageHeading title={<bdi>{title}</bdi>} lead={<bdi>{text.guest.lead(booking.customer.name)}</bdi>} />
      <ZoneNotices view={view} current="" />
      <BookingOfLink view={view} forGuest />
      {kind === 'open' && isLive(session.state) ? <CalendarLink view={view} session={session} /> : null}
      {kind === 'open' ? <Leave c={c} view={view} /> : null}
    </Stack>,
  )
}

/** True once this guest said that they will not come. */
export function hasLeft({ booking, scope }: LinkView): boolean {
  const { actor } = scope
  return actor.kind === 'guest' && !booking.guests.some(({ id }) => id === actor.guestId)
}

function Leave({ c, view }: { c: WebContext; view: LinkView }) {
  const { guest } = takingBackText(view.locale)
  const customer = view.booking.customer.name
  return (
    <Section heading={guest.heading}>
      <Stack>
        <p>
          {guest.nobodyElse} <bdi>{guest.line(customer)}</bdi>
        </p>
        <form method="post" action={linksOf(view).leave()} id="leave">
          <HiddenFields fields={{ opened: sealOpened(c.var.deps.context.secret, view, 'leave') }} />
          <Button kind="quiet" busyLabel={guest.busy}>
            {guest.button}
          </Button>
        </form>
      </Stack>
    </Section>
  )
}

function leftPage(c: WebContext, view: LinkView): Response | Promise<Response> {
  const { guest } = takingBackText(view.locale)
  const customer = view.booking.customer.name
  return manageFrame(
    c,
    view,
    { title: guest.leftTitle },
    <Stack gap="section">
      <ResultPanel kind="info" heading={guest.leftTitle}>
        <p>
          <bdi>{guest.left(customer)}</bdi> {guest.nobodyElse}
        </p>
      </ResultPanel>
      <BookingOfLink view={view} forGuest />
      <p class="quiet">
        <bdi>{guest.noWayBack(customer)}</bdi>
      </p>
    </Stack>,
  )
}
