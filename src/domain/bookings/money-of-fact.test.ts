import { expect, test } from 'vitest'
import { moneyOfFact } from './money-of-fact.ts'

const change = {
  quote: 'q',
  policyVersion: 'p',
  canceled: [],
  rescheduled: [],
  refundMinor: '2000',
  feeMinor: '0',
  keptMinor: '1500',
  currency: 'GBP',
  overridden: false,
  customerTold: true,
}

test('a change names what went back first, then what was kept, and nothing that is nothing', () => {
  expect(moneyOfFact('booking.canceled', change)).toEqual([
    { what: 'back', minor: 2000n, currency: 'GBP' },
    { what: 'kept', minor: 1500n, currency: 'GBP' },
  ])
})

test('a corrected fee names both amounts, and a fact without money none', () => {
  const corrected = { line: 'l', fromMinor: '2000', toMinor: '500', currency: 'JPY' }
  expect(moneyOfFact('fee.corrected', corrected)).toEqual([
    { what: 'fee', minor: 500n, currency: 'JPY' },
    { what: 'fee_before', minor: 2000n, currency: 'JPY' },
  ])
  expect(moneyOfFact('session.failed', { session: 's' })).toEqual([])
})

test('an amount that is no amount is none', () => {
  const odd = { ...change, refundMinor: '1e3', keptMinor: 'NaN' }
  expect(moneyOfFact('booking.canceled', odd)).toEqual([])
})
