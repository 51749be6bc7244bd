import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueAtBooking, priceOf, saleShares } from './price.ts'

const NO_TAX = { basisPoints: 0, inclusive: true }
const WITHIN = { basisPoints: 2_000, inclusive: true }
const ON_TOP = { basisPoints: 2_000, inclusive: false }
const percent = (size: number) => ({ kind: 'percent' as const, percent: size })
const amount = (minor: number) => ({ kind: 'amount' as const, minor: `${minor}` })

const anyList = fc.bigInt({ min: 0n, max: 10n ** 12n })
const anyTax = fc.record({ basisPoints: fc.integer({ min: 0, max: 10_000 }), inclusive: fc.boolean() })
const anyDiscount = fc.option(
  fc.oneof(fc.integer({ min: 1, max: 100 }).map(percent), fc.integer({ min: 1, max: 10 ** 9 }).map(amount)),
  { nil: null },
)
const total = (amounts: bigint[]) => amounts.reduce((sum, one) => sum + one, 0n)

test('a price without discount and tax is the price', () => {
  expect(priceOf(6_000n, null, NO_TAX)).toEqual({
    listMinor: 6_000n,
    discountMinor: 0n,
    taxMinor: 0n,
    totalMinor: 6_000n,
  })
})

test('tax that is included changes no total, tax that is not comes on top', () => {
  expect(priceOf(6_000n, null, WITHIN)).toMatchObject({ totalMinor: 6_000n, taxMinor: 1_000n })
  expect(priceOf(6_000n, null, ON_TOP)).toMatchObject({ totalMinor: 7_200n, taxMinor: 1_200n })
})

test('the discount comes off the list price, and tax is of what is left', () => {
  expect(priceOf(6_000n, percent(10), ON_TOP)).toMatchObject({
    discountMinor: 600n,
    totalMinor: 6_480n,
    taxMinor: 1_080n,
  })
  expect(priceOf(6_000n, amount(1_000), WITHIN)).toMatchObject({
    discountMinor: 1_000n,
    totalMinor: 5_000n,
    taxMinor: 833n,
  })
})

test('a discount of more than the price takes the price and no more', () => {
  expect(priceOf(500n, amount(501), ON_TOP)).toMatchObject({
    discountMinor: 500n,
    totalMinor: 0n,
    taxMinor: 0n,
  })
  expect(priceOf(500n, percent(100), WITHIN)).toMatchObject({ totalMinor: 0n })
})

// 15 % of 10 fils is 1.5 and rounds up; of 3 it is 0.45 and rounds down.
test('percentages round half up', () => {
  expect(priceOf(10n, percent(15), NO_TAX).discountMinor).toBe(2n)
  expect(priceOf(3n, percent(15), NO_TAX).discountMinor).toBe(0n)
})

test('what is due at booking follows the terms', () => {
  expect(dueAtBooking({ kind: 'full' }, 6_001n)).toBe(6_001n)
  expect(dueAtBooking({ kind: 'card_on_file' }, 6_001n)).toBe(0n)
  expect(dueAtBooking({ kind: 'pay_at_venue' }, 6_001n)).toBe(0n)
  expect(dueAtBooking({ kind: 'deposit', amount: percent(50) }, 6_001n)).toBe(3_001n)
  expect(dueAtBooking({ kind: 'deposit', amount: amount(2_000) }, 6_001n)).toBe(2_000n)
  expect(dueAtBooking({ kind: 'deposit', amount: amount(9_000) }, 6_001n)).toBe(6_001n)
})

test('three sessions of 100.00 with a discount of 10.00 and 20 % on top, session by session', () => {
  const price = priceOf(10_000n, amount(1_000), ON_TOP)
  expect(saleShares(price, ON_TOP, 3)).toEqual([
    { grossMinor: 3_600n, taxMinor: 600n, discountGrossMinor: 400n, discountTaxMinor: 67n },
    { grossMinor: 3_600n, taxMinor: 600n, discountGrossMinor: 400n, discountTaxMinor: 67n },
    { grossMinor: 3_600n, taxMinor: 600n, discountGrossMinor: 400n, discountTaxMinor: 66n },
  ])
})

test('the same with the tax included, where the discount has its tax in it, too', () => {
  const price = priceOf(10_000n, amount(1_000), WITHIN)
  expect(saleShares(price, WITHIN, 2)).toEqual([
    { grossMinor: 4_500n, taxMinor: 750n, discountGrossMinor: 500n, discountTaxMinor: 84n },
    { grossMinor: 4_500n, taxMinor: 750n, discountGrossMinor: 500n, discountTaxMinor: 83n },
  ])
})

// Seen to fail with the tax taken before the discount.
test('the parts of any sale sum to the sale, and tax is never more than the price', () => {
  fc.assert(
    fc.property(anyList, anyDiscount, anyTax, fc.integer({ min: 1, max: 20 }), (list, off, tax, count) => {
      const price = priceOf(list, off, tax)
      const shares = saleShares(price, tax, count)
      expect(shares).toHaveLength(count)
      expect(total(shares.map((share) => share.grossMinor))).toBe(price.totalMinor)
      expect(total(shares.map((share) => share.taxMinor))).toBe(price.taxMinor)
      const net = price.totalMinor - price.taxMinor
      expect(net >= 0n && price.discountMinor <= list).toBe(true)
      if (!tax.inclusive) expect(net).toBe(list - price.discountMinor)
      else expect(price.totalMinor).toBe(list - price.discountMinor)
    }),
  )
})

test('a larger discount never makes anything dearer', () => {
  fc.assert(
    fc.property(
      anyList,
      anyTax,
      fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })),
      (list, tax, sizes) => {
        const [less, more] = sizes.toSorted((a, b) => a - b).map((size) => priceOf(list, percent(size), tax))
        expect(more!.totalMinor <= less!.totalMinor && more!.taxMinor <= less!.taxMinor).toBe(true)
        expect(less!.totalMinor <= priceOf(list, null, tax).totalMinor).toBe(true)
      },
    ),
  )
})
