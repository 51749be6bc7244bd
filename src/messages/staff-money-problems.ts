import { eitherOf, type Locale } from './locale.ts'
import { money } from './money.ts'
import { paymentStateWord, refundStateWord } from './staff-money.ts'

/** Why something about money was refused, with the figures that the sentence names; amounts are digits. */
export interface MoneyRefusalInWords {
  code: string
  mostMinor?: string
  leastMinor?: string
  limitMinor?: string
  currency?: string
  /** Digits after the point that the currency has. */
  digits?: number
  longest?: number
  /** Who may do it. */
  names?: readonly string[]
  state?: string
}

/** Sentences for amounts and choices that were refused; each begins with what to do. */
export function moneyProblem(refusal: MoneyRefusalInWords, locale: Locale): string {
  const amount = (minor: string | undefined) =>
    minor === undefined || refusal.currency === undefined
      ? ''
      : money(BigInt(minor), refusal.currency, locale)
  const most =
    refusal.mostMinor === '0' ? 'Nothing is left here.' : `Write at most ${amount(refusal.mostMinor)}.`
  const tooLong = `Shorten this to ${refusal.longest} characters or fewer.`
  const sentences: Record<string, string> = {
    required: 'Write an amount.',
    not_an_amount:
      refusal.digits === 0
        ? 'Write the amount in digits, such as 40.'
        : `Write the amount like 40 or ${(40).toFixed(refusal.digits ?? 2)}.`,
    amount_of_nothing: 'Write an amount above 0.',
    amount_not_positive: 'Write an amount above 0.',
    refund_not_positive: 'Write an amount above 0.',
    amount_too_large: most,
    amount_too_small: `Write at least ${amount(refusal.leastMinor)}. The times are held until that is paid.`,
    refund_too_large: most,
    fee_out_of_range: most,
    fee_undecided: 'Choose what becomes of the fee.',
    fee_not_yours_to_waive: `Leave the fee as it is, or leave it to ${whom(refusal.names, locale)}.`,
    refund_not_permitted: `Ask ${whom(refusal.names, locale)} for the refund. Your role does not include it.`,
    reason_for_waiver: 'Say why the fee is not added in full.',
    reason_required: 'Say why.',
    reason_too_long: tooLong,
    reference_missing: 'Write the reference under which it was paid back.',
    reference_used: 'Write another reference. This one stands with another refund.',
    reference_too_long: tooLong,
    payment_disputed: 'Choose another payment. This one is disputed at the bank.',
    payment_not_settled: 'Choose a payment that has arrived.',
    way_not_possible: 'Choose another way. This payment cannot go back like this.',
    own_request: `Ask somebody else to approve it. Your own requests end at ${amount(refusal.limitMinor)}.`,
    refund_in_state: `Look again: it is ${refundStateWord(refusal.state ?? '').toLowerCase()} now. Nothing was done.`,
    refund_waits: 'Wait a little: the customer can still take the cancellation back. Nothing was done.',
    payment_in_state: `Look again: it is ${paymentStateWord(refusal.state ?? '').toLowerCase()} now. Nothing was done.`,
    paid_meanwhile: 'Look again: a payment was added while the page was open. Nothing was done.',
    refunded_meanwhile: 'Look again: a refund was added while the page was open. Nothing was done.',
    not_permitted: 'Ask somebody else: your role does not include this.',
    unknown_refund: 'Look again: this refund does not exist.',
    no_saved_card: 'Ask for another way to pay. The customer left no card that can be charged.',
    charge_failed: 'Ask for another way to pay. The card was not charged.',
  }
  return sentences[refusal.code] ?? 'Check this and try again. Nothing was done.'
}

/** People by name, or whoever may where there is nobody. */
export function whom(names: readonly string[] | undefined, locale: Locale): string {
  return names && names.length > 0 ? eitherOf(names, locale) : 'somebody who may'
}
