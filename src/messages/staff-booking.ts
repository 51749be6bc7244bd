import { clockTime, minutesInWords, shortDate, shortWhen } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'
import { money } from './money.ts'
import { statusWord } from './staff-activity.ts'

/** Words of one booking's page and of its cards. */
export function bookingWords(locale: Locale) {
  return {
    back: 'Activity',
    title: (customer: string, eventType: string) => `${customer}, ${eventType}`,
    lastChange: (what: string, at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `${what}, ${shortWhen(at, zone, locale, now)}.`,
    actions: 'What you can do',
    booking: 'Booking',
    people: 'People',
    messages: 'Messages',
    history: 'History',
    historyHint: (zone: string) => `Newest first. Times are in ${zone}.`,
    when: 'When',
    place: 'Place',
    length: 'Length',
    lengthValue: (minutes: number) => minutesInWords(minutes),
    reference: 'Reference',
    page: 'Booked on',
    policy: 'Policy',
    policyValue: (version: number) => `Version ${version}, as agreed at booking`,
    reason: 'Reason given',
    created: 'Booked',
    updated: 'Changed',
    id: 'ID',
    session: (position: number, total: number) => `Session ${position} of ${total}`,
    confirmed: 'The customer said they will be there.',
    confirmedShort: 'will be there',
    customer: 'Customer',
    guest: 'Guest',
    lead: 'Lead',
    panelist: 'Panelist',
    host: 'Host',
    resource: 'Resource',
    noMessages: 'Nobody was told of this booking yet.',
    messagesCaption: 'Messages about this booking',
    moreMessages: (messages: number) => count(messages, 'more message', 'more messages'),
    messageFor: 'For',
    messageAbout: 'About',
    messageState: 'State',
    messageWhen: 'When',
    places: {
      in_person: 'In person',
      phone: 'By phone',
      video: 'By video',
      customer_place: 'At the customer\u2019s place',
    } as Record<string, string>,
    cancel: 'Cancel the booking',
    cancelSome: 'Cancel sessions',
    move: 'Move the booking',
    moveSome: 'Move sessions',
    moveTicked: 'Move the ticked ones',
    cancelTicked: 'Cancel the ticked ones',
    markSessions: 'Missed, or could not be done',
    noShow: 'Mark as no-show',
    revertNoShow: 'Take back the no-show',
    failed: 'Could not be done',
    revertFailed: 'It was done after all',
    saving: 'Saving\u2026',
    newLink: 'Send a new link',
    newLinkHint: 'The customer gets a mail with a new link. The old one stops working.',
    sending: 'Sending\u2026',
    next: {
      undelivered: (number: number) =>
        `${count(number, 'message has', 'messages have')} not reached anybody yet.`,
      undeliveredLink: 'See the messages',
      fee: 'A fee waits for a decision.',
      payment: 'A payment waits for approval.',
      back: (minor: bigint, currency: string) =>
        `${money(minor, currency, locale)} is left and belongs to the customer.`,
      moneyLink: 'See the money',
      didTheyCome: 'The start has passed. If nobody came, mark it as a no-show.',
      nothing: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
        `Nothing to do until ${shortDate(at, zone, locale, now)}, ${clockTime(at, zone, locale)}.`,
      over: 'Nothing is left to do.',
    },
  }
}

/** Why a control is not possible now; `state` is the session's. */
export function whyNotPossible(
  action: 'cancel' | 'reschedule' | 'no_show',
  code: string,
  state: string | null,
  locale: Locale,
): string {
  if (code === 'not_permitted') return 'Your role does not include this.'
  if (code === 'too_early') return 'Possible once the start has passed.'
  const now = state ? statusWord(state as Parameters<typeof statusWord>[0], locale).toLowerCase() : ''
  if (state === 'canceled' && action === 'cancel') return `It is ${now} already.`
  return now ? `Not possible: it is ${now}.` : 'Not possible now.'
}

/** Words of the history. */
export function timelineWords(locale: Locale) {
  const when = (at: Temporal.Instant, zone: string, now: Temporal.Instant) => shortWhen(at, zone, locale, now)
  return {
    channel: (channel: string, keyName: string | null): string =>
      ({
        mail_link: 'with the link from the mail',
        booking_page: 'on the booking page',
        staff_page: 'on the staff pages',
        api: keyName === null ? 'through the API' : `through the API (${keyName})`,
        seed: 'in the sample world',
        system: '',
      })[channel] ?? channel,
    moved: (from: Temporal.Instant, to: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `From ${when(from, zone, now)} to ${when(to, zone, now)}.`,
    canceled: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `${spell(locale, 'Cancelled')}: ${when(start, zone, now)}.`,
    scheduled: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `For ${when(start, zone, now)}.`,
    reason: (text: string) => `\u201C${text}\u201D`,
    erased: 'The words that came with it were erased.',
    overridden: 'The policy would have refused the customer.',
    customerNotTold: 'The customer was not told.',
    policy: (version: number) => `Policy version ${version}`,
    quote: (id: string) => `Quote ${id.slice(0, 8)}`,
    revision: (revision: number) => `Revision ${revision}`,
    refused: (action: string) => (action === 'cancel' ? 'Tried to cancel.' : 'Tried to move it.'),
    closedAt: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Online changes had closed ${when(at, zone, now)}.`,
    feeDecided: (kind: string, decision: string) => {
      const fees: Record<string, string> = {
        cancellation: `${spell(locale, 'Cancellation')} fee`,
        call_out: 'Call-out fee',
        no_show: 'No-show fee',
      }
      const became: Record<string, string> = {
        accepted: 'added as set',
        changed: 'added with another amount',
        skipped: 'not added',
      }
      return `${fees[kind] ?? kind}: ${became[decision] ?? decision}.`
    },
    cameBack: 'The money came back after it had been paid back.',
    raw: 'Raw entry',
  }
}
