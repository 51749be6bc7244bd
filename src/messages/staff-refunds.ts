import { clockTime } from './dates.ts'
import { count, type Locale } from './locale.ts'
import { money } from './money.ts'

/** Words of the queue of refunds. */
export function refundWords(locale: Locale) {
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    title: 'Refunds',
    lead: 'Money that was promised back, and what still has to be done about it.',
    list: 'Refunds in this view',
    keys: ['J and K walk', 'X chooses', 'A goes to Approve', 'R goes to Reject'],
    filters: 'Which refunds',
    views: 'Views',
    waiting: 'Waiting for you',
    handBack: 'To hand back',
    all: 'All',
    state: 'State',
    anyState: 'Any state',
    show: 'Show',
    pages: 'Pages',
    first: 'Beginning',
    next: 'More',
    none: 'No refund is waiting',
    noneLine: 'Refunds that need somebody stand here, the oldest first.',
    noneFound: 'No refunds in this view',
    noneFoundLine: 'Choose another state above.',
    name: (minor: bigint, currency: string, customer: string) => `${amount(minor, currency)} for ${customer}`,
    choose: (minor: bigint, currency: string, customer: string) =>
      `Choose ${amount(minor, currency)} for ${customer}`,
    booking: (reference: string) => `Booking ${reference}`,
    age: 'Asked for',
    ago: (span: string) => `${span} ago`,
    now: 'Just now',
    why: 'Why',
    paidBy: (method: string) => `It was paid by ${method.charAt(0).toLowerCase()}${method.slice(1)}`,
    way: 'Goes back',
    causes: {
      policy: 'The policy gives it back',
      member: 'A team member asked for it',
      late_payment: 'The payment came after its time was gone',
      balance: 'More was paid than is asked',
    } as Record<string, string>,
    askedBy: (name: string) => `${name} asked for it`,
    approvedBy: 'Approved by',
    policyVersion: (version: number, sentence: string) => `Version ${version}: ${sentence}`,
    said: (text: string) => `\u201C${text}\u201D`,
    reference: 'Reference',
    problem: 'What went wrong',
    failures: {
      never_arrived: 'The provider never heard of it. Nothing was paid back.',
      payment_disputed: 'The payment is disputed at the bank. Nothing may go back.',
      provider_not_connected: 'The provider is not connected any more.',
      given_back_at_provider: 'It was given back in the provider\u2019s own console.',
      amount_differs: 'The provider gave back another amount.',
      undone: 'The customer took the cancellation back. Nothing was paid back.',
    } as Record<string, string>,
    failedLater: 'The customer does not have the money. Try again, or settle it another way.',
    ownLimit: (limit: bigint, currency: string) =>
      limit === 0n
        ? 'You asked for it, so somebody else approves it.'
        : `You asked for it. Above ${amount(limit, currency)}, somebody else approves it.`,
    disputed: 'The payment is disputed at the bank.',
    waits: (until: Temporal.Instant, zone: string) =>
      `It waits until ${clockTime(until, zone, locale)}: the customer can still undo.`,
    notYours: 'Your role does not include approving refunds.',
    approve: (minor: bigint, currency: string) => `Approve ${amount(minor, currency)}`,
    approving: 'Approving\u2026',
    saving: 'Saving\u2026',
    more: 'Lower or reject',
    rejectOnly: 'Reject',
    lower: 'Lower to',
    lowerSubmit: 'Lower the amount',
    rejectReason: 'Reason for rejecting',
    rejectHint: 'Your team can read it.',
    reject: (minor: bigint, currency: string) => `Reject ${amount(minor, currency)}`,
    paidBack: 'Reference of the payment back',
    paidBackHint: 'Of the transfer or receipt under which you handed it back.',
    markPaidBack: (minor: bigint, currency: string) => `Mark ${amount(minor, currency)} as paid back`,
    retry: (minor: bigint, currency: string) => `Try ${amount(minor, currency)} again`,
    askAgain: 'Ask the provider now',
    noteSeen: 'Settled another way',
    chosen: 'Approve the chosen refunds',
    chooseSome: 'Choose at least one refund first.',
    outcomes: 'What became of them',
    outcome: {
      approve: 'Approved',
      change: 'Lowered. It still waits for approval',
      reject: 'Rejected',
      paid_back: 'Marked as paid back',
      retry: 'Tried again',
      ask_again: 'The provider is asked',
      note_seen: 'Nothing more to do',
    } as Record<string, string>,
    line: (what: string, outcome: string) => `${what}: ${outcome}`,
    doneMany: (number: number) => `${count(number, 'refund is', 'refunds are')} approved.`,
    partly: (done: number, all: number) => `${done} of ${all} refunds are approved.`,
  }
}

/** How long ago something was, in its largest unit. */
export function ageInWords(from: Temporal.Instant, to: Temporal.Instant): string | null {
  const minutes = Math.floor(from.until(to).total('minutes'))
  if (minutes < 1) return null
  if (minutes < 60) return count(minutes, 'minute', 'minutes')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? count(hours, 'hour', 'hours') : count(Math.floor(hours / 24), 'day', 'days')
}
