import { clockTime, longDay, minutesInWords, shortDate, shortWhen } from './dates.ts'
import { spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** How long somebody wants to wait: one day, a week from it, or as far ahead as anything is offered. */
export type SpanInWords = 'day' | 'week' | 'any'

/** "Thu 3 Dec". */
function shortDay(date: Temporal.PlainDate, locale: Locale): string {
  return shortDate(date.toZonedDateTime('UTC').toInstant(), 'UTC', locale)
}

/** "9:40am", with its day when it is not today's. */
export function untilText(
  until: Temporal.Instant,
  zone: string,
  now: Temporal.Instant,
  locale: Locale,
): string {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate()
  return day(until).equals(day(now)) ? clockTime(until, zone, locale) : shortWhen(until, zone, locale, now)
}

/** "Thu 3 Dec", "Thu 3 Dec to Wed 9 Dec"; a span ends before its last instant. */
export function spanText(from: Temporal.Instant, to: Temporal.Instant, zone: string, locale: Locale): string {
  const [first, last] = [shortDate(from, zone, locale), shortDate(to.subtract({ seconds: 1 }), zone, locale)]
  return first === last ? first : `${first} to ${last}`
}

/** Asking for a place in the line: below a full day, where nothing is free at all, and from one's own booking. */
export function joinText(locale: Locale) {
  const day = (date: Temporal.PlainDate) => shortDay(date, locale)
  const when = (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
    shortWhen(start, zone, locale, now)
  return {
    linkForDay: (date: Temporal.PlainDate) => `Join the waiting list for ${day(date)}`,
    link: 'Join the waiting list',
    fullDay: (date: Temporal.PlainDate) => `${longDay(date, locale)} is full`,
    fullDayLine: 'People give times back. We can tell you when one does.',
    waitOrAsk: 'Wait for one, or ask for a time that is not listed:',
    dayFull: (date: Temporal.PlainDate) => `${longDay(date, locale)}, full, waiting list`,
    heading: 'Wait for a time',
    lead: (offerMinutes: number) =>
      `When a time becomes free, we mail you. It is yours alone for ${minutesInWords(offerMinutes)}.`,
    backToTimes: 'All times',
    name: 'Name',
    email: 'E-mail',
    emailHint: 'Your place in the line and every offer go here.',
    nameMissing: 'Write your name.',
    emailMissing: 'Write your e-mail address.',
    span: 'Which days suit you',
    spanOf: (span: SpanInWords, from: Temporal.PlainDate, to: Temporal.PlainDate) =>
      ({
        day: `${day(from)} only`,
        week: `A week, ${day(from)} to ${day(to)}`,
        any: `Any day until ${day(to)}`,
      })[span],
    button: 'Join the waiting list',
    busy: 'Joining\u2026',
    once: 'Check what you wrote, and send it once more',
    onceLine: 'The form came back very fast. Nobody is on the list yet.',
    oldForm: 'This form was open for a long time',
    oldFormLine: 'Nobody is on the list yet. Send it once more.',
    freeNow: 'There are free times now',
    freeNowLine: 'Nobody has to wait for these. Book one, or choose fewer days below.',
    freeNowEarlier: 'Nobody has to wait for these. Move your booking to one of them.',
    freeAt: when,
    allTimes: 'Show all times',
    nothing: 'These days have passed, or are too far ahead',
    nothingLine: 'Choose other days.',
    noEarlier: 'This booking can no longer be moved online',
    noEarlierLine: 'So there is no earlier time to wait for. Call or write instead.',
    tooMany: 'That was asked for very often',
    tooManyLine: (minutes: number) =>
      `Wait ${minutes === 60 ? 'an hour' : minutesInWords(minutes)}, then try again.`,

    earlierHeading: 'Wait for an earlier time',
    earlierLead: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `You have ${when(start, zone, now)}. It stays yours until you take another one.`,
    earlierLine: 'We look for times between now and your appointment.',
    earlierButton: 'Tell me of earlier times',
    earlierLink: 'Earlier please: tell me when a time becomes free',

    joined: 'You are on the waiting list',
    joinedLine: 'A mail with your place and your link is on the way.',
    joinedNext: 'Nothing else is needed. When a time is yours to take, we mail you again.',
    otherTypes: 'All appointments',
  }
}

/** Everything behind the link of somebody who waits. */
export function waitingText(locale: Locale) {
  const until = (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
    untilText(at, zone, now, locale)
  const when = (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
    shortWhen(start, zone, locale, now)
  const sum = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    terms: { what: 'What', days: 'Days', now: 'You have', mail: 'Mail' },
    yourTime: 'The time that is free',
    place: (place: number) => (place === 1 ? 'You are first in line' : `You are ${ordinal(place)} in line`),
    placeLead: 'We mail you as soon as a time is yours to take. Nothing else is needed.',
    howLong: (minutes: number) => `An offer is yours alone for ${minutesInWords(minutes)}.`,
    leave: 'Leave the waiting list',
    leaving: 'Leaving\u2026',
    change: 'Wait for other days',

    offered: 'A time is free for you',
    offeredEarlier: 'An earlier time is free for you',
    yours: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Yours until ${until(at, zone, now)}`,
    nobodyElse: 'Nobody else can book it until then.',
    take: 'Take it',
    takePaying: (minor: bigint, currency: string) => `Take it and pay ${sum(minor, currency)}`,
    takeCard: 'Take it and leave a card',
    taking: 'Taking it\u2026',
    toMove: 'Take it: check and move',
    decline: 'No thanks, keep me on the list',
    declining: 'Passing it on\u2026',
    ifNothing: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `If you do nothing, it goes to the next in line at ${until(at, zone, now)}. You keep your place.`,
    ifNothingEarlier: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `If you do nothing, your booking stays as it is. The time goes on at ${until(at, zone, now)}.`,
    samePrice: 'Same price',
    differenceTerm: 'Difference',
    difference: (minor: bigint, currency: string) => `+${sum(minor, currency)} for moving`,
    form: 'Before you take it',
    phone: 'Phone',
    phoneHint: 'We call this number at the time.',
    phoneMissing: 'Write the phone number we should call.',
    unanswered: (question: string) => `Answer \u201C${question}\u201D.`,

    gone: 'That time is no longer yours',
    goneLine: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `${when(start, zone, now)} was passed on.`,
    goneUntil: (start: Temporal.Instant, at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `${when(start, zone, now)} was yours until ${until(at, zone, now)}. Then it was passed on.`,
    kept: (place: number) =>
      place === 1 ? 'You keep your place: first in line.' : `You keep your place: ${ordinal(place)} in line.`,
    unsure: 'Your payment is still on its way',
    unsureLine: 'We cannot pass the time on until the bank answers. Try again in a few minutes.',

    check: { take: 'Take this time?', decline: 'Pass this time on?', leave: 'Leave the waiting list?' },
    checkLead: 'One more press does it. This keeps mail programs from doing it for you.',

    left: 'You have left the waiting list',
    leftLine: 'We send no more offers for these days.',
    ended: 'Your days have passed',
    endedLine: 'No time became free for you. You can wait for other days.',
    endedPassedOn: 'The time that was free for you was passed on. You can wait for other days.',
    endedEarlier: 'You no longer wait for an earlier time',
    endedEarlierLine: 'Your booking stays as it is.',
    endedCanceled: `Your booking is ${spell(locale, 'cancelled')}, so there is none to bring forward.`,
    bookAgain: 'See free times',
    openBooking: 'See or change your booking',
  }
}

/** The two mails of the waiting list. */
export function waitlistMail(_locale: Locale) {
  return {
    joinedSubject: (eventType: string, span: string) => `Waiting list: ${eventType}, ${span}`,
    joinedHeading: 'You are on the waiting list',
    joinedOpening: (offerMinutes: number) => [
      `When a time becomes free for you, we mail you. It is then yours alone for ${minutesInWords(offerMinutes)}.`,
    ],
    joinedEarlier: (offerMinutes: number) => [
      'Your booking stays as it is until you take an earlier time.',
      `An earlier time is yours alone for ${minutesInWords(offerMinutes)} when one becomes free.`,
    ],
    joinedButton: 'See your place, or leave',
    offeredSubject: (start: string, until: string) => `Free for you until ${until}: ${start}`,
    offeredHeading: 'A time is free for you',
    offeredHeadingEarlier: 'An earlier time is free for you',
    offeredOpening: (until: string) => [
      `It is yours alone until ${until}. If you do nothing, it goes to the next in line.`,
    ],
    offeredEarlier: (until: string) => [
      `It is yours alone until ${until}. If you do nothing, your booking stays as it is.`,
    ],
    offeredButton: 'Look at it and take it',
    terms: {
      what: 'What',
      days: 'Days',
      when: 'When',
      now: 'You have now',
      price: 'Price',
      until: 'Yours until',
    },
    free: 'Free',
    footer: (business: string) => [
      `You get this because your address was put on the waiting list of ${business}.`,
      'If that was not you, open the link and leave.',
    ],
    over: 'they left the waiting list, or the offer was over',
  }
}

/** "2nd", "3rd", "11th". */
function ordinal(number: number): string {
  const rest = number % 100
  const ending = rest > 10 && rest < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${ending}`
}
