import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  chainOf,
  filesIn,
  isTest,
  linesOf,
  linesWith,
  nodesOf,
  pathsBelow,
  placeOf,
  productFiles,
  withoutSqlComments,
  writtenFiles,
  type SourceFile,
  type SyntaxNode,
} from './source-files.ts'

/*
 * The rules of STYLE.md that a machine can see, one sentence each; who may import whom stands in
 * .dependency-cruiser.mjs, and the stylesheets' own rules in src/ui/styles/styles.test.ts.
 * Each rule was seen to fail when a file that breaks it was planted: 301 lines, src/domain/utils/, BadName.ts,
 * an index.ts, process.env, Date.now(), `select now()`, an any, a test left alone, a style attribute, a machine's path.
 */

const LONGEST_FILE_LINES = 300
const LONGEST_FUNCTION_LINES = 70
const LONGEST_HANDLER_LINES = 40

const written = writtenFiles()
const product = productFiles()

describe('files', () => {
  test('are found at all, so that no rule below passes for want of anything to look at', () => {
    expect(written.length).toBeGreaterThan(150)
    expect(product.length).toBeGreaterThan(100)
  })

  test(`have at most ${LONGEST_FILE_LINES} lines`, () => {
    const long = written.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    expect(long.filter(({ lines }) => lines > LONGEST_FILE_LINES)).toEqual([])
  })

  test('and folders say what they hold: none is called utils, helpers, lib, common, core, services, managers or types', () => {
    const vague = /^(utils?|helpers?|libs?|common|core|services?|managers?|types?|misc|shared)$/
    const names = ['src', 'db', 'test', 'bench', 'bin', 'docs'].flatMap(pathsBelow)
    expect(names.filter((path) => vague.test(basename(path).split('.')[0]!))).toEqual([])
  })

  test('have kebab-case names', () => {
    const names = written
      .map(({ path }) => path)
      .filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(nameOf(path)))
    expect(names).toEqual([])
  })

  test('are imported by their own name: no file only passes on what others export', () => {
    const reexport = /^Export(All|Named)Declaration$/
    const barrels = found(product, (node) => reexport.test(node.type) && Boolean(node['source']))
    const indexes = product.filter(
      ({ path }) => nameOf(path) === 'index' && !/^src\/integrations\/[a-z]+\/index\.ts$/.test(path),
    )
    expect([...barrels, ...indexes.map(({ path }) => path)]).toEqual([])
  })
})

describe('one file each', () => {
  test('reads the environment: src/config.ts', () => {
    const places = found(product, (node) => chainOf(node) === 'process.env')
    expect(places.filter((place) => !place.startsWith('src/config.ts:'))).toEqual([])
    expect(places).not.toEqual([])
  })

  test('reads the time of day: src/platform/clock.ts', () => {
    const places = found(product, (node) => readsTime(node))
    expect(places.filter((place) => !place.startsWith('src/platform/clock.ts:'))).toEqual([])
    expect(places).not.toEqual([])
  })

  test('asks the database for the time: src/platform/clock.ts, beside what looks after the installation itself', () => {
    const asks =
      /\b(now\(\)|clock_timestamp\(\)|current_timestamp|localtimestamp|statement_timestamp\(\)|transaction_timestamp\(\))/i
    const allowed = new Set(['src/platform/clock.ts', 'src/platform/migrate.ts', 'src/doctor.ts'])
    const places = texts(product).filter(({ text, path }) => asks.test(text) && !allowed.has(path))
    expect(places.map(({ place }) => place)).toEqual([])
    const migrations = filesIn(['db/migrations'], ['.sql']).flatMap(({ path, text }) =>
      linesWith(path, withoutSqlComments(text), asks),
    )
    // The body of org_now itself.
    expect(migrations).toHaveLength(1)
  })

  test('knows pg-boss: src/platform/queue.ts', () => {
    const importers = product.filter((file) =>
      importsOf(file).some((name) => name === 'pg-boss' || name.startsWith('pg-boss/')),
    )
    expect(importers.map(({ path }) => path)).toEqual(['src/platform/queue.ts'])
  })
})

describe('types', () => {
  test('are never given up: no any, and no comment that silences the compiler', () => {
    expect(found(written, (node) => node.type === 'TSAnyKeyword')).toEqual([])
    const silenced = /^\s*(\/\/|\/\*)\s*@ts-(ignore|nocheck|expect-error)/m
    expect(written.filter(({ text }) => silenced.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('tests', () => {
  test('are all run: none is left out, and none is left alone', () => {
    const marks = /\b(test|describe|it)\.(only|skip|todo|fails)\b/
    const left = written
      .filter(({ path }) => isTest(path))
      .flatMap(({ path, text }) => linesWith(path, text, marks))
    expect(left).toEqual([])
  })

  test('mock nothing of ours', () => {
    const mocks = written
      .filter(({ path }) => isTest(path))
      .filter(({ text }) => /\bvi\.(mock|doMock|spyOn|stubGlobal)\(/.test(text))
    expect(mocks.map(({ path }) => path)).toEqual([])
  })
})

describe('stylesheets', () => {
  test('all lie in src/ui/styles, where their own test looks at each', () => {
    const sheets = pathsBelow('.').filter((path) => path.endsWith('.css'))
    expect(sheets.length).toBeGreaterThan(10)
    expect(sheets.filter((path) => !path.startsWith('src/ui/styles/'))).toEqual([])
  })

  test('hold all style: no page carries a style attribute, which the content policy would ignore', () => {
    // Mails have nothing but attributes, because mail programs drop stylesheets.
    const pages = product.filter(
      ({ path }) => path.endsWith('.tsx') && !path.startsWith('src/jobs/') && !/\/mail[-.]/.test(path),
    )
    const styled = found(
      pages,
      (node) => node.type === 'JSXAttribute' && (node['name'] as SyntaxNode)['name'] === 'style',
    )
    expect(styled).toEqual([])
  })
})

test('what is committed speaks of the product alone: no path of a machine, no address of a registry', () => {
  // The classes keep this file from finding itself.
  const foreign =
    /(^|[\s"'`(=])\/wor[k]\/|\/hom[e]\/\w|\/User[s]\/\w|\bhelpe[r]-\d|https?:\/\/[^\s"'/]*(registr[y]|artifactor[y]|nexu[s]|goprox[y])[^\s"'/]*/
  const endings = [
    '.ts',
    '.tsx',
    '.mjs',
    '.json',
    '.md',
    '.sql',
    '.css',
    '.yaml',
    '.yml',
    'Dockerfile',
    '.npmrc',
    '/run',
    '/check',
    '/dev',
    '/setup',
  ]
  const all = pathsBelow('.').filter((path) => endings.some((ending) => `/${path}`.endsWith(ending)))
  expect(all).toContain('package-lock.json')
  const lines = all.flatMap((path) => linesWith(path, readFileSync(path, 'utf8'), foreign))
  expect(lines.filter((line) => !line.includes('https://registry.npmjs.org'))).toEqual([])
})

test('STYLE.md is short enough to be read before a first change', () => {
  expect(readFileSync('STYLE.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})

test('long functions and the middle of all files are reported to look at; nothing fails', () => {
  const long = product.flatMap((file) => {
    const isHandler = /^src\/web\/.*\.tsx?$/.test(file.path)
    return nodesOf(file).flatMap(({ node, parent }) => {
      if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return []
      const limit = isHandler && takesRequest(node) ? LONGEST_HANDLER_LINES : LONGEST_FUNCTION_LINES
      const lines = linesOf(file, node)
      return lines > limit
        ? [`${placeOf(file, node)} ${functionName(node, parent)}: ${lines} lines, aim ${limit}`]
        : []
    })
  })
  const lengths = product.map(({ text }) => text.trimEnd().split('\n').length).toSorted((a, b) => a - b)
  const report = [
    `${product.length} files, median ${lengths[lengths.length >> 1]} lines, longest ${lengths.at(-1)}`,
    ...long,
  ]
  process.stdout.write(`House report\n  ${report.join('\n  ')}\n`)
  expect(lengths.length).toBeGreaterThan(0)
})

function found(files: SourceFile[], matches: (node: SyntaxNode) => boolean): string[] {
  return files.flatMap((file) =>
    nodesOf(file).flatMap(({ node }) => (matches(node) ? [placeOf(file, node)] : [])),
  )
}

/** Every text of the program, without what its gaps are filled with. */
function texts(files: SourceFile[]): { path: string; text: string; place: string }[] {
  return files.flatMap((file) =>
    nodesOf(file).flatMap(({ node }) => {
      const isText =
        node.type === 'TemplateElement' || (node.type === 'Literal' && typeof node['value'] === 'string')
      return isText
        ? [{ path: file.path, text: file.text.slice(node.start, node.end), place: placeOf(file, node) }]
        : []
    }),
  )
}

function readsTime(node: SyntaxNode): boolean {
  const chain = chainOf(node)
  if (chain === 'Date.now' || chain.startsWith('Temporal.Now')) return true
  return (
    node.type === 'NewExpression' &&
    chainOf(node['callee']) === 'Date' &&
    (node['arguments'] as unknown[]).length === 0
  )
}

function importsOf(file: SourceFile): string[] {
  return nodesOf(file).flatMap(({ node }) => {
    const source = node['source'] as SyntaxNode | null | undefined
    return node.type.startsWith('Import') && source?.type === 'Literal' ? [String(source['value'])] : []
  })
}

// A handler is what takes a request: its first parameter is called c.
function takesRequest(node: SyntaxNode): boolean {
  const [first] = (node['params'] as SyntaxNode[] | undefined) ?? []
  return first?.type === 'Identifier' && first['name'] === 'c'
}

function functionName(node: SyntaxNode, parent: SyntaxNode | null): string {
  const id = (node['id'] ?? parent?.['id'] ?? parent?.['key']) as SyntaxNode | null | undefined
  return id?.type === 'Identifier' ? String(id['name']) : 'without a name'
}

function nameOf(path: string): string {
  return basename(path).split('.')[0]!
}
