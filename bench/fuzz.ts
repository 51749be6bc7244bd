import { randomInt } from 'node:crypto'
import { startVitest } from 'vitest/node'
import type { BenchOptions, BenchRow } from './measure.ts'

/** Requests for each operation, and policies for the second opinion; `npm test` sends fewer, always the same. */
const RUNS = { usual: 300, full: 10_000 }

/**
 * Asks every operation of the API what its document allows and what it does not, and compares quotes with a second
 * opinion, from a seed that nobody knew before. The seed stands in the row, so that a failure can be had again.
 */
export async function run({ full }: BenchOptions): Promise<BenchRow[]> {
  const fuzz = { runs: full ? RUNS.full : RUNS.usual, seed: randomInt(2 ** 31 - 1) }
  const vitest = await startVitest('test', ['test/api-fuzz/fuzz.test.ts', 'test/oracle/quotes.test.ts'], {
    provide: { fuzz },
    watch: false,
    testTimeout: 7_200_000,
  })
  const tests = vitest.state.getTestModules().flatMap((file) => [...file.children.allTests()])
  const failed = tests.filter((test) => test.result().state === 'failed')
  await vitest.close()
  return [
    {
      area: 'fuzz',
      name: 'operations and quotes that keep to the document and the policy',
      cases: `${fuzz.runs} requests each, seed ${fuzz.seed}`,
      baseline: `${tests.length}`,
      value: `${tests.length - failed.length}`,
      ratio: tests.length === 0 ? 0 : (tests.length - failed.length) / tests.length,
      goal: '= 1',
      ok: tests.length > 0 && failed.length === 0,
    },
  ]
}
