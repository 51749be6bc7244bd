import { shortWhen } from './dates.ts'
import { spell, type Locale } from './locale.ts'

/** Everything customers read where the team decides on a booking: suggesting times, waiting, and being asked for others. */
export function requestText(locale: Locale) {
  return {
    /** Of one session several times are suggested; a package has one for each of its sessions. */
    suggest: (wanted: number, at: number) =>
      wanted === 1 ? 'Suggest a time' : `Suggest ${wanted} times (${at} of ${wanted})`,
    bestFirst: 'Start with the one you like best.',
    oneEach: 'Suggest one for each session.',
    suggestions: 'Your suggestions',
    takeOut: 'Take out',
    check: (wanted: number) => (wanted === 1 ? 'Check your suggestion' : 'Check your suggestions'),
    back: 'Back to the request',
    replaces: 'They replace the times you suggested before.',
    anything: 'Anything to add?',
    readBy: (lead: string) => `${lead} reads this.`,
    submit: (wanted: number) => (wanted === 1 ? 'Suggest this time' : `Suggest these ${wanted} times`),
    busy: 'Sending\u2026',
    ask: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Ask for ${shortWhen(start, zone, locale, now)}`,
    askOneOf: (times: number) => `Ask for one of these ${times} times`,
    askAll: (times: number) => `Ask for these ${times} times`,
    goneTitle: 'One of these times is gone',
    goneLine: 'Choose another one. The others are kept.',
    fewTitle: (wanted: number) => (wanted === 1 ? 'Choose a time first' : `Choose ${wanted} times first`),
    fewLine: 'Nothing was sent yet.',
    checkAgain: 'Check: suggest these times?',

    requested: 'Requested',
    notYet: (lead: string) => `${lead} has not confirmed yet.`,
    answerBy: (when: string) => `You get an answer by ${when}.`,
    suggestedTimes: 'Times you suggested',
    choice: (index: number) => `${CHOICES[index] ?? 'Another'} choice`,
    session: (index: number) => `Session ${index + 1}`,
    next: 'What happens next',
    picks: (lead: string) => `${lead} confirms one of these times, or asks for others.`,
    confirms: (lead: string) => `${lead} confirms these times, or asks for others.`,
    kept: 'These times are kept for you until then.',
    notKept: 'They are not kept for you: others can book them until then.',
    pays: (amount: string) => `You pay nothing now. Once it is confirmed, you pay ${amount}.`,
    leavesCard: 'You pay nothing now. Once it is confirmed, you leave a card.',
    paysWhere: 'The mail with the answer leads you there, and says until when.',
    cancelAnyTime: 'You can cancel the request at any time, for free.',
    change: 'Change or cancel the request',
    yourRequest: 'Your request',
    suggestOther: 'Suggest other times',
    cancel: 'Cancel the request',
    otherAsked: (lead: string) => `${lead} asks for other times`,
    otherLine: 'None of your times works. Suggest others, or cancel the request.',
    suggestBy: (when: string) => `Suggest them by ${when}; then the request ends.`,
    ended: {
      declined: (name: string) => `${name} declined your request`,
      unanswered: (lead: string) => `${lead} did not answer in time`,
      over: 'Your request has ended',
      canceled: `Your request is ${spell(locale, 'cancelled')}`,
      nothing: 'Nothing is booked, and nothing is to be paid.',
      askAgain: 'Nothing is booked. You can suggest times again, or call.',
      noTimesCame: 'Other times were wanted, and none came in time. Nothing is booked.',
    },
    says: (name: string, words: string) => `${name}: \u201C${words}\u201D`,
  }
}

const CHOICES = ['First', 'Second', 'Third', 'Fourth', 'Fifth']
