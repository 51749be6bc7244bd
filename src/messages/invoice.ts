import { longDate, shortWhen } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'

/** Words of invoices and credit notes, on their pages and on paper. */
export function invoiceWords(locale: Locale) {
  const day = (at: Temporal.Instant, zone: string) => longDate(at, zone, locale)
  return {
    title: (kind: PaperKind, number: string) => `${kindWord(kind)} ${number}`,
    seller: 'Sold by',
    buyer: 'Sold to',
    number: 'Number',
    issued: 'Date',
    due: 'To be paid by',
    booking: 'Booking',
    corrects: 'Corrects invoice',
    correctedBy: 'Credit notes',
    lines: 'What it is for',
    what: 'What',
    amount: 'Amount',
    session: (name: string, which: { position: number; count: number } | null) =>
      which ? `${name}, session ${which.position} of ${which.count}` : name,
    discount: (code: string) => (code ? `Discount, code ${code}` : 'Discount'),
    fee: (kind: FeeLineKind) => FEES(locale)[kind],
    forSession: (at: Temporal.Instant, zone: string) => shortWhen(at, zone, locale),
    canceled: spell(locale, 'Cancelled'),
    taxed: (rate: string, net: string) => `Tax at ${rate} on ${net}, included`,
    total: { invoice: 'Total', credit_note: 'Taken off' },
    paid: (method: string | null, last4: string | null, at: Temporal.Instant, zone: string) =>
      `Paid ${methodWords(method, last4, locale)}, ${day(at, zone)}`,
    refund: (state: string | null, at: Temporal.Instant, zone: string) =>
      `${REFUNDS[state ?? ''] ?? 'Refund'}, ${day(at, zone)}`,
    credit: (at: Temporal.Instant, zone: string) => `Given as credit, ${day(at, zone)}`,
    balance: { owed: 'Still to pay', over: 'Paid more than asked' },
    voided: (at: Temporal.Instant, zone: string) =>
      `Void since ${day(at, zone)}. Nothing is asked for with this invoice.`,
    overdue: (days: number) => `Overdue by ${count(days, 'day', 'days')}`,
    download: 'Open as PDF',
    others: 'Other papers of this booking',
    backToBooking: 'Your booking',
    noneTitle: 'No invoice',
    none: 'There is no invoice for this booking.',
  }
}

export type PaperKind = 'invoice' | 'credit_note'

export type FeeLineKind =
  | 'reschedule_fee'
  | 'cancellation_fee'
  | 'call_out_fee'
  | 'no_show_fee'
  | 'correction'

/** "Invoice", "Credit note". */
export function kindWord(kind: PaperKind): string {
  return kind === 'invoice' ? 'Invoice' : 'Credit note'
}

const FEES = (locale: Locale): Record<FeeLineKind, string> => ({
  reschedule_fee: 'Fee for moving',
  cancellation_fee: `${spell(locale, 'Cancellation')} fee`,
  call_out_fee: 'Call-out fee',
  no_show_fee: 'No-show fee',
  correction: 'Correction',
})

// The state of the refund's row; nothing is called sent that was not.
const REFUNDS: Record<string, string> = {
  requested: 'Refund requested',
  approved: 'Refund approved',
  processing: 'Refund under way',
  unknown: 'Refund being checked',
  failed: 'Refund failed',
  succeeded: 'Refunded',
}

function methodWords(method: string | null, last4: string | null, locale: Locale): string {
  if (method === 'card' && last4) return `by card ending ${last4}`
  const words: Record<string, string> = {
    card: 'by card',
    cash: 'in cash',
    bank_transfer: 'by bank transfer',
    cheque: locale === 'en-US' ? 'by check' : 'by cheque',
    credit: 'with credit',
  }
  return words[method ?? ''] ?? 'another way'
}
