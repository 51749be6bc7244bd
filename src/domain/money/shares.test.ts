import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitEvenly, tierShare } from './shares.ts'

test('a price of 150 for three sessions is 50 each, and 10 % of one is 5 (oncehub R132)', () => {
  expect(splitEvenly(15_000n, 3)).toEqual([5_000n, 5_000n, 5_000n])
  expect(tierShare({ kind: 'percent', percent: 10 }, 5_000n, 0, 3)).toBe(500n)
})

test('what does not divide goes to the first sessions', () => {
  expect(splitEvenly(10_000n, 3)).toEqual([3_334n, 3_333n, 3_333n])
})

test('a fixed amount is for the whole booking and scales with the sessions chosen (oncehub R133)', () => {
  const shares = [0, 1, 2].map((position) => tierShare({ kind: 'amount', minor: '1000' }, 0n, position, 3))
  expect(shares).toEqual([334n, 333n, 333n])
})

test('half a minor unit rounds up, once per session', () => {
  expect(tierShare({ kind: 'percent', percent: 50 }, 3_333n, 0, 3)).toBe(1_667n)
})

// Seen to fail with the remainder dropped.
test('shares always sum to the price, and no two differ by more than one minor unit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 1, max: 20 }), (total, count) => {
      const shares = splitEvenly(total, count)
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(total)
      expect(shares[0]! - shares.at(-1)!).toBeLessThanOrEqual(1n)
    }),
  )
})
