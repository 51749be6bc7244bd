import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangePayload } from '#domain/facts/fact.ts'
import { longWhen, shortWhen } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import {
  mailFooter,
  mailHeading,
  mailOpening,
  mailSubject,
  othersStay,
  type MailFactKind,
  type MailReader,
} from '#messages/mail.ts'
import { hostCanceledOpening } from '#messages/mail-asks.ts'
import { askWords, type MailWords } from './ask-words.ts'
import { mailLinks, policyLines, type MailLinks } from './mail-actions.ts'
import { bookingFacts, whenFacts } from './mail-facts.ts'
import { givenBack, moneyLines } from './money-lines.ts'
import {
  customerName,
  doneBy,
  hostsOfAll,
  peopleOfAll,
  readerOf,
  undoableUntil,
  voiceOf,
  withWhomOfAll,
  type MailFactLine,
  type MailSource,
  type Voice,
} from './mail-source.ts'
import { isAboutBooking } from './told.ts'

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
  const { session } = told.sessions[0]!
  const words = isAboutBooking(told.kind)
    ? bookingWords(source, told.kind, reader, voice)
    : askWords(source, told.kind, reader, voice)
  return {
    locale: voice.locale,
    subject: words.subject,
    preview: [...words.opening, longWhen(session.startsAt, session.endsAt, voice.zone, voice.locale)].join(
      ' ',
    ),
    business: booking.organization.name,
    heading: words.heading,
    opening: words.opening,
    facts: [...words.when, ...bookingFacts(source, reader, voice), ...moneyLines(source, voice)],
    links: words.links,
    policy: words.withPolicy && reader === 'customer' ? policyLines(source, voice) : [],
    footer: [
      ...mailFooter(reader, booking.organization.name, words.links.primary !== null),
      contactLine(booking),
    ].filter(Boolean),
  }
}

function bookingWords(source: MailSource, kind: MailFactKind, reader: MailReader, voice: Voice): MailWords {
  const { booking, told } = source
  const { locale } = voice
  const first = told.sessions[0]!
  return {
    subject: mailSubject(
      {
        kind,
        when: shortWhen(first.session.startsAt, voice.zone, locale, booking.now),
        withWhom: withWhomOfAll(source, reader, voice),
        sessions: booking.sessions.length,
        moved: told.sessions.filter(({ change }) => change === 'moved').length,
        canceled: told.sessions.filter(({ change }) => change === 'canceled').length,
        only: told.sessions.length === 1 ? first.session.position + 1 : null,
      },
      locale,
    ),
    heading: mailHeading(
      kind,
      reader,
      { eventType: booking.eventType.name, told: told.sessions.length, sessions: booking.sessions.length },
      locale,
    ),
    opening: openingLines(source, kind, reader, voice),
    when: whenFacts(source, voice),
    links: mailLinks(source, reader, voice),
    withPolicy: true,
  }
}

function openingLines(source: MailSource, kind: MailFactKind, reader: MailReader, voice: Voice): string[] {
  const { delivery, booking, told } = source
  const { locale, zone } = voice
  const by = doneBy(delivery, booking, reader)
  const facts = {
    by,
    at: shortWhen(delivery.fact.at, zone, locale, booking.now),
    hosts: hostsOfAll(told.sessions, locale),
    hostsAreMany: peopleOfAll(told.sessions).length > 1,
    customer: customerName(booking),
    told: told.sessions.length,
    undoUntil: undoableUntil(source, voice),
    approvedBy: delivery.fact.wasRequested && delivery.fact.actor.kind === 'member' ? by.name : '',
  }
  const stays =
    kind === 'link_again' || kind === 'booked'
      ? null
      : othersStay(
          booking.sessions.filter(
            ({ id, state }) =>
              state === 'scheduled' && !told.sessions.some((entry) => entry.session.id === id),
          ).length,
        )
  const opening =
    kind === 'canceled' && reader === 'customer' && facts.by.kind !== 'reader'
      ? hostsOpening(source, facts.by.name, facts.at, voice)
      : mailOpening(kind, reader, facts, locale)
  return [...opening, ...(stays ? [stays] : [])]
}

// The host's own cancellation: the apology, then the money (ux 2.7). What a member did for the customer is none.
function hostsOpening(source: MailSource, who: string, at: string, { locale }: Voice): string[] {
  const { initiative, asksToRebook = false } = source.delivery.fact.payload as ChangePayload
  const byWish = initiative === 'customer'
  return hostCanceledOpening({ who, ...givenBack(source, locale), asksToRebook, byWish, at }, locale)
}

function contactLine({ organization }: Booking): string {
  return [organization.name, organization.contactEmail, organization.contactPhone]
    .filter(Boolean)
    .join(' \u00B7 ')
}
