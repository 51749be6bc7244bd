import { clockTime, minutesInWords, shortWhen } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** What is said where a cancellation is taken back, where the host cancels or asks for another time, and to guests who leave. */
export function takingBackText(locale: Locale) {
  const cancelled = spell(locale, 'cancelled')
  const clock = (at: Temporal.Instant, zone: string) => clockTime(at, zone, locale)
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    undo: {
      promise: (minutes: number) => `You can undo this for ${minutesInWords(minutes)}.`,
      button: (until: Temporal.Instant, zone: string, sessions: number) =>
        `Undo: put ${sessions === 1 ? 'it' : 'them'} back until ${clock(until, zone)}`,
      kept: 'Until then nobody else can have your time.',
      keptWithMoney: 'Until then nobody else can have your time, and the money waits.',
      busy: 'Putting it back\u2026',
      check: 'Check: put the booking back?',
      checkButton: 'Put it back',
      waits: (until: Temporal.Instant, zone: string) =>
        `It waits until ${clock(until, zone)}, in case you undo.`,
    },
    undone: {
      title: (sessions: number, all: boolean) =>
        all ? 'Your booking is back' : `${count(sessions, 'session is', 'sessions are')} back`,
      same: 'Same time, same people, same price.',
      refundStopped: (minor: bigint, currency: string) =>
        `The refund of ${amount(minor, currency)} is stopped. Your booking is paid as before.`,
      creditBack: (minor: bigint, currency: string) =>
        `The credit of ${amount(minor, currency)} is withdrawn. Your booking is paid as before.`,
      calendar: 'Your calendar follows when you open the new invitation in the mail.',
    },
    tooLate: {
      title: 'It is too late to undo',
      line: (until: Temporal.Instant, zone: string) =>
        `You could undo until ${clock(until, zone)}. The booking stays ${cancelled}.`,
      givenBackTitle: 'Your money went back already',
      givenBackLine: `So this can no longer be undone. The booking stays ${cancelled}.`,
      creditTitle: 'The credit is spent already',
      creditLine: `So the booking stays ${cancelled}. Book another time below.`,
      free: 'Your time is still free',
      freeLine: (when: string) => `${when} can be booked again, as a new booking.`,
      bookAgain: 'Book it again',
      taken: 'Your time is taken',
      nearest: 'Nearest free times',
      none: 'There is no free time near it.',
      all: 'See all free times',
      filled: 'Your details are filled in already.',
      refund: 'Your money',
    },
    hostCanceled: {
      title: (host: string) => `${host} had to cancel`,
      lead: (host: string) => `We are sorry: ${host} cannot keep this time.`,
      forYou: (host: string) => `${host} ${cancelled} it for you.`,
      nearest: 'Choose another time',
      nearestLine: 'One press opens it with your details filled in.',
      nearestFirst: (sessions: number) => `One press picks it as the first of ${sessions} new times.`,
      nearestSeveral: 'Choose new times',
      titleOf: (host: string, positions: readonly number[]) =>
        positions.length === 1
          ? `${host} had to cancel session ${positions[0]! + 1}`
          : `${host} had to cancel ${count(positions.length, 'session', 'sessions')}`,
      leadSeveral: (host: string) => `We are sorry: ${host} cannot keep these times.`,
      back: (minor: bigint, currency: string) => `${amount(minor, currency)} goes back to you.`,
      sessionOff: (position: number) => `Session ${position + 1} is ${cancelled}`,
      insteadOf: (when: string) => `Instead of ${when}`,
      all: 'See all free times',
      none: 'There is no free time near it.',
      money: 'Your money',
      moneyLine: 'All of it goes back, whether you book again or not.',
      moneyPart: 'It goes back whether you book again or not.',
      rebookTitle: (host: string) => `${host} asks you to book another time`,
      rebookLead: 'What you paid goes back. You choose and pay anew.',
      rebookLeadFree: 'Choose whatever suits you.',
      details: `The ${cancelled} booking`,
    },
    newTime: {
      title: (host: string) => `${host} asks you to choose another time`,
      free: 'Moving is free, and nobody else decides about it.',
      paid: 'Moving is free. What you paid stays with the booking.',
      late: 'There is no hurry: this page stays.',
      old: (sessions: number) =>
        sessions === 1 ? 'Your old time is given up.' : 'Your old times are given up.',
      times: 'See available times',
      cancel: 'Cancel for good',
      cancelBack: (minor: bigint, currency: string) =>
        `Cancel for good and get ${amount(minor, currency)} back`,
      reason: (host: string) => `${host} says`,
      keepNot: 'Your old time is given up, so there is none to keep. Choose another one.',
      pick: 'Your old time is given up. The new one is yours once you confirm.',
      untouched: 'Nothing has changed. Choose another time.',
      youWait: 'Waiting for a new time',
    },
    guest: {
      heading: 'Not coming?',
      line: (customer: string) => `You get no more mails about it. ${customer} and the hosts are told.`,
      nobodyElse: 'Nobody else is affected: the booking stays as it is.',
      noWayBack: (customer: string) => `To come after all, ask ${customer} for a new invitation.`,
      button: 'Leave this booking',
      busy: 'Leaving\u2026',
      check: 'Check: leave this booking?',
      leftTitle: 'You have left this booking',
      left: (customer: string) => `${customer} and the hosts know. You get no more mails about it.`,
    },
    noShow: {
      charge: 'No-show fee',
      rule: (business: string) => `${business} charges it when nobody comes.`,
      none: 'Nothing is charged for it.',
      wrong: 'Is this wrong?',
      wrongLine: (business: string) => `Tell ${business} within 14 days. They can take it back.`,
      wrongOver: (business: string) => `More than 14 days have passed. ${business} can still be asked.`,
    },
    when: (at: Temporal.Instant, zone: string, now: Temporal.Instant) => shortWhen(at, zone, locale, now),
  }
}

/** Words of the staff pages that cancel for the host, or ask the customer for another time. */
export function askToMoveWords(locale: Locale) {
  return {
    who: `Who is ${spell(locale, 'cancelling')}?`,
    whoProblem: `Say who is ${spell(locale, 'cancelling')}: nothing is given back yet.`,
    host: 'We are',
    hostNote: 'everything goes back',
    customer: 'The customer asked',
    customerNote: 'you choose what goes back',
    link: 'Ask for another time',
    title: (customer: string) => `Ask ${customer} for another time`,
    lead: 'The time is free at once. The customer chooses another one when it suits them.',
    what: 'What is given up',
    sessions: 'Sessions',
    kind: 'What may they choose?',
    same: 'Another time of the same event type',
    sameHint: 'Free for the customer. What was paid stays with the booking.',
    any: 'Anything on the booking page',
    anyHint: (minor: bigint, currency: string) =>
      minor === 0n
        ? 'This booking ends. They make a new one.'
        : `This booking ends and ${money(minor, currency, locale)} goes back. They pay anew.`,
    noSession: 'Choose at least one session.',
    noKind: 'Choose what they may choose.',
    submit: 'Ask for another time',
    busy: 'Asking\u2026',
    keep: 'Leave it as it is',
    toldSince: (customer: string, at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Waiting for ${customer} to choose another time, since ${shortWhen(at, zone, locale, now)}.`,
    waiting: 'Waiting for a new time',
    follows: 'Follows booking',
    followedBy: 'Followed by booking',
    refusedChanged: 'Somebody changed this booking while the page was open. Nothing was done.',
  }
}
