import { randomInt } from 'node:crypto'
import { startVitest } from 'vitest/node'
import type { BenchRow } from './measure.ts'

/** Bookings in each of four currencies; `npm test` makes fewer, always the same. */
const BOOKINGS = 400

/** Money end to end from a seed that nobody knew before: booked, paid, quoted, committed and held against the books. */
export async function playMoney(): Promise<BenchRow> {
  const moneyCommits = { bookings: BOOKINGS, seed: randomInt(2 ** 30) }
  const vitest = await startVitest('test', ['test/oracle/money-commit.test.ts'], {
    provide: { moneyCommits },
    watch: false,
    testTimeout: 7_200_000,
  })
  const tests = vitest.state.getTestModules().flatMap((file) => [...file.children.allTests()])
  const failed = tests.filter((test) => test.result().state === 'failed')
  await vitest.close()
  return {
    area: 'money',
    name: 'what is committed is what was quoted, in four currencies',
    cases: `${BOOKINGS} bookings each, seed ${moneyCommits.seed}`,
    baseline: `${tests.length}`,
    value: `${tests.length - failed.length}`,
    ratio: tests.length === 0 ? 0 : (tests.length - failed.length) / tests.length,
    goal: '= 1',
    ok: tests.length > 0 && failed.length === 0,
  }
}
