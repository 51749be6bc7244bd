import { spellReference } from '#platform/ids.ts'
import { primaryHost, type Booking } from '#domain/bookings/booking.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { longWhen, secondClock, shortWhen, zoneLabel } from '#messages/dates.ts'
import { listOf, type Locale } from '#messages/locale.ts'
import {
  doneAt,
  eventInWords,
  hostsInShort,
  mailFooter,
  mailHeading,
  mailOpening,
  mailSubject,
  mailTerms,
  othersStay,
  peopleWithRoles,
  placeInWords,
  sessionNote,
  type DoneBy,
  type MailReader,
} from '#messages/mail.ts'
import { money } from '#messages/money.ts'
import { mailLinks, policyLines, type MailLinks } from './mail-actions.ts'
import { members, readerOf, voiceOf, withWhom, type MailSource, type Voice } from './mail-source.ts'
import type { Told, ToldSession } from './told-sessions.ts'
import { nameInMail, withoutLinks } from './without-links.ts'

/** A mail before it is set: the HTML and the text part say exactly this. */
export interface MailContent {
  locale: Locale
  subject: string
  /** What a list of mails shows after the subject. */
  preview: string
  business: string
  heading: string
  opening: string[]
  facts: MailFactLine[]
  links: MailLinks
  /** The policy and its deadlines. */
  policy: string[]
  footer: string[]
}

export interface MailFactLine {
  term: string
  detail: string
  note?: string
  /** `when` is set as a diary entry, `gone` is struck. */
  weight?: 'when' | 'gone'
}

/** Everything one mail says, in the reader's language and on the reader's clock. Pure. */
export function mailContent(source: MailSource): MailContent {
  const { delivery, booking, told } = source
  const reader = readerOf(delivery)
  const voice = voiceOf(source)
  const { locale } = voice
  const first = told.sessions[0]!
  const links = mailLinks(source, reader)
  const opening = openingLines(source, reader, voice)
  return {
    locale,
    subject: mailSubject(
      {
        kind: told.kind,
        when: shortWhen(first.session.startsAt, voice.zone, locale, booking.now),
        withWhom: withWhom(booking, first, reader),
        sessions: booking.sessions.length,
        moved: told.sessions.filter(({ change }) => change === 'moved').length,
        canceled: told.sessions.filter(({ change }) => change === 'canceled').length,
        only: told.sessions.length === 1 ? first.session.position + 1 : null,
      },
      locale,
    ),
    preview: [...opening, longWhen(first.session.startsAt, first.session.endsAt, voice.zone, locale)].join(' '),
    business: booking.organization.name,
    heading: mailHeading(told.kind, reader, booking.eventType.name, locale),
    opening,
    facts: [...whenFacts(source, voice), ...bookingFacts(source, reader, voice)],
    links,
    policy: reader === 'customer' ? policyLines(source, voice) : [],
    footer: [...mailFooter(reader, booking.organization.name, links.primary !== null), contactLine(booking)].filter(Boolean),
  }
}

function openingLines({ delivery, booking, told }: MailSource, reader: MailReader, { locale, zone }: Voice): string[] {
  const { session } = told.sessions[0]!
  const hosts = members(session.assignments)
  const facts = {
    by: doneBy(delivery, booking, reader),
    at: doneAt(delivery.fact.at, zone, locale, booking.now),
    hosts: hostsInShort(primaryHost(session).name, hosts.length - 1),
    hostsAreMany: hosts.length > 1,
    customer: nameInMail(booking.customer.name),
    all: told.sessions.length === booking.sessions.length,
  }
  const stays = told.kind === 'link_again' || told.kind === 'booked' ? null : othersStay(untouched(booking, told))
  return [...mailOpening(told.kind, reader, facts, locale), ...(stays ? [stays] : [])]
}

function doneBy({ fact: { actor } }: MailToDeliver, booking: Booking, reader: MailReader): DoneBy {
  if (actor.kind === 'customer') {
    return reader === 'customer' ? { kind: 'reader', name: '' } : { kind: 'customer', name: nameInMail(booking.customer.name) }
  }
  return actor.name ? { kind: 'member', name: actor.name } : { kind: 'business', name: booking.organization.name }
}

function untouched(booking: Booking, told: Told): number {
  const touched = new Set(told.sessions.map(({ session }) => session.id))
  return booking.sessions.filter((session) => !touched.has(session.id) && session.state === 'scheduled').length
}

function whenFacts(source: MailSource, voice: Voice): MailFactLine[] {
  const { booking, told } = source
  const terms = mailTerms(voice.locale)
  const when = ({ startsAt, endsAt }: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }) =>
    longWhen(startsAt, endsAt, voice.zone, voice.locale)
  if (booking.sessions.length > 1) return told.sessions.map((entry) => sessionFact(entry, voice, clocks(source, entry, voice), when))
  const [{ session, change, from }] = told.sessions as [ToldSession]
  const gone = change === 'canceled'
  return [
    { term: terms.when, detail: when(session), note: clocks(source, told.sessions[0]!, voice), weight: gone ? 'gone' : 'when' },
    ...(from ? [{ term: terms.was, detail: when(from), weight: 'gone' as const }] : []),
  ]
}

function sessionFact(
  { session, change, from }: ToldSession,
  voice: Voice,
  zones: string,
  when: (span: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }) => string,
): MailFactLine {
  const was = from ? shortWhen(from.startsAt, voice.zone, voice.locale) : null
  const note = sessionNote(change, was, voice.locale)
  return {
    term: mailTerms(voice.locale).session(session.position + 1),
    detail: when(session),
    note: note ? `${note}. ${zones}` : zones,
    weight: change === 'canceled' ? 'gone' : 'when',
  }
}

// The team reads the customer's clock as second line, everybody else the host's.
function clocks({ delivery, booking }: MailSource, { session }: ToldSession, { zone, locale }: Voice): string {
  const host = primaryHost(session)
  const other =
    readerOf(delivery) === 'team'
      ? { name: nameInMail(booking.customer.name), zone: booking.customer.zone }
      : { name: host.name, zone: session.zone }
  const second = secondClock(session.startsAt, zone, other, locale)
  const own = zoneLabel(zone, session.startsAt, locale)
  return second ? `${own}. ${second}` : own
}

function bookingFacts({ delivery, booking, told }: MailSource, reader: MailReader, { locale }: Voice): MailFactLine[] {
  const terms = mailTerms(locale)
  const { session } = told.sessions[0]!
  const { eventType, customer } = booking
  const people = members(session.assignments).map(({ name, label, title }) => ({ name, role: label || title }))
  const lines: [string, string, string?][] = [
    [terms.what, eventInWords(eventType.name, booking.durationMinutes)],
    ...(reader === 'team' ? [[terms.customer, nameInMail(customer.name), contactOf(customer)] as [string, string, string]] : []),
    [reader === 'team' ? terms.panel : terms.withWhom, peopleWithRoles(people, locale)],
    [terms.where, placeInWords(eventType.locationKind, eventType.locationDetail, reader)],
    [terms.guests, reader === 'guest' ? '' : listOf(booking.guests.map(({ name, email }) => nameInMail(name) || email), locale)],
    [terms.price, told.kind === 'booked' && reader !== 'guest' && booking.priceMinor > 0n ? money(booking.priceMinor, booking.currency, locale) : ''],
    [terms.reason, reader === 'team' ? withoutLinks(delivery.fact.reason ?? '') : ''],
    [terms.reference, spellReference(booking.reference)],
  ]
  return lines.filter(([, detail]) => detail !== '').map(([term, detail, note]) => ({ term, detail, ...(note ? { note } : {}) }))
}

function contactOf({ email, phone }: Booking['customer']): string {
  return [email, withoutLinks(phone)].filter(Boolean).join(', ')
}

function contactLine({ organization }: Booking): string {
  return [organization.name, organization.contactEmail, organization.contactPhone].filter(Boolean).join(' \u00B7 ')
}
