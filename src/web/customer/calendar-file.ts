import { placeText } from '#messages/booking.ts'
import { calendarText } from '#messages/manage.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { sessionCalendarFile } from '#integrations/calendars/ics/calendar-file.ts'
import type { WebContext } from '../deps.ts'
import { notFoundPage } from '../error-pages.tsx'
import { hostsOf, openLink } from './manage-view.ts'

/**
 * GET /b/:token/<session>.ics: one session as a file to save. The only link in it is the one whose holder asks, so
 * a customer's link never gets into a guest's file.
 */
export async function sendCalendarFile(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  const { booking, locale } = view
  const id = (c.req.param('file') ?? '').replace(/\.ics$/, '')
  const session = booking.sessions.find((entry) => entry.id === id)
  if (!session) return notFoundPage(c)
  const { config } = c.var.deps
  const text = calendarText(locale)
  // The event of one session of a package opens that session (oncehub R159).
  const about = booking.sessions.length > 1 ? { session: session.id } : {}
  const link = `${config.publicUrl}${paths.manage(view.token, about)}`
  const { eventType, organization } = booking
  const method = session.state === 'canceled' ? 'CANCEL' : 'PUBLISH'
  const file = sessionCalendarFile({
    method,
    uid: session.uid,
    sequence: session.sequence,
    stampedAt: booking.updatedAt,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    summary: text.summary(eventType.name, organization.name),
    description: text.description(
      hostsOf([session]).map((host) => host.name),
      link,
    ),
    location: eventType.locationDetail || placeText(eventType, locale),
    url: link,
    // The same owner of the event as in the mails, or calendars would keep two.
    organizer: { name: organization.name, email: plainAddress(config.mailFrom) },
    attendees: [{ name: booking.customer.name, email: booking.customer.email }],
  })
  return c.body(file, 200, {
    'content-type': `text/calendar; charset=utf-8; method=${method}`,
    'content-disposition': `attachment; filename="${spellReference(booking.reference)}.ics"`,
  })
}

/** The address alone, of "Kept <mail@example.com>". */
function plainAddress(from: string): string {
  return from.match(/<([^>]+)>/)?.[1] ?? from
}
