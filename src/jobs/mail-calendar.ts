import { isEmail } from '#platform/forms.ts'
import { spellReference } from '#platform/ids.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { sessionCalendarFile } from '#integrations/calendars/ics/calendar-file.ts'
import type { CalendarPart, Mailbox } from '#integrations/channels/email/email-message.ts'
import { calendarNotes, calendarTitle, peopleWithRoles, placeInWords } from '#messages/mail.ts'
import { members, readerOf, voiceOf, withWhom, type MailSource } from './mail-source.ts'
import { paths } from '../paths.ts'
import type { SessionChange, ToldSession } from './told.ts'

/**
 * One calendar file per session the mail speaks of, addressed to the people the mail goes to. The link in it is
 * the recipient's own and, in a package, opens this very session (oncehub R158, R159): a customer's token is only
 * ever in the customer's file.
 */
export function calendarParts(source: MailSource, sender: Mailbox, recipients: Mailbox[]): CalendarPart[] {
  if (source.told.kind === 'link_again') return []
  const several = source.booking.sessions.length > 1
  return source.told.sessions.flatMap((entry) => {
    const method = METHODS[entry.change]
    if (!method) return []
    return [
      {
        method,
        filename: several ? `session-${entry.session.position + 1}.ics` : 'booking.ics',
        content: calendarFile(source, entry, method, sender, recipients),
      },
    ]
  })
}

// What is only asked for is in nobody's calendar yet.
const METHODS: Record<SessionChange, 'REQUEST' | 'CANCEL' | null> = {
  booked: 'REQUEST',
  moved: 'REQUEST',
  restored: 'REQUEST',
  canceled: 'CANCEL',
  given_up: 'CANCEL',
  left: 'CANCEL',
  requested: null,
  declined: null,
  stays: null,
}

function calendarFile(
  source: MailSource,
  entry: ToldSession,
  method: 'REQUEST' | 'CANCEL',
  sender: Mailbox,
  recipients: Mailbox[],
): string {
  const { booking, delivery } = source
  const reader = readerOf(delivery)
  const { session } = entry
  const link = linkOf(source, entry)
  return sessionCalendarFile({
    method,
    uid: session.uid,
    // Whoever leaves is taken off a session that stays as it is, and their calendar only listens to a higher number.
    sequence: session.sequence + (entry.change === 'left' ? 1 : 0),
    stampedAt: delivery.fact.at,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    summary: calendarTitle(booking.eventType.name, withWhom(booking, entry, reader)),
    description: calendarNotes(reader, {
      business: booking.organization.name,
      people: peopleOf(source, entry),
      reference: spellReference(booking.reference),
      link,
    }),
    location: placeInWords(booking.eventType.locationKind, booking.eventType.locationDetail, reader),
    url: link,
    organizer: { name: booking.organization.name, email: sender.address },
    attendees: attendeesOf(booking, entry, recipients)
      .filter(({ address }) => isEmail(address))
      .map(({ name, address }) => ({ name, email: address })),
  })
}

// Whoever hosts other sessions of a package keeps those in their calendar, and not this one.
function attendeesOf(booking: Booking, { session }: ToldSession, recipients: Mailbox[]): Mailbox[] {
  const hosts = (sessions: Session[], { address }: Mailbox) =>
    sessions.some(({ assignments }) => assignments.some(({ email }) => isSameAddress(email, address)))
  const own = recipients.filter((mailbox) => hosts([session], mailbox) || !hosts(booking.sessions, mailbox))
  // An owner of the page who hosts others is told of this one as its owner.
  return own.length > 0 ? own : recipients
}

function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

// Hosts get an address that asks them to sign in, everybody else their own link.
function linkOf(
  { booking, delivery, publicUrl, token }: MailSource,
  { session }: ToldSession,
): string | null {
  if (readerOf(delivery) === 'team') return `${publicUrl}${paths.staffBooking(booking.id)}`
  if (token === null) return null
  const which = booking.sessions.length > 1 ? { session: session.id } : {}
  return `${publicUrl}${paths.manage(token, which)}`
}

function peopleOf(source: MailSource, { session }: ToldSession): string {
  const people = members(session.assignments).map(({ name, label, title }) => ({
    name,
    role: label || title,
  }))
  return peopleWithRoles(people, voiceOf(source).locale)
}

/** The people a mail is addressed to: the recipient first, then those in copy, under the names the booking knows. */
export function recipientsOf({ delivery, booking }: MailSource, nameOf: (name: string) => string): Mailbox[] {
  const named = (address: string) => hostName(booking, address) ?? ''
  return [
    { name: nameOf(delivery.recipient.name), address: delivery.to },
    ...delivery.cc.map((address) => ({ name: named(address), address })),
  ]
}

function hostName(booking: Booking, address: string): string | null {
  const hosts = booking.sessions.flatMap((session) => session.assignments)
  return hosts.find((host) => isSameAddress(host.email, address))?.name ?? null
}
