/** Words beside the facts of such a mail. */
export const askTerms = {
  /** "First choice" and on. */
  choices: ['First choice', 'Second choice', 'Third choice', 'Fourth choice', 'Fifth choice'],
  wanted: 'Asked for',
  offered: 'Offered',
  fee: 'Fee',
  approved: 'Approved',
}

/** Buttons and links. */
export const askActions = {
  viewRequest: 'View the request',
  suggest: 'Suggest other times',
  cancelRequest: 'Cancel the request',
  answer: (customer: string) => `Answer ${customer}`,
  pay: (due: string) => (due ? `Pay ${due} and book` : 'Leave a card and book'),
  move: 'Choose a new time',
  moveTo: (when: string, fee: string) => (fee ? `Pay ${fee} and move to ${when}` : `Move to ${when}`),
  cancel: 'Cancel the booking',
  cancelForGood: 'Cancel for good',
  undo: (until: string) => `Undo until ${until}`,
  ofSession: (number: number, label: string) => `Session ${number}: ${label}`,
  offered: 'Times you can take:',
  nearest: 'Nearest free times now:',
  chooseAnything: 'Choose another time',
}

/** What the outbox says about a mail of these that did not leave. */
export const askDeliveryDetails = {
  settled: 'the question was settled before this was sent',
  usedUp: 'the answer was used, or ran out, before this was sent',
  changedSince: 'the booking changed before this was sent',
  neverCanceled: 'the cancellation had not been told, so there is nothing to take back',
}
