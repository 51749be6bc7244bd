import { listOf, type Locale } from './locale.ts'
import { money } from './money.ts'

/** Words of the invoice list and of an invoice as members see it. */
export function staffInvoiceWords(locale: Locale) {
  return {
    title: 'Invoices',
    lead: 'Every invoice with what is still to be paid for it.',
    filters: 'Which invoices',
    show: 'Show',
    reset: 'Show all',
    status: 'Status',
    anyStatus: 'Any status',
    caption: 'Invoices, newest first',
    number: 'Number',
    buyer: 'Sold to',
    booking: 'Booking',
    issued: 'Date',
    due: 'To be paid by',
    total: 'Total',
    balance: 'Still to pay',
    notes: (numbers: readonly string[]) => `credit notes ${listOf(numbers, locale)}`,
    pages: 'Pages',
    newest: 'Newest',
    older: 'Older',
    none: 'No invoices yet',
    noneLine: 'An invoice is made when somebody books what is paid for.',
    noneOfStatus: 'No invoices with this status',
    noneOfStatusLine: 'Choose another status above.',
    back: 'Invoices',
    toBooking: 'Open the booking',
    download: 'Download the PDF',
    viewed: (when: string) => `The customer looked at it, ${when}.`,
    fees: 'Set a fee by hand',
    feesLine:
      'The line stays and asks for the new amount. What was paid beyond it is not sent back by itself.',
    newAmount: (fee: string) => `New amount of: ${fee}`,
    amountHint: 'With tax. Write 0 to ask for nothing.',
    setFee: 'Set the fee',
    voiding: 'Void this invoice',
    voidLine: 'It keeps its number and asks for nothing any more. This cannot be taken back.',
    voidButton: (number: string) => `Void invoice ${number}`,
    busy: 'Saving\u2026',
    notAnAmount: 'Write the amount in digits, such as 12.50 or 0.',
    refused: (refusal: { code: string; keptMinor?: string; mostMinor?: string; currency?: string }) =>
      refusalText(refusal, locale),
  }
}

function refusalText(
  {
    code,
    keptMinor,
    mostMinor,
    currency,
  }: { code: string; keptMinor?: string; mostMinor?: string; currency?: string },
  locale: Locale,
): string {
  const amount = (minor: string | undefined) =>
    minor !== undefined && currency ? money(BigInt(minor), currency, locale) : ''
  const sentences: Record<string, string> = {
    still_paid: `Give back ${amount(keptMinor)} first. It was paid and is still kept.`,
    already_void: 'It was void already. Nothing was done.',
    invoice_is_void: 'It is void, so its lines stay as they are.',
    is_a_credit_note: 'A credit note asks for nothing, so it cannot be voided.',
    not_a_fee: 'Only fees can be set by hand.',
    fee_out_of_range: `Write at most ${amount(mostMinor)}.`,
  }
  return sentences[code] ?? 'Look again: this line is not here any more. Nothing was done.'
}
