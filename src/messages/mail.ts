import { deadline, minutesInWords } from './dates.ts'
import { count, listOf, spell, type Locale } from './locale.ts'

/** What a mail tells. */
export type MailFactKind = 'booked' | 'moved' | 'canceled' | 'changed' | 'link_again'

/** How a mail speaks: to the one who booked, to a guest of theirs, or to the team. */
export type MailReader = 'customer' | 'guest' | 'team'

/** Who did it, as far as words need it. */
export interface DoneBy {
  kind: 'reader' | 'customer' | 'member' | 'business'
  name: string
}

export interface SubjectFacts {
  kind: MailFactKind
  /** "Thu 3 Dec, 2:30pm", of the first session the mail speaks of. */
  when: string
  /** "Dana", "Dana and 2 others". */
  withWhom: string
  /** Sessions of the whole booking, and how many of them moved and were canceled. */
  sessions: number
  moved: number
  canceled: number
  /** "session 2", when one session of several is meant. */
  only: number | null
}

/** The subject carries the fact first: "Cancelled: Thu 3 Dec, 2:30pm with Dana". */
export function mailSubject(facts: SubjectFacts, locale: Locale): string {
  const { kind, when, withWhom, sessions, moved, canceled, only } = facts
  const with_ = `with ${withWhom}`
  if (kind === 'link_again') return `Your link: ${when} ${with_}`
  if (sessions === 1) return `${mailVerb(kind, locale)}: ${when} ${with_}`
  const of = (some: number) =>
    some === sessions ? count(some, 'session', 'sessions') : `${some} of ${sessions} sessions`
  if (kind === 'booked') return `${mailVerb(kind, locale)}: ${of(sessions)} from ${when} ${with_}`
  if (kind === 'changed')
    return `Changed: ${moved} moved, ${canceled} ${spell(locale, 'cancelled')} of ${of(sessions)} ${with_}`
  if (only !== null)
    return `${mailVerb(kind, locale)}: session ${only}${kind === 'moved' ? ' to' : ','} ${when} ${with_}`
  return `${mailVerb(kind, locale)}: ${of(moved + canceled)} ${with_}`
}

function mailVerb(kind: Exclude<MailFactKind, 'link_again'>, locale: Locale): string {
  return { booked: 'Booked', moved: 'Moved', canceled: spell(locale, 'Cancelled'), changed: 'Changed' }[kind]
}

/** "Dana", "Dana and 2 others". */
export function hostsInShort(primary: string, others: number): string {
  return others === 0 ? primary : `${primary} and ${count(others, 'other', 'others')}`
}

/** The first line of the mail itself. */
export function mailHeading(
  kind: MailFactKind,
  reader: MailReader,
  facts: { eventType: string; told: number; sessions: number },
  locale: Locale,
): string {
  const { eventType, told, sessions } = facts
  const canceled = spell(locale, 'cancelled')
  if (kind === 'link_again') return 'Your link to this booking'
  if (told < sessions && kind !== 'booked') {
    const some = `${told} of ${sessions} sessions`
    const is = told === 1 ? 'is' : 'are'
    return {
      moved: `${some} ${told === 1 ? 'has' : 'have'} a new time`,
      canceled: `${some} ${is} ${canceled}`,
      changed: `${some} have changed`,
    }[kind]
  }
  if (reader === 'customer') {
    return {
      booked: 'You are booked',
      moved: 'Your booking has a new time',
      canceled: `Your booking is ${canceled}`,
      changed: 'Your sessions have changed',
    }[kind]
  }
  return {
    booked: `${eventType} is booked`,
    moved: `${eventType} has a new time`,
    canceled: `${eventType} is ${canceled}`,
    changed: `${eventType} has changed`,
  }[kind]
}

/** What happened and who did it, in a sentence or two. `at` is a clock time the reader knows. */
export function mailOpening(
  kind: MailFactKind,
  reader: MailReader,
  facts: {
    by: DoneBy
    at: string
    hosts: string
    hostsAreMany: boolean
    customer: string
    told: number
    /** Until when the customer can take it back; empty where they cannot. */
    undoUntil: string
    /** Who said yes to what was asked for first; empty where nobody had to. */
    approvedBy: string
  },
  locale: Locale,
): string[] {
  const { by, at, hosts, hostsAreMany, customer, told, undoUntil, approvedBy } = facts
  const canceled = spell(locale, 'cancelled')
  const it = told === 1 ? 'it' : 'them'
  if (kind === 'link_again') return ['This link opens your booking without a sign-in. Keep it to yourself.']
  if (kind === 'booked') {
    const expected = `${hosts} ${hostsAreMany ? 'expect' : 'expects'} you.`
    if (reader === 'customer') return [approvedBy ? `${approvedBy} approved it. ${expected}` : expected]
    if (reader === 'guest') return [`${customer} invited you.`]
    return [approvedBy ? `${approvedBy} approved it on ${at}.` : `${customer} booked it on ${at}.`]
  }
  if (reader === 'guest')
    return [
      kind === 'canceled' ? `${told === 1 ? 'It' : 'They'} will not take place.` : 'See below what is new.',
    ]
  const who = by.kind === 'reader' ? 'You' : by.name
  if (kind === 'canceled' && reader === 'customer' && by.kind !== 'reader')
    return [`${who} had to cancel. We are sorry.`]
  const did = { moved: 'moved', canceled, changed: 'changed' }[kind]
  const free = undoUntil
    ? `They can undo it until ${undoUntil}; then the time is free.`
    : 'The time is free again.'
  const freed = kind === 'canceled' && reader === 'team' ? [free] : []
  return [[`${who} ${did} ${it} on ${at}.`, ...freed].join(' ')]
}

/** Words beside the facts of a mail. */
export const mailTerms = {
  when: 'When',
  was: 'Was',
  zone: 'Times in',
  what: 'What',
  withWhom: 'With',
  customer: 'Booked by',
  panel: 'Hosts',
  where: 'Where',
  guests: 'Guests',
  price: 'Price',
  reason: 'Reason',
  reference: 'Reference',
  session: (number: number) => `Session ${number}`,
}

/** What stands beside one session of several. */
export function sessionNote(
  change: 'booked' | 'moved' | 'canceled',
  wasWhen: string | null,
  locale: Locale,
): string | null {
  if (change === 'canceled') return spell(locale, 'Cancelled')
  return change === 'moved' && wasWhen ? `Was ${wasWhen}` : null
}

/** "The other 2 sessions stay as they are." Null when there is none. */
export function othersStay(others: number): string | null {
  if (others === 0) return null
  return others === 1 ? 'The other session stays as it is.' : `The other ${others} sessions stay as they are.`
}

/** Buttons and links. */
export const mailActions = {
  view: 'View booking',
  open: 'Open booking',
  reschedule: 'Reschedule',
  cancel: 'Cancel',
  keep: 'Keep',
  bookAgain: 'Book another time',
}

/** Where the session takes place. */
export function placeInWords(kind: string, detail: string, reader: MailReader): string {
  if (kind === 'phone') return detail || 'By phone'
  if (kind === 'video') return detail || 'Video call'
  if (kind === 'customer_place')
    return detail || (reader === 'customer' ? 'At your place' : 'At the customer\u2019s place')
  return detail
}

/** "Panel interview, 30 minutes". */
export function eventInWords(name: string, durationMinutes: number): string {
  return `${name}, ${minutesInWords(durationMinutes)}`
}

/** "Dana (Hiring manager), Omar (Engineering) and Wei". */
export function peopleWithRoles(people: { name: string; role: string }[], locale: Locale): string {
  return listOf(
    people.map(({ name, role }) => (role ? `${name} (${role})` : name)),
    locale,
  )
}

/** "With Omar and Wei", beside one session of several. */
export function withPeople(names: string[], locale: Locale): string {
  return `With ${listOf(names, locale)}`
}

/** Until when the customer may act, where that is before the start. */
export function changesUntil(
  until: { cancel: Temporal.Instant | null; move: Temporal.Instant | null },
  readerZone: string,
  host: { name: string; zone: string },
  now: Temporal.Instant,
  locale: Locale,
): string[] {
  const line = (act: string, at: Temporal.Instant) =>
    `You can ${act} until ${deadline(at, readerZone, host, locale, now)}.`
  const { cancel, move } = until
  if (cancel && move && Temporal.Instant.compare(cancel, move) === 0) return [line('cancel or move', cancel)]
  return [...(cancel ? [line('cancel', cancel)] : []), ...(move ? [line('move', move)] : [])]
}

/** When nothing can be changed online any more. */
export function changesClosed(contact: boolean): string {
  return `Online changes are closed for this booking.${contact ? ' Reach us as written below.' : ''}`
}

/** Why this mail came, and what its link can do. */
export function mailFooter(reader: MailReader, business: string, withLink: boolean): string[] {
  const why = {
    customer: `You get this mail because you booked with ${business}.`,
    guest: `You get this mail because you are a guest of a booking with ${business}.`,
    team: `You get this mail because you work with ${business}. The link asks you to sign in.`,
  }[reader]
  return withLink && reader !== 'team'
    ? [why, 'Its links open this booking without a sign-in, so keep them to yourself.']
    : [why]
}

/** The title in a calendar. */
export function calendarTitle(eventType: string, withWhom: string): string {
  return `${eventType} with ${withWhom}`
}

/** What a calendar shows beside the time. `link` opens the booking. */
export function calendarNotes(
  reader: MailReader,
  facts: { business: string; people: string; reference: string; link: string | null },
): string {
  const lines = [
    `${facts.business}, reference ${facts.reference}`,
    `With ${facts.people}`,
    ...(facts.link
      ? [
          '',
          reader === 'customer' ? `Reschedule, cancel or keep: ${facts.link}` : `View booking: ${facts.link}`,
        ]
      : []),
  ]
  return lines.join('\n')
}

/** What the outbox says about a mail that did not leave. */
export const deliveryDetails = {
  noMailServer: 'not sent: no mail server configured',
  allCanceled: 'the sessions were canceled before this was sent',
  notCanceled: 'the sessions take place after all',
  bookingGone: 'the booking no longer exists',
  partly: (refused: { address: string; answer: string }[]) =>
    `not accepted for ${refused.map(({ address, answer }) => `${address} (${answer})`).join(', ')}`,
  trying: (answer: string) => `will be tried again: ${answer}`,
  gaveUp: (attempts: number, answer: string) =>
    `given up after ${count(attempts, 'attempt', 'attempts')}: ${answer}`,
  refused: (answer: string) => `refused: ${answer}`,
  endpointOff: 'the address was switched off before this was sent',
  endpointGone: 'the address was removed before this was sent',
  heldBack: 'given up: events of this booking before this one were not taken',
}
