import { shortWhen } from './dates.ts'
import { spell, type Locale } from './locale.ts'
import { money } from './money.ts'
import { whom } from './staff-money-problems.ts'

/** Words of the decision on a fee that was asked about. */
export function feeWords(locale: Locale) {
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    heading: 'A fee waits for your decision',
    kinds: {
      cancellation: `${spell(locale, 'Cancellation')} fee`,
      call_out: 'Call-out fee',
      no_show: 'No-show fee',
    } as Record<string, string>,
    asked: (kind: string, at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `${kind}, asked ${shortWhen(at, zone, locale, now)}.`,
    accept: (minor: bigint, currency: string) => `Add ${amount(minor, currency)}`,
    other: 'Other amount',
    change: 'Add this amount',
    skip: 'Add no fee',
    question: (kind: string, minor: bigint, currency: string) =>
      `Add the ${kind.toLowerCase()} of ${amount(minor, currency)}?`,
    yes: (minor: bigint, currency: string) => `Yes, add ${amount(minor, currency)}`,
    another: 'Add another amount',
    no: 'No fee',
    ask: (names: readonly string[]) => `Leave it to ${whom(names, locale)}`,
    askHint: 'The booking keeps the question open until then.',
    waiverHint: 'Less than the full fee needs a reason.',
    decide: 'Decide on the fee',
  }
}
