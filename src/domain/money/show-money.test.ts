import { expect, test } from 'vitest'
import { showMoney } from './show-money.ts'

test('programs see minor units as a number, with the currency', () => {
  expect(showMoney(6_000n, 'GBP')).toEqual({ amount: 6_000, currency: 'GBP' })
  expect(showMoney('-1500', 'KWD')).toEqual({ amount: -1_500, currency: 'KWD' })
})
