import { describe, expect, test } from 'vitest'
import { fromStripeAmount, toStripeAmount } from './amounts.ts'

/*
 * Expected amounts are Stripe's own examples (docs.stripe.com/currencies).
 * Seen to fail when UGX stood among the currencies without decimals, where Stripe's own list has it too.
 */

describe('an amount is told to Stripe in its own units', () => {
  test.each([
    ['10 dollars', 'USD', 1000n, 1000],
    ['a cent', 'EUR', 1n, 1],
    ['500 yen', 'JPY', 500n, 500],
    ['5 krónur, which once had a hundredth', 'ISK', 5n, 500],
    ['5 shillings, which once had one too', 'UGX', 5n, 500],
    ['5.12 dinars', 'KWD', 5120n, 5120],
    ['nothing', 'GBP', 0n, 0],
    ['the most that can be told', 'USD', 999_999_999_999n, 999_999_999_999],
  ])('%s', (_what, currency, minor, amount) => {
    expect(toStripeAmount(minor, currency)).toEqual({ ok: true, amount })
    expect(fromStripeAmount(amount, currency.toLowerCase(), 'down')).toBe(minor)
  })

  test('whatever digits this version of Node writes forints with', () => {
    const digits = new Intl.NumberFormat('en', { style: 'currency', currency: 'HUF' }).resolvedOptions()
    const forint = 10n ** BigInt(digits.maximumFractionDigits ?? 2)
    expect(toStripeAmount(250n * forint, 'HUF')).toEqual({ ok: true, amount: 25_000 })
  })
})

describe('what Stripe cannot take is refused in words', () => {
  test.each([
    ['KWD', 5124n, 'Stripe takes KWD only in steps of 0.010.'],
    ['BHD', 1n, 'Stripe takes BHD only in steps of 0.010.'],
    ['USD', -1n, 'This amount is outside of what Stripe takes.'],
    ['USD', 10n ** 12n, 'This amount is outside of what Stripe takes.'],
    ['USD', 10n ** 30n, 'This amount is outside of what Stripe takes.'],
    ['ISK', 10n ** 11n, 'This amount is outside of what Stripe takes.'],
  ])('%s %s', (currency, minor, failure) => {
    expect(toStripeAmount(minor, currency)).toEqual({ ok: false, failure })
  })
})

test('a hundredth that only Stripe has counts as a whole one where it was given back, and as none where it was taken', () => {
  expect(fromStripeAmount(501, 'isk', 'up')).toBe(6n)
  expect(fromStripeAmount(501, 'isk', 'down')).toBe(5n)
  expect(fromStripeAmount(500, 'isk', 'up')).toBe(5n)
})

test('every currency of the world goes there and back without losing anything, or is refused', () => {
  for (const currency of Intl.supportedValuesOf('currency')) {
    for (const minor of [1n, 10n, 4570n, 123_450n]) {
      const told = toStripeAmount(minor, currency)
      if (told.ok) expect(fromStripeAmount(told.amount, currency, 'down')).toBe(minor)
      else expect(told.failure).toContain(currency)
    }
  }
})
