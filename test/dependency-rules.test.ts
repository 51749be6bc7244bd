import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'

interface Report {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] }
}

const planted: string[] = []
afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('every module of Kept keeps to the five rules', () => {
  const { summary } = look(process.cwd(), ['src', 'db'])
  // A tool that cannot read TypeScript finds no modules and therefore no violation.
  expect(summary.totalCruised).toBeGreaterThan(100)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
})

test.each([
  ['ground-stands-alone', 'src/platform/a.ts', 'src/domain/team/b.ts'],
  ['ground-stands-alone', 'src/messages/a.ts', 'src/platform/b.ts'],
  ['ui-knows-props-only', 'src/ui/a.tsx', 'src/messages/b.ts'],
  ['domain-uses-platform', 'src/domain/team/a.ts', 'src/web/b.ts'],
  ['domain-order-policies', 'src/domain/policies/a.ts', 'src/domain/bookings/b.ts'],
  ['integrations-do-as-told', 'src/integrations/channels/a.ts', 'src/web/b.ts'],
  ['web-and-jobs-apart', 'src/web/a.ts', 'src/jobs/b.ts'],
  ['web-and-jobs-apart', 'src/jobs/a.ts', 'src/web/b.ts'],
  ['only-main-starts', 'src/web/a.ts', 'src/config.ts'],
])('%s catches %s importing %s', (rule, from, to) => {
  const root = mkdtempSync(join(tmpdir(), 'kept-rules-'))
  planted.push(root)
  write(
    root,
    from,
    `import { thing } from '${'../'.repeat(from.split('/').length - 1)}${to}'\nexport const it = thing\n`,
  )
  write(root, to, 'export const thing: number = 1\n')
  expect(look(root, ['src']).summary.violations.map((violation) => violation.rule.name)).toContain(rule)
})

test('a cycle is caught', () => {
  const root = mkdtempSync(join(tmpdir(), 'kept-rules-'))
  planted.push(root)
  write(root, 'src/domain/team/a.ts', "import { b } from './b.ts'\nexport const a = (): number => b()\n")
  write(root, 'src/domain/team/b.ts', "import { a } from './a.ts'\nexport const b = (): number => a()\n")
  expect(look(root, ['src']).summary.violations.map(({ rule }) => rule.name)).toContain('no-cycles')
})

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function look(cwd: string, folders: string[]): Report {
  const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [program, '--config', resolve('.dependency-cruiser.mjs'), '--output-type', 'json', ...folders]
  const { stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 100_000_000 })
  return JSON.parse(stdout) as Report
}
