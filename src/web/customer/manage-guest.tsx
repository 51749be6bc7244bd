import { primaryHost, leadingSession } from '#domain/bookings/booking.ts'
import { PageHeading, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { CalendarLink } from './manage-calendar.tsx'
import { manageFrame, ZoneNotices } from './manage-frame.tsx'
import { standingOf } from './manage-standing.ts'
import type { LinkView } from './manage-view.ts'

/** What a guest's link shows (ux M20): when, where and with whom. A guest changes nothing. */
export function guestPage(c: WebContext, view: LinkView): Response | Promise<Response> {
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
      {kind === 'open' ? <CalendarLink view={view} session={session} /> : null}
    </Stack>,
  )
}
