import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

/*
 * Whoever opens a link gets the worker beside the page, so it stays small; and browsers run it as a plain script.
 * Seen to fail when offline.ts imported customer.ts.
 */
test('the worker for days without a connection is one file of at most 2 KiB', async () => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rollupOptions: { input: { offline: 'src/client/offline.ts' } } },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('the build gave no single output')
  const [script, ...others] = result.output
  expect(others).toEqual([])
  expect(script.type === 'chunk' && [script.imports, script.exports]).toEqual([[], []])
  const code = script.type === 'chunk' ? script.code : ''
  expect(code).not.toMatch(/\b(import|export)\b/)
  expect(gzipSync(code).length).toBeGreaterThan(256)
  expect(gzipSync(code).length).toBeLessThanOrEqual(2 * 1024)
})
