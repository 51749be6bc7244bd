import type { PaymentTerms, TaxRule } from '#domain/organizations/payment-terms.ts'
import type { TierAmount } from '#domain/policies/policy.ts'
import { percentOf, splitEvenly, taxOnTop, taxWithin } from './shares.ts'

/** What a booking costs as a whole. */
export interface Price {
  /** The price as it is advertised, before discount and, where tax is added, before tax. */
  listMinor: bigint
  /** Taken off the list price. */
  discountMinor: bigint
  /** Part of the total. */
  taxMinor: bigint
  /** What the customer pays. */
  totalMinor: bigint
}

/** The price of one booking with its discount and tax. Rounds once: the tax, half up. */
export function priceOf(listMinor: bigint, discount: TierAmount | null, tax: TaxRule): Price {
  const discountMinor = discount ? smaller(listMinor, amountOf(discount, listMinor)) : 0n
  const reduced = listMinor - discountMinor
  const taxMinor = tax.inclusive ? taxWithin(reduced, tax.basisPoints) : taxOnTop(reduced, tax.basisPoints)
  return { listMinor, discountMinor, taxMinor, totalMinor: tax.inclusive ? reduced : reduced + taxMinor }
}

/** What has to be paid before the times are the customer's; the rest is due later. */
export function dueAtBooking(terms: PaymentTerms, totalMinor: bigint): bigint {
  if (terms.kind === 'full') return totalMinor
  if (terms.kind === 'deposit') return smaller(totalMinor, amountOf(terms.amount, totalMinor))
  return 0n
}

/** One session's part of what was sold; amounts with tax, discount as a positive number. */
export interface SaleShare {
  /** What the session costs: the parts sum to the booking's total. */
  grossMinor: bigint
  taxMinor: bigint
  discountGrossMinor: bigint
  discountTaxMinor: bigint
}

/** The parts of a sale, session by session: each column sums to its whole (oncehub R131). */
export function saleShares(price: Price, tax: TaxRule, sessionCount: number): SaleShare[] {
  const discountTax = tax.inclusive
    ? taxWithin(price.discountMinor, tax.basisPoints)
    : taxOnTop(price.discountMinor, tax.basisPoints)
  const discountGross = tax.inclusive ? price.discountMinor : price.discountMinor + discountTax
  const columns = [price.totalMinor, price.taxMinor, discountGross, discountTax].map((whole) =>
    splitEvenly(whole, sessionCount),
  )
  return Array.from({ length: sessionCount }, (_, index) => ({
    grossMinor: columns[0]![index]!,
    taxMinor: columns[1]![index]!,
    discountGrossMinor: columns[2]![index]!,
    discountTaxMinor: columns[3]![index]!,
  }))
}

function amountOf(amount: TierAmount, ofMinor: bigint): bigint {
  return amount.kind === 'percent' ? percentOf(ofMinor, amount.percent) : BigInt(amount.minor)
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
