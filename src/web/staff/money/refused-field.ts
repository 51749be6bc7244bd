import type { MoneyRefusalInWords } from '#messages/staff-money-problems.ts'
import type { MoneyProblems } from './typed-amount.ts'

/** The field that each refusal of a use case is about. */
const FIELDS: Record<string, string> = {
  amount_not_positive: 'amount',
  amount_too_large: 'amount',
  amount_too_small: 'amount',
  refund_not_positive: 'amount',
  refund_too_large: 'amount',
  reference_missing: 'reference',
  reference_too_long: 'reference',
  reference_used: 'reference',
  reason_required: 'reason',
  reason_too_long: 'reason',
  payment_disputed: 'payment',
  payment_not_settled: 'payment',
  way_not_possible: 'way',
}

/** A refusal as the problem of its field, or null when it is about the whole. */
export function fieldOfRefusal(refusal: MoneyRefusalInWords): MoneyProblems | null {
  const field = FIELDS[refusal.code]
  return field ? { [field]: refusal } : null
}
