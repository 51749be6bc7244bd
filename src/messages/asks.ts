import { possessive, shortWhen } from './dates.ts'
import { spell, type Locale } from './locale.ts'

type Action = 'cancel' | 'reschedule'

/** Everything customers read about asking the team for what the policy, or the team, has not allowed yet (ux M5, M17). */
export function askText(locale: Locale) {
  return {
    ...formWords(locale),
    ...answerWords(locale),
    /** On pages where something is blocked. */
    askInstead: (lead: string) => `Ask ${lead} to change it`,
    /** Where canceling is possible and gives nothing back, or costs something. */
    askAboutMoney: (lead: string, paid: boolean) =>
      paid ? `Ask ${lead} to give money back` : `Ask ${lead} to waive the fee`,
    askOthers: (lead: string) => `Ask ${lead} about the others`,
    alreadyAsked: (lead: string) => `See what you asked ${lead}`,

    asked: (lead: string, action: Action) =>
      action === 'cancel' ? `You asked ${lead} to cancel this` : `You asked ${lead} for another time`,
    answerBy: (lead: string, when: string) => `${lead} answers by ${when}.`,
    stays: 'Until then nothing changes, and your booking is yours.',
    yours: 'Yours now',
    askedFor: 'Asked for',
    youWanted: 'You would like',
    noWish: 'Any time that is free',
    sessions: 'Sessions',
    yourWords: 'Your words',
    costs: 'If it is agreed',
    fee: (amount: string) => `You pay ${amount}, and then it is moved.`,
    takeBack: 'Take the question back',
    takingBack: 'Taking it back\u2026',
    tookBack: 'You took your question back',
    tookBackLine: 'Nothing has changed. Your booking is as it was.',
    checkTakeBack: 'Check: take your question back?',
    goneTitle: 'That question is no longer open',
    goneLine: 'It was answered or taken back meanwhile. This is how the booking stands now.',
  }
}

function formWords(locale: Locale) {
  const canceling = spell(locale, 'cancelling')
  return {
    heading: (lead: string, action: Action) =>
      action === 'cancel' ? `Ask ${lead} to cancel it` : `Ask ${lead} for another time`,
    lead: (lead: string, when: string) => `${lead} decides, and answers by ${when}.`,
    back: 'Back to the booking',
    why: (action: Action) => (action === 'cancel' ? `Reason for ${canceling}` : 'Reason for moving'),
    required: '*',
    optional: '(optional)',
    readBy: (lead: string) => `${lead} reads this. Please leave out medical details.`,
    missing: (lead: string) => `Tell ${lead} why you ask`,
    tooLong: (longest: number, length: number) => `Shorten this to ${longest} characters. It has ${length}.`,
    problem: 'One thing needs an answer',
    times: 'Times you would like',
    timesOf: (session: string) => `Times you would like instead of ${session}`,
    timesHint: (zone: string) => `On the clock in ${zone}.`,
    first: 'First choice',
    second: 'Second choice',
    noPreference: 'No preference',
    noTimes: 'There are no free times in the next weeks. Write what would suit you.',
    wishGone: 'Choose from the times in the list',
    which: 'Which sessions?',
    whichMissing: 'Choose at least one session',
    next: 'Go on',
    submit: (lead: string) => `Ask ${lead}`,
    submitMove: (lead: string, start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Ask ${lead} for ${shortWhen(start, zone, locale, now)}`,
    moveDecided: (lead: string) => `${lead} decides on new times. Yours stays until you hear.`,
    asking: 'Asking\u2026',
    instead: { cancel: 'Ask to move it instead', reschedule: 'Ask to cancel it instead' },
    checkAsk: (lead: string) => `Check: ask ${lead}?`,
  }
}

function answerWords(locale: Locale) {
  const cancelled = spell(locale, 'cancelled')
  return {
    grantedFree: (action: Action) => `You can ${action === 'cancel' ? 'cancel' : 'move it'} for free`,
    grantedFee: (action: Action, amount: string) =>
      `You can ${action === 'cancel' ? 'cancel' : 'move it'} for ${amount}`,
    grantedFeeEach: (action: Action, amount: string) =>
      `You can ${action === 'cancel' ? 'cancel' : 'move'} for ${amount} a session`,
    offered: (name: string) => `${name} offers you other times`,
    agreed: (name: string, when: string) => `${name} agreed to ${when}`,
    payFirst: (amount: string) => `Pay ${amount}, and it is yours.`,
    holdsUntil: (name: string, when: string) => `That is ${possessive(name)} answer. It holds until ${when}.`,
    chooseTime: 'Choose a new time',
    checkTimes: 'Check the new times',
    cancelNow: 'Cancel it now',
    askAgain: 'Ask for something else',
    moveTo: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Move to ${shortWhen(start, zone, locale, now)}`,
    declined: (name: string) => `${name} could not allow it`,
    declinedLine: (action: Action) =>
      action === 'cancel'
        ? `You had asked for it to be ${cancelled}. Your booking stays as it is.`
        : 'You had asked for another time. Your booking stays as it is.',
    expired: (lead: string) => `${lead} did not answer in time`,
    expiredLine: 'Your booking stays as it is. Call, write, or ask again.',
    unused: 'That permission has run out',
    unusedLine: 'It was not used in time. Your booking stays as it is.',
    says: (name: string, words: string) => `${name}: \u201C${words}\u201D`,
  }
}
