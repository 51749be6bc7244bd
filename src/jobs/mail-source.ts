import { primaryHost, type Assignment, type Booking } from '#domain/bookings/booking.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { localeOf, type Locale } from '#messages/locale.ts'
import { hostsInShort, type MailReader } from '#messages/mail.ts'
import type { Told, ToldSession } from './told-sessions.ts'
import { nameInMail } from './without-links.ts'

/** What the words of a mail are made of. */
export interface MailSource {
  delivery: MailToDeliver
  booking: Booking
  told: Told
  /** The origin of every link. */
  publicUrl: string
  /** The recipient's own link token; null for the team and when every link was revoked. */
  token: string | null
}

/** The language and the clock of whoever reads. */
export interface Voice {
  locale: Locale
  zone: string
}

/** One line of the table of facts. */
export interface MailFactLine {
  term: string
  detail: string
  note?: string
  /** A time: as it stands, struck because it will not take place, or struck because it is another one now. */
  weight?: 'when' | 'gone' | 'was'
  /** Where the detail leads, for a video call. */
  href?: string
}

/** How this delivery's mail speaks. Page owners and stakeholders read what hosts read. */
export function readerOf({ audience }: Pick<MailToDeliver, 'audience'>): MailReader {
  return audience === 'customer' || audience === 'guest' ? audience : 'team'
}

/** The customer's language and clock for customer and guests, the business's language and their own clock for the team. */
export function voiceOf({ delivery, booking, told }: MailSource): Voice {
  if (readerOf(delivery) !== 'team')
    return { locale: localeOf(booking.customer.locale), zone: booking.customer.zone }
  return {
    locale: localeOf(booking.organization.locale),
    zone: delivery.recipient.zone ?? told.sessions[0]!.session.zone,
  }
}

/** "Dana and 2 others" for whoever booked; the customer's name for the team. */
export function withWhom(booking: Booking, { session }: ToldSession, reader: MailReader): string {
  if (reader === 'team') return customerName(booking)
  return hostsInShort(primaryHost(session).name, members(session.assignments).length - 1)
}

/** The customer as mails name them: their name as far as it can be shown, else the address they gave. */
export function customerName({ customer }: Booking): string {
  return nameInMail(customer.name) || customer.email
}

/** The people of a session, without rooms and devices. */
export function members(assignments: Assignment[]): Assignment[] {
  return assignments.filter((assignment) => assignment.kind === 'member')
}
