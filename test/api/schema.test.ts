import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// Seen to fail when a field was taken out of schema.d.ts by hand.
test('the types of the program are those of docs/openapi.json; `npm run api` writes them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-api-'))
  const made = join(folder, 'schema.d.ts')
  try {
    const tool = 'test/api/node_modules/openapi-typescript/bin/cli.js'
    const options = ['docs/openapi.json', '--default-non-nullable=false', '--output', made]
    execFileSync(process.execPath, [tool, ...options], { stdio: 'pipe' })
    const [fresh, committed] = [made, 'test/api/schema.d.ts'].map((path) => plain(readFileSync(path, 'utf8')))
    expect(fresh === committed, 'test/api/schema.d.ts is out of date: run "npm run api" and commit it').toBe(
      true,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

// How it is laid out is the formatter's business.
function plain(text: string): string {
  return text.replaceAll(/[\s;,'"|()]+/g, '')
}
