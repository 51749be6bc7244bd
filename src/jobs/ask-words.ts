import { primaryHost } from '#domain/bookings/booking.ts'
import type { FactPayloads, WishText } from '#domain/facts/fact.ts'
import { shortWhen } from '#messages/dates.ts'
import type { MailReader } from '#messages/mail.ts'
import { askTerms } from '#messages/mail-ask-terms.ts'
import {
  askHeading,
  askOpening,
  askSubject,
  type AskMailFacts,
  type AskMailKind,
} from '#messages/mail-asks.ts'
import { mailTerms, othersStay } from '#messages/mail.ts'
import { money } from '#messages/money.ts'
import { askLinks } from './ask-links.ts'
import type { MailLinks } from './mail-actions.ts'
import { diaryWhen, otherClock, whenFacts } from './mail-facts.ts'
import {
  customerName,
  doneBy,
  dueOf,
  withWhomOfAll,
  type MailFactLine,
  type MailSource,
  type Voice,
} from './mail-source.ts'
import { askOf, type AskTold } from './told-asks.ts'
import { nameInMail } from './without-links.ts'

/** What differs from kind to kind: how a mail begins, its times, and where it leads. */
export interface MailWords {
  subject: string
  heading: string
  opening: string[]
  /** The times, as this kind tells them. */
  when: MailFactLine[]
  links: MailLinks
  /** True where the reader can still change something, and reads until when. */
  withPolicy: boolean
}

/** How a mail about asking, answering or taking back begins, and where it leads. Pure. */
export function askWords(source: MailSource, kind: AskMailKind, reader: MailReader, voice: Voice): MailWords {
  const ask = askOf(source.delivery.fact)
  const facts = factsOf(source, kind, reader, ask, voice)
  const stays = kind === 'restored' || kind === 'new_time_asked' ? othersStay(untouched(source)) : null
  return {
    subject: askSubject(facts, voice.locale),
    heading: askHeading(facts, voice.locale),
    opening: [...askOpening(facts, voice.locale), ...(stays ? [stays] : [])],
    when: ask ? askedTimes(source, ask, facts, voice) : whenFacts(source, voice),
    links: askLinks(source, kind, reader, ask, voice),
    withPolicy:
      kind === 'restored' || kind === 'guest_left' || (kind === 'expired' && ask?.kind !== 'booking'),
  }
}

function factsOf(
  source: MailSource,
  kind: AskMailKind,
  reader: MailReader,
  ask: AskTold | null,
  voice: Voice,
): AskMailFacts {
  const { booking, delivery, told } = source
  const first = told.sessions[0]!
  const show = (at: Temporal.Instant) => shortWhen(at, voice.zone, voice.locale, booking.now)
  const wanted = firstStart(ask?.wishes ?? [])
  const by = doneBy(delivery, booking, reader)
  return {
    kind,
    reader,
    ask: ask?.kind ?? 'booking',
    action: ask?.action ?? 'book',
    answer: ask?.answer ?? null,
    wasGranted: ask?.wasGranted ?? false,
    // A request is known by the times that were suggested, whatever they are called in the database.
    when: show(
      (told.sessions.length === 1 && kind !== 'answered' ? wantedOf(ask, wanted) : null) ??
        first.session.startsAt,
    ),
    wanted: wanted ? show(wanted) : '',
    times: count(ask?.answer === 'times' ? ask.offered : (ask?.wishes ?? [])),
    withWhom: withWhomOfAll(source, reader, voice),
    told: told.sessions.length,
    sessions: booking.sessions.length,
    eventType: booking.eventType.name,
    business: booking.organization.name,
    customer: customerName(booking),
    by,
    host: primaryHost(first.session).name,
    guest: guestName(delivery.fact.guest),
    at: show(delivery.fact.at),
    until: ask ? show(untilOf(ask)) : '',
    fee: ask ? feeOf(source, ask, voice) : '',
    due: dueOf(source, voice),
    hasBegun: Temporal.Instant.compare(booking.now, first.session.startsAt) >= 0,
    held: booking.eventType.asking.requestsHold,
    paid: told.sessions.some(({ session }) => session.paidMinor > 0n),
    ...keptAgain(source, voice),
  }
}

// As mails name everybody else: what was typed as a name cannot become a link.
function guestName(guest: MailSource['delivery']['fact']['guest']): string {
  return guest ? nameInMail(guest.name) || guest.email : ''
}

function wantedOf(ask: AskTold | null, wanted: Temporal.Instant | null): Temporal.Instant | null {
  return ask?.kind === 'booking' ? wanted : null
}

// An answer that can be used has a time of its own, else it is the time by which there was to be one.
function untilOf(ask: AskTold): Temporal.Instant {
  return ask.payUntil ?? ask.validUntil ?? ask.answerBy
}

/** "£10.00 (2 × £5.00)"; empty where nothing is to be paid. */
function feeOf({ booking }: MailSource, ask: AskTold, { locale }: Voice): string {
  if (ask.feeMinor === 0n) return ''
  const each = money(ask.feeMinor, booking.currency, locale)
  const { length } = ask.sessions
  if (length === 1) return each
  return `${money(ask.feeMinor * BigInt(length), booking.currency, locale)} (${length} \u00D7 ${each})`
}

// What would have gone back, as the fact says it: nothing of it does any more.
function keptAgain(
  { delivery: { fact }, booking }: MailSource,
  { locale }: Voice,
): { back: string; credit: string } {
  if (fact.kind !== 'booking.restored') return { back: '', credit: '' }
  const { refundMinor, creditMinor } = fact.payload as FactPayloads['booking.restored']
  const show = (minor: string) => (BigInt(minor) > 0n ? money(BigInt(minor), booking.currency, locale) : '')
  return { back: show(refundMinor), credit: show(creditMinor) }
}

/** The times of an ask: those that were suggested, or the present ones with what is asked for or offered beside them. */
function askedTimes(source: MailSource, ask: AskTold, facts: AskMailFacts, voice: Voice): MailFactLine[] {
  if (ask.kind === 'booking')
    return ask.sessions.length > 1 || ask.answer === 'approved'
      ? whenFacts(source, voice)
      : choices(source, ask, voice)
  const fee = facts.fee && facts.kind !== 'expired' ? [{ term: askTerms.fee, detail: facts.fee }] : []
  return [...whenFacts(source, voice), ...wishLines(source, ask, voice), ...fee]
}

function choices(source: MailSource, ask: AskTold, voice: Voice): MailFactLine[] {
  const { booking, told } = source
  const entry = told.sessions[0]!
  const starts = ask.wishes[0]?.starts ?? []
  if (starts.length <= 1) return whenFacts(source, voice)
  const isOver = entry.change === 'declined' || ask.answer === 'new_times'
  return starts.map((text, index) => {
    const startsAt = Temporal.Instant.from(text)
    const endsAt = startsAt.add({ minutes: booking.durationMinutes })
    const other = otherClock(source, { ...entry, session: { ...entry.session, startsAt, endsAt } }, voice)
    return {
      term: askTerms.choices[index] ?? mailTerms.when,
      detail: diaryWhen({ startsAt, endsAt }, voice),
      ...(other ? { note: other } : {}),
      weight: isOver ? 'gone' : 'when',
    }
  })
}

function wishLines({ booking }: MailSource, ask: AskTold, { zone, locale }: Voice): MailFactLine[] {
  const line = (term: string) => (wish: WishText) => {
    const { position } = booking.sessions.find(({ id }) => id === wish.session)!
    const times = wish.starts.map((start) =>
      shortWhen(Temporal.Instant.from(start), zone, locale, booking.now),
    )
    const which =
      booking.sessions.length > 1 ? `${term}, ${mailTerms.session(position + 1).toLowerCase()}` : term
    return times.length > 0 ? [{ term: which, detail: times.join('\n') }] : []
  }
  return [
    ...ask.wishes.flatMap(line(ask.answer === 'approved' ? askTerms.approved : askTerms.wanted)),
    // An approved move names its new time once.
    ...(ask.answer === 'approved' ? [] : ask.offered.flatMap(line(askTerms.offered))),
  ]
}

function firstStart(wishes: readonly WishText[]): Temporal.Instant | null {
  const start = wishes[0]?.starts[0]
  return start ? Temporal.Instant.from(start) : null
}

function count(wishes: readonly WishText[]): number {
  return wishes.reduce((sum, { starts }) => sum + starts.length, 0)
}

function untouched({ booking, told }: MailSource): number {
  return booking.sessions.filter(
    ({ id, state }) => state === 'scheduled' && !told.sessions.some((entry) => entry.session.id === id),
  ).length
}
