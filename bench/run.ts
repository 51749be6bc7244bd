import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { BenchOptions, BenchRow } from './measure.ts'

/**
 * `npm run bench -- [full] [name …]`: runs the benchmarks of this folder (all files that export `run`, or those
 * named), prints one table, and keeps it in docs/performance.md between the markers of each area. `full` adds the
 * heavy cases. Exits with 1 when a goal is missed.
 */
const FIGURES = new URL('../docs/performance.md', import.meta.url)

const words = process.argv.slice(2)
const options: BenchOptions = { full: words.includes('full') }
const rows: BenchRow[] = []
for (const bench of await benches(words.filter((word) => word !== 'full'))) {
  say(`${bench.name} …`)
  rows.push(...(await bench.run(options)))
}
say(tableOf(rows))
await keepFigures(rows)
const missed = rows.filter((row) => !row.ok)
for (const row of missed) say(`Missed: ${row.area}, ${row.name}: ${row.ratio.toFixed(2)}, goal ${row.goal}.`)
process.exitCode = missed.length > 0 ? 1 : 0

interface Bench {
  name: string
  run: (options: BenchOptions) => Promise<BenchRow[]>
}

async function benches(wanted: string[]): Promise<Bench[]> {
  const files = (await readdir(import.meta.dirname)).filter(
    (file) => file.endsWith('.ts') && file !== 'run.ts',
  )
  const found: Bench[] = []
  for (const file of files.toSorted()) {
    const name = file.slice(0, -'.ts'.length)
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const module: Partial<Bench> = await import(/* @vite-ignore */ `./${file}`)
    if (module.run) found.push({ name, run: module.run })
  }
  const unknown = wanted.filter((name) => !found.some((bench) => bench.name === name))
  if (unknown.length > 0) throw new Error(`There is no benchmark called ${unknown.join(' or ')}.`)
  return found
}

/** A Markdown table that also reads well in a terminal. */
function tableOf(rows: BenchRow[]): string {
  const cells = rows.map((row) => [
    row.area,
    row.name,
    row.cases,
    row.baseline,
    row.value,
    row.ratio.toFixed(2),
    row.goal,
    row.ok ? 'yes' : 'NO',
  ])
  const head = ['Area', 'Case', 'Inputs', 'Baseline', 'Product', 'Ratio', 'Goal', 'Reached']
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i]!.length)))
  const lineOf = (line: string[]) => `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [lineOf(head), lineOf(widths.map((width) => '-'.repeat(width))), ...cells.map(lineOf)].join('\n')
}

/** Replaces each area's table between `<!-- figures:area -->` and `<!-- /figures:area -->`. */
async function keepFigures(rows: BenchRow[]) {
  let page = await readFile(FIGURES, 'utf8').catch(() => '')
  if (page === '') return
  for (const [area, ofArea] of Map.groupBy(rows, (row) => row.area)) {
    const [open, close] = [`<!-- figures:${area} -->`, `<!-- /figures:${area} -->`]
    const from = page.indexOf(open)
    const to = page.indexOf(close)
    if (from < 0 || to < from) {
      say(`docs/performance.md has no place for the figures of ${area}: ${open} … ${close}.`)
      continue
    }
    page = `${page.slice(0, from + open.length)}\n\n${machineText()}\n\n${tableOf(ofArea)}\n\n${page.slice(to)}`
  }
  await writeFile(FIGURES, page)
}

function machineText(): string {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, time zone data ${process.versions.tz}.`
}

function say(line: string) {
  process.stdout.write(`${line}\n`)
}
