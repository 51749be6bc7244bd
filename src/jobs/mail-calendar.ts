import { isEmail } from '#platform/forms.ts'
import { spellReference } from '#platform/ids.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { sessionCalendarFile } from '#integrations/calendars/ics/calendar-file.ts'
import type { CalendarPart, Mailbox } from '#integrations/channels/email/email-message.ts'
import { calendarNotes, calendarTitle, peopleWithRoles, placeInWords } from '#messages/mail.ts'
import { mailLinks } from './mail-actions.ts'
import { members, readerOf, voiceOf, withWhom, type MailSource } from './mail-source.ts'
import type { ToldSession } from './told-sessions.ts'

/**
 * One calendar file per session the mail speaks of, addressed to the people the mail goes to. The link in it is
 * the recipient's own: a customer's token is only ever in the customer's file.
 */
export function calendarParts(source: MailSource, sender: Mailbox, recipients: Mailbox[]): CalendarPart[] {
  if (source.told.kind === 'link_again') return []
  return source.told.sessions.map((entry) => {
    const method = entry.change === 'canceled' ? 'CANCEL' : 'REQUEST'
    const several = source.booking.sessions.length > 1
    return {
      method,
      filename: several ? `session-${entry.session.position + 1}.ics` : 'booking.ics',
      content: calendarFile(source, entry, method, sender, recipients),
    }
  })
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
  const link = mailLinks(source, reader).primary?.href ?? null
  return sessionCalendarFile({
    method,
    uid: session.uid,
    sequence: session.sequence,
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
    attendees: recipients
      .filter(({ address }) => isEmail(address))
      .map(({ name, address }) => ({ name, email: address })),
  })
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
  return hosts.find((host) => host.email.toLowerCase() === address.toLowerCase())?.name ?? null
}
