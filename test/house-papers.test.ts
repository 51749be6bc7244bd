import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, linesWith } from './source-files.ts'

/*
 * Papers that speak of files, words and variables that are gone mislead more than none.
 * Seen to fail when src/domain/bookings/lifecycle.ts was renamed and when a variable left README's table.
 */
const papers = [
  ...filesIn(['docs'], ['.md']),
  ...globSync('*.md').map((path) => ({ path, text: readFileSync(path, 'utf8') })),
]

test('every file that the papers name exists', () => {
  expect(papers.length).toBeGreaterThan(20)
  const lost = papers.flatMap(({ path, text }) => {
    const spans = [...text.matchAll(/`((?:src|db|test|bench|bin|docs)\/[\w./*-]+?)`/g)].map(
      ([, name]) => name!,
    )
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) =>
      normalize(join(dirname(path), target!)),
    )
    return [...spans, ...links].filter((name) => !exists(name)).map((name) => `${path}: ${name}`)
  })
  expect(lost).toEqual([])
})

test('the tree of architecture.md names every folder of src, and those of the domain in the order that is enforced', () => {
  const text = readFileSync('docs/architecture.md', 'utf8')
  const tree = text.slice(text.indexOf('## The tree'), text.indexOf('## Five rules'))
  const missing = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !tree.includes(`\nsrc/${entry.name}/`))
    .map(({ name }) => name)
  expect(missing).toEqual([])
  const enforced = /const domainOrder = \[([^\]]*)\]/.exec(
    readFileSync('.dependency-cruiser.mjs', 'utf8'),
  )![1]!
  const order = [...enforced.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name!)
  const told = [...tree.matchAll(/^([a-z-]+) {2,}\S/gm)].map(([, name]) => name!)
  expect(told).toEqual(order)
})

test('the walk of architecture.md names files of today in each step', () => {
  const text = readFileSync('docs/architecture.md', 'utf8')
  const walk = text.slice(text.indexOf('## The walk'), text.indexOf('## Where a change goes'))
  const names = [...walk.matchAll(/[\w-]+\.tsx?\b/g)].map(([name]) => name)
  const known = new Set(filesIn(['src'], ['.ts', '.tsx']).map(({ path }) => basename(path)))
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter((name) => !known.has(name))).toEqual([])
})

test('README lists every variable of the environment that config.ts reads, and no other', () => {
  const config = readFileSync('src/config.ts', 'utf8')
  const read = new Set(
    [...config.matchAll(/env\['([A-Z_]+)'\]|readSecret\(env, '([A-Z_]+)'\)/g)].map(
      ([, plain, secret]) => plain ?? secret,
    ),
  )
  const listed = new Set(
    [...readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name),
  )
  expect(listed).toEqual(read)
})

test('README lists every word that main.ts knows, as an npm script', () => {
  const main = readFileSync('src/main.ts', 'utf8')
  const list = /const words[^{]*\{([^}]*)\}/.exec(main)![1]!
  const words = [...list.matchAll(/^\s*(\w+)[,:]/gm)].map(([, word]) => word!)
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  expect(words).toContain('serve')
  const readme = readFileSync('README.md', 'utf8')
  expect(
    words.filter((word) => !readme.includes(`\`npm run ${word}\``) || !scripts[word]?.endsWith(` ${word}`)),
  ).toEqual([])
})

test('README gives the two commands as they are typed', () => {
  const lines = readFileSync('README.md', 'utf8').split('\n')
  expect(lines).toContain('npm ci && npm start')
  expect(lines).toContain('npm ci && npm test')
})

test('decisions are numbered without gaps and say date, status, context, decision and consequences', () => {
  const records = filesIn(['docs/decisions'], ['.md'])
  expect(records.map(({ path }) => Number(basename(path).slice(0, 4)))).toEqual(
    records.map((_, index) => index + 1),
  )
  const parts = [
    /^# \d{4}\. \S/m,
    /^Date: \d{4}-\d\d-\d\d · Status: \S/m,
    /^## Context$/m,
    /^## Decision$/m,
    /^## Consequences$/m,
  ]
  expect(
    records.filter(({ text }) => !parts.every((part) => part.test(text))).map(({ path }) => path),
  ).toEqual([])
})

test('no paper leaves something to be done later', () => {
  expect(papers.flatMap(({ path, text }) => linesWith(path, text, /\b(TODO|FIXME|TBD|lorem)\b/))).toEqual([])
})

// A name with a star, or with an ellipsis in its place, stands for several files.
function exists(name: string): boolean {
  return name.includes('*') ? globSync(name).length > 0 : existsSync(name)
}
