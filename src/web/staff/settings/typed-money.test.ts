import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minorOfTyped, typedOfMinor } from './typed-money.ts'

test.each([
  ['40', 'GBP', 4000n],
  ['40.00', 'GBP', 4000n],
  ['40.5', 'GBP', 4050n],
  ['0', 'GBP', 0n],
  ['0.01', 'GBP', 1n],
  ['4000', 'JPY', 4000n],
  ['1.234', 'KWD', 1234n],
  ['9999999999.99', 'GBP', 999_999_999_999n],
])('Alva types %s in %s', (typed, currency, minor) => {
  expect(minorOfTyped(typed, currency)).toBe(minor)
})

test.each([
  '',
  '1e2',
  '-1',
  '+1',
  '40.000',
  '40,00',
  '.5',
  '5.',
  '1 000',
  '£40',
  '0x10',
  'Infinity',
  '12345678901',
  '٤٠',
])('Alva types %j and is asked again', (typed) => {
  expect(minorOfTyped(typed, 'GBP')).toBeNull()
})

test('A price in yen has no digits after the point', () => {
  expect(minorOfTyped('40.00', 'JPY')).toBeNull()
})

test('What is shown is read back to the same amount', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 9_999_999_999n), fc.constantFrom('GBP', 'JPY', 'KWD'), (minor, currency) => {
      expect(minorOfTyped(typedOfMinor(minor, currency), currency)).toBe(minor)
    }),
  )
})
