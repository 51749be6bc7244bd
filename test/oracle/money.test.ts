import { expect, inject, test } from 'vitest'
import { compareMoney, textOf } from './money-agreement.ts'

/*
 * The arithmetic of money against a second opinion that was written from the rules alone: prices, shares, and what any
 * change of any sessions costs at the moments at which answers turn. Every case has a number that makes it again.
 */
const { runs, seed } = inject('money') ?? { runs: 20_000, seed: 20_270_104 }

declare module 'vitest' {
  interface ProvidedContext {
    /** How many questions about money are asked, and the first one's number. */
    money?: { runs: number; seed: number }
  }
}

test(`${runs} questions about money have one answer (seed ${seed})`, () => {
  const { difference, allowed, refused, byRule } = compareMoney(seed, runs)
  expect(difference && textOf(difference)).toBeNull()
  // The questions are worth asking: most changes are allowed, and every rule decides about many of them.
  expect(allowed).toBeGreaterThan(refused)
  for (const decided of Object.values(byRule)) expect(decided).toBeGreaterThan(runs / 100)
})
