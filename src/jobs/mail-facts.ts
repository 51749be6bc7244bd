import { spellReference } from '#platform/ids.ts'
import { primaryHost, type Booking } from '#domain/bookings/booking.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { cityOf, longDate, secondClock, shortWhen, timeRange, zoneLabel } from '#messages/dates.ts'
import { listOf } from '#messages/locale.ts'
import {
  eventInWords,
  mailTerms,
  peopleWithRoles,
  placeInWords,
  sessionNote,
  withPeople,
  type MailReader,
} from '#messages/mail.ts'
import { money } from '#messages/money.ts'
import {
  customerName,
  members,
  peopleOfAll,
  readerOf,
  type MailFactLine,
  type MailSource,
  type Voice,
} from './mail-source.ts'
import type { SessionChange, ToldSession } from './told.ts'
import { nameInMail, withoutLinks } from './without-links.ts'

/** When: one session with both clocks, or a line for each session of a package that the mail speaks of. */
export function whenFacts(source: MailSource, voice: Voice): MailFactLine[] {
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
      weight: weightOf(entry.change),
    },
    ...(entry.from
      ? [{ term: mailTerms.was, detail: diaryWhen(entry.from, voice), weight: 'was' as const }]
      : []),
  ]
}

function sessionFact(source: MailSource, entry: ToldSession, voice: Voice): MailFactLine {
  const { session, change, from } = entry
  const was = from ? shortWhen(from.startsAt, voice.zone, voice.locale) : null
  const said = change === 'moved' || change === 'canceled' ? sessionNote(change, was, voice.locale) : null
  const notes = [said, ownHosts(source, entry, voice), otherClock(source, entry, voice)].filter(
    (note) => note !== null,
  )
  return {
    term: mailTerms.session(session.position + 1),
    detail: diaryWhen(session, voice),
    ...(notes.length > 0 ? { note: notes.join('. ') } : {}),
    weight: weightOf(change),
  }
}

// Who hosts this one, where another session that is told has other people.
function ownHosts({ told }: MailSource, { session }: ToldSession, { locale }: Voice): string | null {
  const own = members(session.assignments)
  const isTheSame = own.length === peopleOfAll(told.sessions).length
  return isTheSame
    ? null
    : withPeople(
        own.map(({ name }) => name),
        locale,
      )
}

// A time that nobody keeps is struck.
function weightOf(change: SessionChange): 'when' | 'gone' {
  return ['canceled', 'declined', 'given_up', 'left'].includes(change) ? 'gone' : 'when'
}

// The team reads what a customer gave as the reason, and the customer what the team gave (oncehub R67).
function readsReason(delivery: MailToDeliver): boolean {
  const reader = readerOf(delivery)
  return reader === 'team' || (reader === 'customer' && delivery.fact.actor.kind === 'member')
}

/** The day on one line and the time on the next, as a diary has it. */
export function diaryWhen(
  { startsAt, endsAt }: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
  { zone, locale }: Voice,
): string {
  return `${longDate(startsAt, zone, locale)}\n${timeRange(startsAt, endsAt, zone, locale)}`
}

/** The team reads the customer's clock as second line, everybody else the host's. */
export function otherClock(
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

/** What, with whom, where, who comes along, and the words that were given. */
export function bookingFacts(
  { delivery, booking, told }: MailSource,
  reader: MailReader,
  { locale }: Voice,
): MailFactLine[] {
  const { eventType, customer } = booking
  const people = peopleOfAll(told.sessions).map(({ name, label, title }) => ({
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
    eventType.locationKind === 'video' && told.sessions.some(({ change }) => weightOf(change) === 'when')
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
