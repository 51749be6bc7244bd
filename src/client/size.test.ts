import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

/*
 * What Cleo's phone has to fetch before it can show a page: the budget of the design (ux T11), gzipped.
 * Seen to fail when staff.ts was given in place of customer.ts.
 */
test('a customer fetches at most 10 KiB of style and 5 KiB of script', async () => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      assetsInlineLimit: 0,
      rollupOptions: { input: { style: 'src/ui/styles/customer.css', script: 'src/client/customer.ts' } },
    },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('the build gave no single output')
  const sizes = { style: 0, script: 0 }
  for (const file of result.output) {
    if (file.type === 'chunk' && file.name === 'script') sizes.script += gzipSync(file.code).length
    if (file.type === 'asset' && file.fileName.endsWith('.css')) sizes.style += gzipSync(file.source).length
  }
  expect(sizes.style).toBeGreaterThan(2048)
  expect(sizes.style).toBeLessThanOrEqual(10 * 1024)
  expect(sizes.script).toBeGreaterThan(512)
  expect(sizes.script).toBeLessThanOrEqual(5 * 1024)
})

/*
 * What every visitor of another site fetches so that a booking page can stand in it.
 * Seen to fail when embed.ts imported staff.ts.
 */
test('a site that shows a booking page fetches at most 4 KiB of script, in one file that stands alone', async () => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rollupOptions: { input: { embed: 'src/client/embed.ts' } } },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('the build gave no single output')
  const [script, ...others] = result.output
  expect(others).toEqual([])
  expect(script.type === 'chunk' && script.imports).toEqual([])
  const bytes = script.type === 'chunk' ? gzipSync(script.code).length : 0
  expect(bytes).toBeGreaterThan(512)
  expect(bytes).toBeLessThanOrEqual(4 * 1024)
})
