import { spellReference } from '#platform/ids.ts'
import { primaryHost, type Booking } from '#domain/bookings/booking.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { cityOf, longDate, longWhen, secondClock, shortWhen, timeRange, zoneLabel } from '#messages/dates.ts'
import { listOf, type Locale } from '#messages/locale.ts'
import {
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
import { moneyLines } from './money-lines.ts'
import {
  customerName,
  members,
  readerOf,
  voiceOf,
  withWhom,
  type MailFactLine,
  type MailSource,
  type Voice,
} from './mail-source.ts'
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
    preview: [...opening, longWhen(first.session.startsAt, first.session.endsAt, voice.zone, locale)].join(
      ' ',
    ),
    business: booking.organization.name,
    heading: mailHeading(
      told.kind,
      reader,
      { eventType: booking.eventType.name, told: told.sessions.length, sessions: booking.sessions.length },
      locale,
    ),
    opening,
    facts: [
      ...whenFacts(source, voice),
      ...bookingFacts(source, reader, voice),
      ...moneyLines(source, voice),
    ],
    links,
    policy: reader === 'customer' ? policyLines(source, voice) : [],
    footer: [
      ...mailFooter(reader, booking.organization.name, links.primary !== null),
      contactLine(booking),
    ].filter(Boolean),
  }
}

function openingLines(
  { delivery, booking, told }: MailSource,
  reader: MailReader,
  { locale, zone }: Voice,
): string[] {
  const { session } = told.sessions[0]!
  const hosts = members(session.assignments)
  const facts = {
    by: doneBy(delivery, booking, reader),
    at: shortWhen(delivery.fact.at, zone, locale, booking.now),
    hosts: hostsInShort(primaryHost(session).name, hosts.length - 1),
    hostsAreMany: hosts.length > 1,
    customer: customerName(booking),
    told: told.sessions.length,
  }
  const stays =
    told.kind === 'link_again' || told.kind === 'booked' ? null : othersStay(untouched(booking, told))
  return [...mailOpening(told.kind, reader, facts, locale), ...(stays ? [stays] : [])]
}

function doneBy({ fact: { actor } }: MailToDeliver, booking: Booking, reader: MailReader): DoneBy {
  if (actor.kind === 'customer') {
    return reader === 'customer'
      ? { kind: 'reader', name: '' }
      : { kind: 'customer', name: customerName(booking) }
  }
  return actor.name
    ? { kind: 'member', name: actor.name }
    : { kind: 'business', name: booking.organization.name }
}

function untouched(booking: Booking, told: Told): number {
  const touched = new Set(told.sessions.map(({ session }) => session.id))
  return booking.sessions.filter((session) => !touched.has(session.id) && session.state === 'scheduled')
    .length
}

function whenFacts(source: MailSource, voice: Voice): MailFactLine[] {
  const { booking, told } = source
  if (booking.sessions.length > 1) {
    const clock = { term: mailTerms.zone, detail: cityOf(voice.zone) }
    return [...told.sessions.map((entry) => sessionFact(source, entry, voice)), clock]
  }
  const [entry] = told.sessions as [ToldSession]
  const own = zoneLabel(voice.zone, entry.session.startsAt, voice.locale)
  const second = otherClock(source, entry, voice)
  return [
    {
      term: mailTerms.when,
      detail: diaryWhen(entry.session, voice),
      note: second ? `${own}. ${second}` : own,
      weight: entry.change === 'canceled' ? 'gone' : 'when',
    },
    ...(entry.from
      ? [{ term: mailTerms.was, detail: diaryWhen(entry.from, voice), weight: 'was' as const }]
      : []),
  ]
}

function sessionFact(source: MailSource, entry: ToldSession, voice: Voice): MailFactLine {
  const { session, change, from } = entry
  const was = from ? shortWhen(from.startsAt, voice.zone, voice.locale) : null
  const notes = [sessionNote(change, was, voice.locale), otherClock(source, entry, voice)].filter(
    (note) => note !== null,
  )
  return {
    term: mailTerms.session(session.position + 1),
    detail: diaryWhen(session, voice),
    ...(notes.length > 0 ? { note: notes.join('. ') } : {}),
    weight: change === 'canceled' ? 'gone' : 'when',
  }
}

// The team reads what a customer gave as the reason, and the customer what the team gave (oncehub R67).
function readsReason(delivery: MailToDeliver): boolean {
  const reader = readerOf(delivery)
  return reader === 'team' || (reader === 'customer' && delivery.fact.actor.kind === 'member')
}

// The day on one line and the time on the next, as a diary has it.
function diaryWhen(
  { startsAt, endsAt }: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
  { zone, locale }: Voice,
): string {
  return `${longDate(startsAt, zone, locale)}\n${timeRange(startsAt, endsAt, zone, locale)}`
}

// The team reads the customer's clock as second line, everybody else the host's.
function otherClock(
  { delivery, booking }: MailSource,
  { session }: ToldSession,
  { zone, locale }: Voice,
): string | null {
  const host = primaryHost(session)
  const other =
    readerOf(delivery) === 'team'
      ? { name: customerName(booking), zone: booking.customer.zone }
      : { name: host.name, zone: session.zone }
  return secondClock(session.startsAt, zone, other, locale)
}

function bookingFacts(
  { delivery, booking, told }: MailSource,
  reader: MailReader,
  { locale }: Voice,
): MailFactLine[] {
  const { session } = told.sessions[0]!
  const { eventType, customer } = booking
  const people = members(session.assignments).map(({ name, label, title }) => ({
    name,
    role: label || title,
  }))
  const lines: [string, string, string?][] = [
    [mailTerms.what, eventInWords(eventType.name, booking.durationMinutes)],
    ...(reader === 'team'
      ? [[mailTerms.customer, customerName(booking), contactOf(customer)] as [string, string, string]]
      : []),
    [reader === 'team' ? mailTerms.panel : mailTerms.withWhom, peopleWithRoles(people, locale)],
    [mailTerms.where, placeInWords(eventType.locationKind, eventType.locationDetail, reader)],
    [
      mailTerms.guests,
      reader === 'guest'
        ? ''
        : listOf(
            booking.guests.map(({ name, email }) => nameInMail(name) || email),
            locale,
          ),
    ],
    [
      mailTerms.price,
      told.kind === 'booked' && reader !== 'guest' && booking.paymentMode === 'price_shown'
        ? money(booking.priceMinor, booking.currency, locale)
        : '',
    ],
    [mailTerms.reason, readsReason(delivery) ? withoutLinks(delivery.fact.reason ?? '') : ''],
    [mailTerms.reference, spellReference(booking.reference)],
  ]
  const call =
    eventType.locationKind === 'video' && told.kind !== 'canceled'
      ? webAddress(eventType.locationDetail)
      : null
  return lines
    .filter(([, detail]) => detail !== '')
    .map(([term, detail, note]) => ({
      term,
      detail,
      ...(note ? { note } : {}),
      ...(term === mailTerms.where && call ? { href: call } : {}),
    }))
}

function webAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

function contactOf({ email, phone }: Booking['customer']): string {
  return [email, withoutLinks(phone)].filter(Boolean).join(', ')
}

function contactLine({ organization }: Booking): string {
  return [organization.name, organization.contactEmail, organization.contactPhone]
    .filter(Boolean)
    .join(' \u00B7 ')
}
