import type { Locale } from './locale.ts'

/** Words of an event type's settings about requests, questions and waiting. */
export function askingWords(_locale: Locale) {
  return {
    heading: 'Asking',
    approval: 'A new booking',
    approvals: { automatic: 'Is made at once', request: 'Waits for the team' },
    approvalHints: {
      automatic: 'Customers pick a free time, and it is theirs.',
      request: 'Customers suggest times, and one of you picks one. The same goes for moving.',
    },
    suggested: 'Times to suggest',
    suggestedHint: 'From 1 to 5, liked best first. A package has one for each session.',
    keepsFree: 'Keep suggested times free',
    keepsFreeHint: 'On: nobody else gets them until there is an answer.',
    answerWithin: 'Answer within',
    answerWithinHint: 'A question that nobody answers by then ends, and the customer is told.',
    waitlist: 'Waiting list',
    waitlistHint: 'On: people can wait for a day that is full, or for an earlier time.',
    offer: 'An offered time is kept for',
    offerHint: 'Then it is offered to the next in line.',
  }
}
