import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openCredit, sealCredit, spendCredits, type Credit } from './credits.ts'

const credit = (id: string, leftMinor: bigint): Credit => ({ id, leftMinor, expiresAt: null })

test('the credit that ends first is spent first, and the next one pays what is left', () => {
  const credits = [credit('soon', 300n), credit('later', 500n), credit('never', 100n)]
  expect(spendCredits(credits, 250n)).toEqual([{ creditId: 'soon', minor: 250n }])
  expect(spendCredits(credits, 300n)).toEqual([{ creditId: 'soon', minor: 300n }])
  expect(spendCredits(credits, 400n)).toEqual([
    { creditId: 'soon', minor: 300n },
    { creditId: 'later', minor: 100n },
  ])
  expect(spendCredits(credits, 0n)).toEqual([])
  expect(spendCredits([], 400n)).toEqual([])
})

test('credits never pay more than is due, nor more than there is', () => {
  const minor = fc.bigInt({ min: 0n, max: 10n ** 9n })
  fc.assert(
    fc.property(fc.array(minor, { maxLength: 8 }), minor, (left, due) => {
      const spent = spendCredits(
        left.map((amount, index) => credit(`${index}`, amount)),
        due,
      )
      const paid = spent.reduce((sum, entry) => sum + entry.minor, 0n)
      const there = left.reduce((sum, amount) => sum + amount, 0n)
      expect(paid).toBe(there < due ? there : due)
      expect(spent.every(({ creditId, minor: part }) => part > 0n && part <= left[Number(creditId)]!)).toBe(
        true,
      )
    }),
  )
})

test('the proof of who may spend a credit works in its own organization, and only as it was made', () => {
  const proof = sealCredit('secret', 'harbour', 'cleo')
  expect(openCredit('secret', 'harbour', proof)).toBe('cleo')
  expect(openCredit('secret', 'kestrel', proof)).toBeNull()
  expect(openCredit('other secret', 'harbour', proof)).toBeNull()
  expect(openCredit('secret', 'harbour', `${proof}x`)).toBeNull()
  expect(openCredit('secret', 'harbour', '')).toBeNull()
  expect(openCredit('secret', 'harbour', sealCredit('secret', 'harbour', ''))).toBeNull()
})
