import { shortWhen } from './dates.ts'
import { count, listOf, type Locale } from './locale.ts'
import { money } from './money.ts'
import { closedSince } from './policy.ts'

type Kind = 'booking' | 'move' | 'exception'
type Action = 'book' | 'cancel' | 'reschedule'

/** What the team reads where customers ask, and where it answers. */
export function staffAskWords(locale: Locale) {
  return {
    ...answeringWords(locale),
    title: 'Questions',
    lead: 'What customers ask you. What must be answered first stands first.',
    none: 'Nobody is waiting for an answer',
    noneLine: 'Suggested times, new times and wishes that the policy does not allow stand here.',
    list: 'Waiting for an answer',
    /** "Cleo suggests 3 times", for a heading. */
    asks: (name: string, kind: Kind, action: Action, times: number) =>
      kind === 'booking'
        ? `${name} suggests ${count(times, 'time', 'times')}`
        : kind === 'move'
          ? `${name} asks for another time`
          : action === 'cancel'
            ? `${name} asks to cancel`
            : `${name} asks to move`,
    answer: 'Answer',
    answerBy: 'Answer by',
    left: (span: string) => `${span} left`,
    about: 'About',
    now: 'Booked for',
    wanted: 'Would like',
    anyTime: 'Any free time',
    said: 'In their words',
    quote: (text: string) => `\u201C${text}\u201D`,
    booking: (reference: string) => `Booking ${reference}`,
    doneTitle: (name: string, answer: string) => `${name} was told: ${answer}`,
    answered: {
      approved: 'approved',
      free: 'allowed for free',
      fee: 'allowed for a fee',
      times: 'other times offered',
      new_times: 'other times wanted',
      no: 'declined',
    },
    openBooking: 'Open the booking',
    notPaid: (name: string) => `You said yes, and ${name} has not paid yet`,
    keptUntil: 'The time is kept until',
    toTakeBack: 'Take it back\u2026',
    takeBack: 'Take the approval back',
    takeBackLine: 'The time is free again, and they are told that you declined.',
    unsureTitle: 'They may be paying right now',
    unsureLine: 'Nothing was changed. Try again in a few minutes.',
    first: 'Beginning',
    next: 'More',
    pages: 'Pages',
  }
}

function answeringWords(locale: Locale) {
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    backToQueue: 'All questions',
    policy: 'The policy says',
    whyAsked: 'Why they ask',
    why: {
      closed: (
        action: 'cancel' | 'reschedule',
        at: Temporal.Instant,
        notice: number,
        zone: string,
        now: Temporal.Instant,
      ) => closedSince(action, at, notice, zone, now, locale),
      never: 'The policy does not allow it online.',
      limit: 'It was moved as often as the policy allows.',
      off: 'It is switched off for everybody.',
      money: 'They can, but would get nothing back.',
      approval: 'Your team decides on new times of this booking.',
    },
    paid: 'Paid',
    price: 'Price',
    payFirst: (amount: string) => `Once you approve, they pay ${amount}, and then it is booked.`,
    free: 'free',
    busy: (names: readonly string[]) =>
      `taken: ${listOf(names, locale)} ${names.length === 1 ? 'is' : 'are'} busy`,
    taken: 'taken',
    past: 'in the past',
    outside: 'outside working hours',
    words: (name: string) => `Your words to ${name}`,
    optional: '(optional)',
    wordsHint: 'They go along, whatever you answer.',
    chooseTime: 'Pick the time',
    approve: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Approve ${shortWhen(start, zone, locale, now)}`,
    approveAll: (times: number) => `Approve all ${times} times`,
    agree: 'Agree to the new time',
    agreeMany: 'Agree to the new times',
    agreeFee: (fee: string) => `They pay ${fee} first.`,
    choice: (index: number) =>
      `${['First', 'Second', 'Third', 'Fourth', 'Fifth'][index] ?? 'Another'} choice`,
    session: (index: number) => `Session ${index + 1}`,
    otherwise: 'Or',
    newTimes: 'Ask for other times',
    newTimesHint: {
      booking: 'They suggest again, and you decide again.',
      move: 'They keep their time, and can ask for another.',
    },
    decline: { booking: 'Decline the request', move: 'Decline', exception: 'Decline' },
    declineHint: {
      booking: 'The request ends.',
      move: 'The booking stays as it is.',
      exception: 'The booking stays as it is.',
    },
    allow: 'Allow it',
    allowFree: 'Allow, free',
    allowFee: 'Allow with this fee',
    fee: 'Fee',
    feeEach: 'Fee for each session',
    feeHint: (minor: bigint, currency: string) => `The policy would have charged ${amount(minor, currency)}.`,
    feeHintNone: 'The policy names no fee.',
    offer: 'Offer times',
    offerUpTo: (most: number) => `Up to ${most} times`,
    offerHint: 'Only these can be chosen then, for free.',
    offerSubmit: 'Offer these times',
    offerTime: (index: number) => `Time ${index + 1}`,
    noTime: 'None',
    wishAt: (when: string, state: string) => `${when} (wanted, ${state})`,
    sending: 'Sending\u2026',
    over: {
      open: '',
      granted: 'This is answered',
      done: 'This is answered',
      declined: 'This is answered',
      withdrawn: 'They took the question back',
      expired: 'This question has run out',
    },
    overBy: (name: string, answer: string, when: string) => `${name} answered ${when}: ${answer}.`,
    overLine: 'There is nothing to answer any more.',
    problems: {
      feeMissing: 'Write the fee as a number, such as 5.00.',
      feeTooMuch: (most: string) => `Write a fee of ${most} or less.`,
      timesMissing: 'Choose at least one time to offer.',
      tooLong: (longest: number) => `Shorten your words to ${longest} characters.`,
      wrong: 'Choose one of the answers on this page.',
    },
    goneTitle: 'That time has just been taken',
    goneLine: 'Nothing was answered. Below is what is free now.',
  }
}
