import { primaryHost, type Assignment, type Booking } from '#domain/bookings/booking.ts'
import { payableNow } from '#domain/bookings/start-payment.ts'
import type { ChangePayload } from '#domain/facts/fact.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { clockTime } from '#messages/dates.ts'
import { listOf, localeOf, type Locale } from '#messages/locale.ts'
import { money } from '#messages/money.ts'
import { hostsInShort, type DoneBy, type MailReader } from '#messages/mail.ts'
import type { Told, ToldSession } from './told.ts'
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
  /** Where somebody else canceled: the nearest free times as this is written, and how the form is filled in for them. */
  again: Again | null
}

/** The way to the same again at another time; only ever in a customer's own mail. */
export interface Again {
  starts: Temporal.Instant[]
  /** Sealed: the form begins with what it said before. As secret as the customer's link. */
  prefill: string
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

/** The same for all that a mail tells: everybody who leads one of its sessions is named, so nobody waits for the wrong one. */
export function withWhomOfAll(source: MailSource, reader: MailReader, { locale }: Voice): string {
  const { booking, told } = source
  return reader === 'team' ? customerName(booking) : hostsOfAll(told.sessions, locale)
}

/** "Dana", "Dana and 2 others", and where the sessions are led by different people "Dana and Omar". */
export function hostsOfAll(told: readonly ToldSession[], locale: Locale): string {
  const leads = [...new Set(told.map(({ session }) => primaryHost(session).name))]
  const [lead, ...more] = leads as [string, ...string[]]
  if (more.length === 0) return hostsInShort(lead, peopleOfAll(told).length - 1)
  return leads.length <= MOST_LEADS ? listOf(leads, locale) : hostsInShort(lead, more.length)
}

/** More names than this make no subject. */
const MOST_LEADS = 3

/** Everybody who hosts one of the sessions, once, in the order of the sessions. */
export function peopleOfAll(told: readonly ToldSession[]): Assignment[] {
  const people = new Map<string, Assignment>()
  for (const person of told.flatMap(({ session }) => members(session.assignments)))
    if (!people.has(person.ownerId)) people.set(person.ownerId, person)
  return [...people.values()]
}

/** The customer as mails name them: their name as far as it can be shown, else the address they gave. */
export function customerName({ customer }: Booking): string {
  return nameInMail(customer.name) || customer.email
}

/** The people of a session, without rooms and devices. */
export function members(assignments: Assignment[]): Assignment[] {
  return assignments.filter((assignment) => assignment.kind === 'member')
}

/** Who did it, as this reader calls them. */
export function doneBy({ fact: { actor } }: MailToDeliver, booking: Booking, reader: MailReader): DoneBy {
  if (actor.kind === 'customer') {
    return reader === 'customer'
      ? { kind: 'reader', name: '' }
      : { kind: 'customer', name: customerName(booking) }
  }
  return actor.name
    ? { kind: 'member', name: actor.name }
    : { kind: 'business', name: booking.organization.name }
}

/** "7:10am", while the cancellation that is told can be taken back at this moment; else empty. */
export function undoableUntil({ delivery, booking }: MailSource, { zone, locale }: Voice): string {
  const { undoUntil } = delivery.fact.payload as Partial<ChangePayload>
  const until = undoUntil ? Temporal.Instant.from(undoUntil) : null
  return until && Temporal.Instant.compare(booking.now, until) < 0 ? clockTime(until, zone, locale) : ''
}

/** What has to be paid for a booking that is kept until then; empty where a card is left. */
export function dueOf({ booking }: MailSource, { locale }: Voice): string {
  const minor = payableNow(booking)
  return minor > 0n ? money(minor, booking.currency, locale) : ''
}
