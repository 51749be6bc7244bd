import { clockTime, shortWhen } from './dates.ts'
import { spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** Words of the money card on a booking's page, and of the pages that it leads to. */
export function moneyWords(locale: Locale) {
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    card: 'Money',
    free: 'This booking costs nothing.',
    shown: (minor: bigint, currency: string) =>
      `The price of ${amount(minor, currency)} is only shown. Nothing is collected here.`,
    held: (until: Temporal.Instant, zone: string, minor: bigint, currency: string) =>
      minor > 0n
        ? `The times are held until ${clockTime(until, zone, locale)}. The booking is made once ${amount(minor, currency)} is paid.`
        : `The times are held until ${clockTime(until, zone, locale)}. The booking is made once a card is left.`,
    otherPapers: 'Other papers',
    total: 'Total',
    deposit: 'Deposit agreed',
    paid: 'Paid',
    refunded: 'Refunded',
    refundedNote: 'Promised or paid back',
    credited: 'Given as credit',
    balance: 'Balance',
    owes: 'The customer owes this',
    getsBack: 'The customer gets this back',
    settled: 'Nothing is open',
    lines: 'Lines of the invoice',
    line: 'Line',
    amount: 'Amount',
    noLonger: (minor: bigint, currency: string) => `was ${amount(minor, currency)}`,
    payments: 'Payments',
    date: 'Date',
    method: 'Method',
    state: 'State',
    refunds: 'Refunds',
    way: 'Way',
    recordedBy: (name: string) => `Written down by ${name}`,
    decidedBy: (name: string) => `decided by ${name}`,
    requestedBy: (name: string) => `asked for by ${name}`,
    approvedBy: (name: string) => `approved by ${name}`,
    reference: (text: string) => `Reference ${text}`,
    reason: (text: string) => `\u201C${text}\u201D`,
    failure: (text: string) => `The provider says: ${text}`,
    disputed: 'Disputed at the bank',
    partBack: (minor: bigint, currency: string) => `${amount(minor, currency)} of it went back`,
    back: 'Back to the booking',
    addPayment: 'Add payment',
    addRefund: (minor: bigint | null, currency: string) =>
      minor === null ? 'Add refund' : `Add refund of ${amount(minor, currency)}`,
    chargeCard: (card: string) => `Charge ${card}`,
    approve: (minor: bigint, currency: string) => `Approve ${amount(minor, currency)}`,
    reject: 'Reject',
    refundOf: 'Refund',
    saving: 'Saving\u2026',
    notYours: 'Your role does not include this.',
    nothingToRefund: 'There is no payment that can go back.',
    /** After an act, as the rows say it. */
    done: {
      recorded: 'The payment is written down.',
      pending: 'The payment waits for approval.',
      approved: 'The payment is approved.',
      rejected: 'The payment is rejected. Nothing counts as paid.',
      charged: 'The card was charged.',
      charge_pending: 'The provider has not answered yet. The state of the payment follows by itself.',
      requested: 'The refund waits for approval.',
      refund_approved: 'The refund is approved. It is carried out now.',
      fee: 'The fee is decided.',
    } as Record<string, string>,
  }
}

/** How a payment was made: "Visa ending in 4242", "Cash". */
export function methodWord(payment: { method: string; brand?: string; last4?: string }): string {
  if (payment.last4) return cardWord({ brand: payment.brand ?? '', last4: payment.last4 })
  const words: Record<string, string> = {
    card: 'Card',
    cash: 'Cash',
    bank_transfer: 'Bank transfer',
    cheque: 'Cheque',
    credit: 'Credit',
    other: 'Other',
  }
  return words[payment.method] ?? payment.method
}

/** A card as it may be shown: never more than the last four digits. */
export function cardWord({ brand, last4 }: { brand: string; last4: string }): string {
  const name = brand === '' ? 'Card' : `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`
  return last4 === '' ? name : `${name} ending in ${last4}`
}

/** Where a payment stands. */
export function paymentStateWord(state: string, purpose = ''): string {
  if (purpose === 'card' && state === 'succeeded') return 'Card left'
  const words: Record<string, string> = {
    started: 'Not paid yet',
    pending: 'Waiting',
    succeeded: 'Paid',
    failed: 'Failed',
    rejected: 'Rejected',
    expired: 'Ran out',
  }
  return words[state] ?? state
}

/** Where a refund stands; a promise that is not booked is never made. */
export function refundStateWord(state: string): string {
  const words: Record<string, string> = {
    requested: 'Waiting for approval',
    approved: 'Approved',
    processing: 'On its way',
    succeeded: 'Paid back',
    failed: 'Failed',
    unknown: 'Not certain yet',
    rejected: 'Rejected',
  }
  return words[state] ?? state
}

/** Where an invoice stands. */
export function invoiceStatusWord(status: 'draft' | 'open' | 'viewed' | 'overdue' | 'paid' | 'void'): string {
  const words = {
    draft: 'Draft',
    open: 'Open',
    viewed: 'Viewed',
    overdue: 'Overdue',
    paid: 'Paid',
    void: 'Void',
  }
  return words[status]
}

/** How money goes back. */
export function wayWord(way: string): string {
  const words: Record<string, string> = {
    provider: 'Through the provider',
    outside: 'Outside, by hand',
    credit: 'Back to the credit',
  }
  return words[way] ?? way
}

/** What a paper is called: "Invoice INV-0012"; `number` is as people write it, or null of a draft. */
export function paperName(kind: 'invoice' | 'credit_note', number: string | null): string {
  const what = kind === 'credit_note' ? 'Credit note' : 'Invoice'
  return number === null ? `${what}, draft` : `${what} ${number}`
}

/** What a line of the invoice is for. */
export function lineWord(
  line: { kind: string; sessionPosition: number | null; label: string },
  sessions: number,
  locale: Locale,
): string {
  const words: Record<string, string> = {
    session: 'Session',
    discount: 'Discount',
    reschedule_fee: 'Fee for the move',
    cancellation_fee: `${spell(locale, 'Cancellation')} fee`,
    call_out_fee: 'Call-out fee',
    no_show_fee: 'No-show fee',
    correction: 'Correction',
  }
  const what = words[line.kind] ?? line.kind
  const numbered =
    line.sessionPosition !== null && sessions > 1 ? `${what} ${line.sessionPosition + 1}` : what
  return line.label ? `${numbered}: ${line.label}` : numbered
}

/** Words of the form for a payment that came another way. */
export function addPaymentWords(locale: Locale) {
  return {
    title: (customer: string) => `Add a payment of ${customer}`,
    lead: 'Write down money that did not come through the provider.',
    method: 'How it was paid',
    methods: { card: 'Card, at a terminal' } as Record<string, string>,
    amount: 'Amount',
    amountHint: (minor: bigint, currency: string) =>
      minor > 0n ? `${money(minor, currency, locale)} is open.` : 'Nothing is open on this booking.',
    reference: 'Reference',
    referenceHint: 'A number of the cheque or transfer. Your team and the invoice show it.',
    needsApproval: 'It waits until somebody with permission approves it.',
    approvedAtOnce: 'It counts as paid at once.',
    submit: 'Add payment',
  }
}

/** Words of the page that charges a card which the customer left. */
export function chargeWords(locale: Locale) {
  return {
    title: (card: string) => `Charge ${card}`,
    lead: (customer: string) => `${customer} left it for this booking. The money moves at once.`,
    amount: 'Amount',
    amountHint: (minor: bigint, currency: string) =>
      minor > 0n ? `${money(minor, currency, locale)} is open.` : 'Nothing is open on this booking.',
    submit: 'Charge the card',
    busy: 'Charging\u2026',
  }
}

/** Words of the form for a refund. */
export function addRefundWords(locale: Locale) {
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    title: (customer: string) => `Add a refund for ${customer}`,
    lead: 'A refund belongs to one payment. Several refunds may go to the same payment.',
    payment: 'Which payment',
    paymentOption: (method: string, at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `${method}, ${shortWhen(at, zone, locale, now)}`,
    paymentLeft: (left: bigint, captured: bigint, currency: string) =>
      `${amount(left, currency)} of ${amount(captured, currency)} can go back.`,
    amount: 'Amount',
    // What was not paid too much is still asked for: giving it back does not make the booking cheaper.
    owedAgain: (over: bigint, currency: string) =>
      over > 0n
        ? `${amount(over, currency)} was paid too much. What you give back beyond that is owed again.`
        : 'Nothing was paid too much. What you give back is owed again.',
    way: 'How it goes back',
    ways: { provider: 'Through the provider', outside: 'Outside: you hand it back yourself' } as Record<
      string,
      string
    >,
    wayHints: {
      provider: 'The provider sends it to the card or account that paid.',
      outside: 'No money moves here. Write the reference down once it is paid.',
    } as Record<string, string>,
    reference: 'Reference',
    optional: '(optional)',
    referenceHint: 'Of a transfer or receipt outside. Each one can be used once.',
    reason: 'Reason',
    reasonHint: 'Your team and the customer can read it.',
    submit: 'Ask for the refund',
    limit: (limit: bigint | null, currency: string) => refundLimitHint(limit, currency, locale),
  }
}

/** Who approves what this member gives back. `limit` null is no limit, 0 is nothing. */
export function refundLimitHint(limit: bigint | null, currency: string, locale: Locale): string {
  if (limit === null) return 'It counts as approved when you ask for it.'
  if (limit === 0n) return 'Somebody else approves it.'
  return `Up to ${money(limit, currency, locale)} it counts as approved. Above that, somebody else approves it.`
}
