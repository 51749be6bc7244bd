import { minutesInWords, shortDate } from './dates.ts'
import { listOf, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** What a paper or a page needs to print an amount. */
export interface Sum {
  minor: bigint
  currency: string
}

/** Where money is that goes back, and what else a change left behind. */
export function refundWords(locale: Locale) {
  const at = (instant: Temporal.Instant, zone: string, now: Temporal.Instant) =>
    shortDate(instant, zone, locale, now)
  return {
    label: 'Money back',
    /** Each is the state of a row, never a promise. */
    states: {
      requested: (business: string) => `Refund requested. It waits for approval by ${business}.`,
      approved: () => 'Refund approved. It is sent next.',
      processing: () => 'Refund on its way.',
      succeeded: () => 'Refund sent.',
      failed: (business: string) => `The refund was delayed. ${business} is looking into it.`,
      unknown: () => 'We are asking the bank whether the refund arrived.',
      rejected: (business: string) => `${business} refused this refund.`,
    } as Record<string, (business: string) => string>,
    outside: {
      requested: (business: string) => `Waits for approval. ${business} then hands it back.`,
      approved: (business: string) => `${business} hands it back to you.`,
      succeeded: () => 'Handed back.',
    } as Record<string, (business: string) => string>,
    creditBack: {
      succeeded: () => 'It is your credit again.',
    } as Record<string, (business: string) => string>,
    sentOn: (instant: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `On ${at(instant, zone, now)}.`,
    bank: 'Your bank decides the day. Most people see it in 5 to 10 working days.',
    inParts: (parts: number) => `It comes in ${parts} parts.`,
    reference: (reference: string) => `Reference ${reference}.`,
    to: (means: string) => `to ${means}`,
    credit: 'Credit',
    creditUntil: (instant: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Good until ${at(instant, zone, now)}.`,
    creditForever: 'It does not end.',
    kept: 'Kept',
    owed: 'You owe',
    undecided: 'Not decided yet',
    undecidedLine: (business: string) => `${business} decides whether it is kept.`,
    decided: (business: string) => `${business} decided it.`,
    fee: 'Fee for moving',
  }
}

/** Why this much is kept or asked for, how it comes back, and what may be chosen. */
export function ruleWords(locale: Locale) {
  const amount = ({ minor, currency }: Sum) => money(minor, currency, locale)
  return {
    paid: 'You have paid',
    fee: 'Kept',
    feeOwed: 'Asked for',
    mayBeKept: 'May be kept',
    decides: (business: string) => `${business} decides`,
    grace: 'You booked a short time ago: nothing is kept',
    noFee: 'No fee',
    /** Why this much is kept: the tier's span and its share. */
    tier: (beforeMinutes: number | null, fromMinutes: number, gives: string) =>
      `${span(beforeMinutes, fromMinutes)}: ${gives}`,
    gives: {
      all: 'everything is given back',
      half: 'half is kept',
      none: 'all of it is kept',
      percent: (percent: number) => `${100 - percent}% is kept`,
      amount: (sum: Sum) => `${amount(sum)} is given back`,
    },
    lateFee: (windowMinutes: number) => `Less than ${minutesInWords(windowMinutes)} before: late fee`,
    moveTier: (beforeMinutes: number | null, fromMinutes: number) => span(beforeMinutes, fromMinutes),
    moveFee: 'Fee for moving',
    way: {
      card: (means: string) => `To ${means}, in 5 to 10 working days once it is sent.`,
      approval: (business: string, means: string) => `To ${means}, after ${business} approves it.`,
      outside: (business: string) => `${business} hands it back the way you paid.`,
      credit: 'It becomes your credit again.',
      none: (business: string) => `${business} settles it with you.`,
      several: (parts: readonly string[], approver: string | null) =>
        `${listOf(parts, locale)}${approver ? `, after ${approver} approves it` : ''}.`,
      part: (sum: Sum, means: string) => `${amount(sum)} to ${means}`,
    },
    takeLegend: 'How would you like it back?',
    takeMoney: (sum: Sum) => `Money: ${amount(sum)}`,
    takeNoMoney: 'Money: nothing',
    takeCredit: (sum: Sum, months: number) =>
      `Credit: ${amount(sum)} for ${months === 1 ? '1 month' : `${months} months`}`,
    takeCreditHint: (business: string) => `You can book with it at ${business}.`,
    owePay: (sum: Sum) => `You can pay the ${amount(sum)} on the next page.`,
    oweLater: (sum: Sum, business: string) => `${business} settles the ${amount(sum)} with you.`,
    moveInstead: (sum: Sum) =>
      sum.minor === 0n ? 'Moving instead is free.' : `Moving instead costs ${amount(sum)}.`,
    canceledAndOpen: `It is ${spell(locale, 'cancelled')}. One amount is still open.`,
    lateFeePolicy: {
      automatic: (windowMinutes: number, sum: Sum) =>
        `Less than ${minutesInWords(windowMinutes)} before the start, a late fee of ${amount(sum)} is kept.`,
      ask_staff: (windowMinutes: number, sum: Sum, business: string) =>
        `Less than ${minutesInWords(windowMinutes)} before the start, up to ${amount(sum)} may be kept. ${business} decides.`,
    },
  }
}

function span(beforeMinutes: number | null, fromMinutes: number): string {
  if (fromMinutes > 0) return `At least ${minutesInWords(fromMinutes)} before`
  return beforeMinutes === null ? 'Until the start' : `Less than ${minutesInWords(beforeMinutes)} before`
}
