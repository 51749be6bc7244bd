import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseSync } from 'vite'

/** A file of the project: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  path: string
  text: string
}

/** A node of a syntax tree, as far as the house rules look at it. */
export interface SyntaxNode {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

interface NodeInPlace {
  node: SyntaxNode
  parent: SyntaxNode | null
}

// A file is parsed once however many rules look at it.
const parsed = new WeakMap<SourceFile, NodeInPlace[]>()

// What a build, a run or an install leaves behind belongs to nobody.
const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'shots', '.git', '.bench'])

/** Every file below the given folders whose name ends in one of the endings, sorted by path. */
export function filesIn(folders: string[], endings: string[]): SourceFile[] {
  return folders
    .flatMap(pathsBelow)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

/** Every path below a folder, folders included and ending in a slash; `.` is the whole project. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return []
    const path = join(folder, entry.name).replaceAll('\\', '/')
    return entry.isDirectory() ? [`${path}/`, ...pathsBelow(path)] : [path]
  })
}

/** What tools write: the types of tables, and those of the API's document. */
const GENERATED = new Set(['db/schema.ts', 'test/api/schema.d.ts'])

/** All TypeScript that people write. */
export function writtenFiles(): SourceFile[] {
  return filesIn(['src', 'db', 'test', 'bench'], ['.ts', '.tsx']).filter(({ path }) => !GENERATED.has(path))
}

/** The program itself, without its tests. */
export function productFiles(): SourceFile[] {
  return writtenFiles().filter(({ path }) => /^(src|db)\//.test(path) && !isTest(path))
}

/** True for tests, and for what several tests beside them share (`….testing.ts`). */
export function isTest(path: string): boolean {
  return /\.test(ing)?\.tsx?$/.test(basename(path))
}

/** Every node of a file's syntax tree, each with the one that holds it; parents come before their children. */
export function nodesOf(file: SourceFile): NodeInPlace[] {
  const known = parsed.get(file)
  if (known) return known
  const { program, errors } = parseSync(file.path, file.text)
  if (errors.length > 0) throw new Error(`${file.path} cannot be read: ${errors[0]!.message}`)
  const found: NodeInPlace[] = []
  parsed.set(file, found)
  const walk = (value: unknown, parent: SyntaxNode | null): void => {
    if (Array.isArray(value)) for (const entry of value) walk(entry, parent)
    if (!isNode(value)) return
    found.push({ node: value, parent })
    for (const child of Object.values(value)) walk(child, value)
  }
  walk(program, null)
  return found
}

/** `path:line` of a node, as editors open it. */
export function placeOf(file: SourceFile, node: SyntaxNode): string {
  return `${file.path}:${lineAt(file, node.start)}`
}

/** How many lines a node takes. */
export function linesOf(file: SourceFile, node: SyntaxNode): number {
  return lineAt(file, node.end) - lineAt(file, node.start) + 1
}

/** `a.b.c` for a chain of plain names, else an empty text. */
export function chainOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type !== 'MemberExpression' || node['computed'] === true) return ''
  return `${chainOf(node['object'])}.${chainOf(node['property'])}`
}

/** `path:line text` of every line that the pattern finds. */
export function linesWith(path: string, text: string, pattern: RegExp): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`] : [],
    )
}

/** SQL as PostgreSQL reads it. */
export function withoutSqlComments(sql: string): string {
  return sql.replaceAll(/--.*$/gm, '')
}

function lineAt(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
