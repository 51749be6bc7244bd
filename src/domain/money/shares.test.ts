import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentOf, splitByWeights, splitEvenly, taxOnTop, taxWithin, tierShare } from './shares.ts'

const minor = fc.bigInt({ min: 0n, max: 10n ** 12n })
const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

test('a price of 150 for three sessions is 50 each, and 10 % of one is 5 (oncehub R132)', () => {
  expect(splitEvenly(15_000n, 3)).toEqual([5_000n, 5_000n, 5_000n])
  expect(tierShare({ kind: 'percent', percent: 10 }, 5_000n, 0, 3)).toBe(500n)
})

test('what does not divide goes to the first sessions', () => {
  expect(splitEvenly(10_000n, 3)).toEqual([3_334n, 3_333n, 3_333n])
  expect(splitEvenly(2n, 3)).toEqual([1n, 1n, 0n])
})

// Yen have no decimals, pounds two, Kuwaiti dinars three: 10.000 KWD for seven sessions.
test('shares are whole minor units in every currency', () => {
  expect(splitEvenly(100n, 7)).toEqual([15n, 15n, 14n, 14n, 14n, 14n, 14n])
  expect(splitEvenly(10_000n, 7)).toEqual([1_429n, 1_429n, 1_429n, 1_429n, 1_428n, 1_428n, 1_428n])
})

// Seen to fail with the whole amount asked for each session.
test('a fixed amount is for the whole booking and scales with the sessions chosen (oncehub R133)', () => {
  const shares = [0, 1, 2].map((position) => tierShare({ kind: 'amount', minor: '1000' }, 0n, position, 3))
  expect(shares).toEqual([334n, 333n, 333n])
})

// Seen to fail with the floor.
test('half a minor unit rounds up, once per session', () => {
  expect(tierShare({ kind: 'percent', percent: 50 }, 3_333n, 0, 3)).toBe(1_667n)
  expect(percentOf(50n, 1)).toBe(1n)
  expect(percentOf(49n, 1)).toBe(0n)
  expect(percentOf(149n, 1)).toBe(1n)
  expect(percentOf(150n, 1)).toBe(2n)
})

// Seen to fail with the remainder dropped.
test('shares always sum to the price, and no two differ by more than one minor unit', () => {
  fc.assert(
    fc.property(minor, fc.integer({ min: 1, max: 20 }), (total, count) => {
      const shares = splitEvenly(total, count)
      expect(shares).toHaveLength(count)
      expect(sum(shares)).toBe(total)
      expect(shares[0]! - shares.at(-1)!).toBeLessThanOrEqual(1n)
      expect(shares).toEqual(shares.toSorted((a, b) => Number(b - a)))
    }),
  )
})

test('weights take what is theirs, and the largest remainders take what is left', () => {
  expect(splitByWeights(100n, [1n, 1n, 2n])).toEqual([25n, 25n, 50n])
  // 16.67, 33.33, 50: the first remainder is the larger one.
  expect(splitByWeights(100n, [1n, 2n, 3n])).toEqual([17n, 33n, 50n])
  // 33.33 and 66.67: here the last is.
  expect(splitByWeights(100n, [1n, 2n])).toEqual([33n, 67n])
  // Two equal remainders and one unit: the first takes it.
  expect(splitByWeights(1n, [1n, 1n])).toEqual([1n, 0n])
  expect(splitByWeights(5n, [3n, 3n, 3n, 3n])).toEqual([2n, 1n, 1n, 1n])
  expect(
    splitByWeights(
      3n,
      Array.from({ length: 12 }, () => 1n),
    ),
  ).toEqual([1n, 1n, 1n, ...Array.from({ length: 9 }, () => 0n)])
  expect(splitByWeights(0n, [3n, 0n])).toEqual([0n, 0n])
})

test('where nobody weighs anything the first takes all, and nobody takes from no one', () => {
  expect(splitByWeights(7n, [0n, 0n, 0n])).toEqual([7n, 0n, 0n])
  expect(splitByWeights(7n, [])).toEqual([])
})

// Seen to fail with the units that are left given to the last instead of the largest remainders.
test('parts sum to the whole and are never further than one unit from what is theirs', () => {
  fc.assert(
    fc.property(minor, fc.array(minor, { minLength: 1, maxLength: 20 }), (total, weights) => {
      const parts = splitByWeights(total, weights)
      expect(sum(parts)).toBe(total)
      const whole = sum(weights)
      if (whole === 0n) return
      for (const [index, part] of parts.entries()) {
        const exactTimesWhole = total * weights[index]!
        const off = part * whole - exactTimesWhole
        expect(off < whole && off > -whole).toBe(true)
        if (weights[index] === 0n) expect(part).toBe(0n)
      }
    }),
  )
})

test('no part of an amount is more than its weight while all of them are not', () => {
  fc.assert(
    fc.property(fc.array(minor, { minLength: 1, maxLength: 20 }), fc.nat(1_000), (weights, thousandth) => {
      const total = (sum(weights) * BigInt(thousandth)) / 1_000n
      const parts = splitByWeights(total, weights)
      if (sum(weights) > 0n) expect(parts.every((part, index) => part <= weights[index]!)).toBe(true)
    }),
  )
})

test('tax lies within a price or comes on top of it, half a minor unit up', () => {
  expect(taxWithin(12_000n, 2_000)).toBe(2_000n)
  expect(taxOnTop(10_000n, 2_000)).toBe(2_000n)
  // 10.5 and 10.4999…
  expect(taxOnTop(105n, 1_000)).toBe(11n)
  expect(taxOnTop(104n, 1_000)).toBe(10n)
  // 3 units with 20 % in them are 2.5 and 0.5.
  expect(taxWithin(3n, 2_000)).toBe(1n)
  expect(taxWithin(2n, 2_000)).toBe(0n)
  expect(taxWithin(99n, 0)).toBe(0n)
})

test('tax on top of what is left without it is the tax within, to the unit', () => {
  fc.assert(
    fc.property(minor, fc.integer({ min: 0, max: 10_000 }), (gross, basisPoints) => {
      const within = taxWithin(gross, basisPoints)
      const again = taxOnTop(gross - within, basisPoints)
      expect(within >= 0n && within <= gross).toBe(true)
      expect(within - again <= 1n && again - within <= 1n).toBe(true)
    }),
  )
})
