import type { PaymentTerms, TaxRule } from '#domain/organizations/payment-terms.ts'
import type { Typed } from '#platform/forms.ts'
import { basisPointsOfTyped, typedOfBasisPoints } from './typed-money.ts'
import { readShare, typedShare } from './typed-share.ts'
import { lineOf, typedText, type Part } from './typed-values.ts'

export const TERMS = ['full', 'deposit', 'card_on_file', 'pay_at_venue'] as const

/** What event types choose instead of terms or a rate of their own. */
export const AS_ORGANIZATION = 'organization'

/** When a price is paid, typed as `terms` and the two fields of `deposit`; null for "as the organization". */
export function readTerms(typed: Typed, currency: string): Part<PaymentTerms | null> {
  const chosen = typedText(typed, 'terms')
  if (chosen === AS_ORGANIZATION) return { value: null, problems: {} }
  const kind = TERMS.find((known) => known === chosen)
  if (!kind) return { value: null, problems: { terms: { code: 'not_a_choice' } } }
  if (kind !== 'deposit') return { value: { kind }, problems: {} }
  const { value, problems } = readShare(typed, 'deposit', currency, 1)
  if (value) return { value: { kind, amount: value }, problems }
  return Object.keys(problems).length > 0
    ? { value: null, problems }
    : { value: null, problems: { 'deposit-value': { code: 'amount_missing' } } }
}

export function typedTerms(terms: PaymentTerms | null, currency: string): Typed {
  const deposit = terms?.kind === 'deposit' ? terms.amount : null
  return { terms: terms?.kind ?? AS_ORGANIZATION, ...typedShare('deposit', deposit, currency) }
}

/** A tax, typed as `taxRate` and `taxInclusive` (yes or no). An empty rate is 0. */
export function readTax(typed: Typed): Part<TaxRule> {
  const rate = readRate(typed, 'taxRate')
  const inclusive = typedText(typed, 'taxInclusive')
  const known = inclusive === 'yes' || inclusive === 'no'
  return {
    value: { basisPoints: rate.value, inclusive: inclusive === 'yes' },
    problems: { ...rate.problems, ...(known ? {} : { taxInclusive: { code: 'not_a_choice' } }) },
  }
}

/** A tax of an event type's own, or null: `tax` says which. */
export function readOwnTax(typed: Typed): Part<TaxRule | null> {
  const chosen = typedText(typed, 'tax')
  if (chosen === AS_ORGANIZATION) return { value: null, problems: {} }
  return chosen === 'own' ? readTax(typed) : { value: null, problems: { tax: { code: 'not_a_choice' } } }
}

export function typedTax(tax: TaxRule): Typed {
  return { taxRate: typedRate(tax.basisPoints), taxInclusive: tax.inclusive ? 'yes' : 'no' }
}

/** An event type whose own rate is 0 says so; without one of its own the box is empty. */
export function typedOwnTax(tax: TaxRule | null): Typed {
  if (tax === null) return { tax: AS_ORGANIZATION, taxRate: '', taxInclusive: 'yes' }
  return { tax: 'own', ...typedTax(tax), taxRate: typedOfBasisPoints(tax.basisPoints) }
}

/** A rate as it is typed; 0 is an empty box. */
export function typedRate(basisPoints: number): string {
  return basisPoints === 0 ? '' : typedOfBasisPoints(basisPoints)
}

/** A rate in basis points; empty is 0. */
export function readRate(typed: Typed, name: string): Part<number> {
  const text = lineOf(typed, name)
  const value = text === '' ? 0 : basisPointsOfTyped(text)
  return value === null ? { value: 0, problems: { [name]: { code: 'not_a_rate' } } } : { value, problems: {} }
}
