import type { Child } from 'hono/jsx'

/** A title inside a text, with the name that links to it use. */
export interface TextHeading {
  id: string
  text: string
}

/**
 * Text in the part of Markdown that our own papers use: headings, paragraphs, lists, tables, fenced code, and inside
 * a line code, strong words and links. Everything is escaped. `links` says where links to files lead; one that leads
 * nowhere keeps its words.
 */
export function Markdown({ text, links = {} }: { text: string; links?: Links | undefined }) {
  return <>{blocksOf(text).map((block) => drawBlock(block, links))}</>
}

type Links = Readonly<Record<string, string>>

/** The headings of the second level, for a list of contents. */
export function headingsOf(text: string): TextHeading[] {
  return blocksOf(text).flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [{ id: idOf(block.text), text: block.text }] : [],
  )
}

type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; entries: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }

function blocksOf(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  while (lines.length > 0) {
    const line = lines[0]!
    if (line.trim() === '') lines.shift()
    else blocks.push(nextBlock(lines))
  }
  return blocks
}

/** Takes the lines of one block away. */
function nextBlock(lines: string[]): Block {
  const first = lines[0]!
  const heading = /^(#{1,6}) +(.*)$/.exec(first)
  if (heading) {
    lines.shift()
    return { kind: 'heading', level: heading[1]!.length, text: heading[2]! }
  }
  if (first.startsWith('```')) {
    lines.shift()
    const code = takeWhile(lines, (line) => !line.startsWith('```'))
    lines.shift()
    return { kind: 'code', text: code.join('\n') }
  }
  if (first.startsWith('|')) {
    const [head, , ...rows] = takeWhile(lines, (line) => line.startsWith('|')).map(cellsOf)
    return { kind: 'table', head: head!, rows }
  }
  if (ENTRY.test(first)) {
    const all = takeWhile(lines, (line) => ENTRY.test(line) || /^ +\S/.test(line))
    const entries: string[] = []
    for (const line of all) {
      if (ENTRY.test(line)) entries.push(line.replace(ENTRY, ''))
      else entries.push(`${entries.pop()} ${line.trim()}`)
    }
    return { kind: 'list', ordered: /^\d/.test(first), entries }
  }
  const words = takeWhile(lines, (line) => line.trim() !== '' && !/^(#|```|\|)/.test(line))
  return { kind: 'paragraph', text: words.join(' ') }
}

const ENTRY = /^(?:[-*]|\d+\.) +/

function takeWhile(lines: string[], belongs: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !belongs(line))
  return lines.splice(0, end < 0 ? lines.length : end)
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

function drawBlock(block: Block, links: Links) {
  const draw = (text: string) => drawLine(text, links)
  switch (block.kind) {
    case 'heading': {
      const Tag = `h${block.level}` as 'h2'
      return <Tag id={idOf(block.text)}>{draw(block.text)}</Tag>
    }
    case 'code':
      return <CodeBlock text={block.text} />
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List class="bullets">
          {block.entries.map((entry) => (
            <li>{draw(entry)}</li>
          ))}
        </List>
      )
    }
    case 'table':
      return (
        <table class="plain-table">
          <thead>
            <tr>{block.head.map((cell) => (cell ? <th scope="col">{draw(cell)}</th> : <td></td>))}</tr>
          </thead>
          <tbody>
            {block.rows.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td>{draw(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
    case 'paragraph':
      return <p>{draw(block.text)}</p>
  }
}

/** Lines to copy; a screen that is too narrow wraps them. */
export function CodeBlock({ text }: { text: string }) {
  return (
    <pre class="code-block">
      <code>{text}</code>
    </pre>
  )
}

const PARTS = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/

function drawLine(text: string, links: Links): Child {
  return text.split(PARTS).map((part) => {
    if (/^`.+`$/.test(part)) return <code>{part.slice(1, -1)}</code>
    if (part.startsWith('**') && part.length > 4) return <strong>{drawLine(part.slice(2, -2), links)}</strong>
    const [, words, target] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? []
    if (!words || !target) return part
    const href = /^(https?:|#)/.test(target) ? target : links[target]
    return href ? <a href={href}>{drawLine(words, links)}</a> : drawLine(words, links)
  })
}

function idOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}
