import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator'
import { gateAddress, gateLine, gateParameter, gateText, gateUrl } from './gate.ts'

/** One session as a calendar file tells it. Everything may hold any text; the file never holds more than was meant. */
export interface SessionCalendar {
  /** `REQUEST` puts it into the reader's calendar or moves it there, `CANCEL` takes it out, `PUBLISH` is a plain copy. */
  method: 'REQUEST' | 'CANCEL' | 'PUBLISH'
  /** The session's UID: one for life. */
  uid: string
  /** The session's SEQUENCE: one more with every change. */
  sequence: number
  /** When what the file says became true. */
  stampedAt: Temporal.Instant
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  summary: string
  description: string
  location: string
  /** A web address, or null. A customer's own link belongs only into a file addressed to that customer. */
  url: string | null
  /** The one system that owns the event: the address mails come from, under the name of the business. */
  organizer: { name: string; email: string }
  /** The people the file is addressed to; left out of a plain copy. */
  attendees: { name: string; email: string }[]
}

/** The calendar file of one session: CRLF, lines of at most 75 octets, times in UTC. Pure. */
export function sessionCalendarFile(session: SessionCalendar): string {
  const calendar = ical({ prodId: '//Kept//Appointments//EN', method: ICalCalendarMethod[session.method] })
  const event = calendar.createEvent({
    id: gateLine(session.uid),
    sequence: session.sequence,
    stamp: session.stampedAt,
    start: session.startsAt,
    end: session.endsAt,
    summary: gateLine(session.summary),
    status: session.method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: {
      name: gateParameter(session.organizer.name) || 'Kept',
      email: gateAddress(session.organizer.email),
    },
  })
  const description = gateText(session.description)
  if (description) event.description(description)
  const location = gateLine(session.location)
  if (location) event.location(location)
  if (session.url) event.url(gateUrl(session.url))
  if (session.method !== 'PUBLISH') {
    for (const { name, email } of session.attendees) {
      // They booked it or host it, so nobody is asked to answer, and no answer comes back by mail.
      event.createAttendee({
        name: gateParameter(name) || email,
        email: gateAddress(email),
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.ACCEPTED,
        rsvp: false,
      })
    }
  }
  return `${calendar.toString().replace(/(?:\r\n)+$/, '')}\r\n`
}
