import fc from 'fast-check'
import { expect, test } from 'vitest'
import { basisPointsOfTyped, minorOfTyped, typedOfBasisPoints, typedOfMinor } from './typed-money.ts'

test.each([
  ['40', 'GBP', 4000n],
  ['40.00', 'GBP', 4000n],
  ['40.5', 'GBP', 4050n],
  ['0', 'GBP', 0n],
  ['0.01', 'GBP', 1n],
  ['4000', 'JPY', 4000n],
  ['1.234', 'KWD', 1234n],
  ['1.2', 'KWD', 1200n],
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
  '1e9',
  '-5',
  '1,50',
  '12.345',
  '１２',
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

test.each([
  ['20', 2000],
  ['20 %', 2000],
  ['8.25%', 825],
  ['0', 0],
  ['0.01', 1],
  ['100', 10_000],
  ['100.01', null],
  ['8.255', null],
  ['8,25', null],
  ['-5', null],
  ['1e1', null],
  ['%', null],
  ['', null],
  ['٢٠', null],
])('Alva types the rate %j', (typed, points) => {
  expect(basisPointsOfTyped(typed)).toBe(points)
})

test('A rate that is shown is read back to the same rate', () => {
  for (let points = 0; points <= 10_000; points += 1)
    expect(basisPointsOfTyped(typedOfBasisPoints(points))).toBe(points)
})
