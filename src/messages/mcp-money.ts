/** Money as the API shows it. */
export interface MoneyInWords {
  amount: number
  currency: string
}

type Part = 'refund' | 'kept' | 'owed' | 'undecided' | 'fee'

/** What a change does with money: of one session, or in all. */
export type PartsInWords = Record<Part, MoneyInWords>

/** The money of a quote as a whole. */
export interface QuoteMoneyInWords {
  totals: PartsInWords
  pay_now: MoneyInWords
  credit: { amount: MoneyInWords; months: number | null } | null
  refund_setting: 'none' | 'manual' | 'automatic'
  fee_asked: MoneyInWords | null
  refundable: MoneyInWords
}

/** Where a booking stands with money. */
export interface BookingMoneyInWords {
  held_until: string | null
  payment_mode: 'free' | 'price_shown' | 'price_collected'
  money: { total: MoneyInWords; paid: MoneyInWords; refunded: MoneyInWords; balance: MoneyInWords }
}

type Amount = (value: MoneyInWords) => string

/** One line: the refund and the fee always, everything else only where there is some. */
export function partsLine(parts: PartsInWords, amount: Amount): string {
  const more = ([['kept'], ['owed', 'to be paid'], ['undecided', 'kept until the team decides']] as const)
    .filter(([part]) => parts[part].amount !== 0)
    .map(([part, words]) => `${words ?? part} ${amount(parts[part])}`)
  return [`refund ${amount(parts.refund)}`, `fee ${amount(parts.fee)}`, ...more].join(', ')
}

/** What the money of a quote asks of whoever confirms it. */
export function quoteMoneyLines(quote: QuoteMoneyInWords, amount: Amount): string[] {
  const { pay_now: payNow, credit, fee_asked: feeAsked, refundable } = quote
  const months = credit?.months ? `, good for ${credit.months} months` : ''
  return [
    `In all: ${partsLine(quote.totals, amount)}.`,
    ...(quote.totals.refund.amount > 0 ? [REFUNDS[quote.refund_setting]] : []),
    ...(credit
      ? [`Instead of money the customer may take ${amount(credit.amount)} as credit${months}.`]
      : []),
    ...(payNow.amount > 0
      ? [`${amount(payNow)} has to be paid first. commit_quote then gives the address of the payment page.`]
      : []),
    ...(feeAsked
      ? [
          `It is late: the team member has to decide on the fee of ${amount(feeAsked)}. Ask them, do not choose.`,
        ]
      : []),
    ...(refundable.amount > 0
      ? [
          `Nothing goes back by itself. The team member may give back up to ${amount(refundable)} by naming an amount.`,
        ]
      : []),
  ]
}

const REFUNDS = {
  none: 'Refunds are settled by the business itself.',
  manual: 'The refund is requested and waits for approval.',
  automatic: 'The refund is sent by itself.',
}

/** What was agreed, paid and is owed; nothing for a booking that costs nothing. */
export function bookingMoneyLines(booking: BookingMoneyInWords, amount: Amount): string[] {
  if (booking.payment_mode !== 'price_collected') return []
  const { total, paid, refunded, balance } = booking.money
  const stand =
    balance.amount < 0
      ? `the customer gets ${amount({ ...balance, amount: -balance.amount })}`
      : `still to be paid ${amount(balance)}`
  return [
    `Agreed ${amount(total)}, paid ${amount(paid)}, refunded or promised ${amount(refunded)}, ${stand}.`,
  ]
}

/** For a booking whose times are only held. */
export function payLine(
  pay: { amount: MoneyInWords; url: string } | null,
  until: string | null,
  amount: Amount,
): string[] {
  if (!pay) return []
  const what = pay.amount.amount === 0 ? 'leaves a card' : `pays ${amount(pay.amount)}`
  return [
    `The times are only held, until ${until ?? ''}. The booking is made once the customer ${what} here: ${pay.url}`,
  ]
}
