import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PdfKit from 'pdfkit'
import { plainFont } from './plain-font.ts'

/** How a piece of text looks. */
export interface TextStyle {
  size: number
  bold?: boolean
  align?: 'left' | 'right'
  quiet?: boolean
  struck?: boolean
}

/** What a piece of text is, for people who hear the paper: a tag of the PDF standard. */
export type TextTag = 'H1' | 'H2' | 'P' | 'Caption' | 'TH' | 'TD'

export interface Place {
  x: number
  y: number
  width: number
}

/**
 * A document to draw on, with the tags that make it readable aloud. Measures are points; y grows downwards. This file
 * alone knows the library that writes PDF.
 */
export interface Sheet {
  left: number
  top: number
  width: number
  /** Below this nothing is drawn. */
  bottom: number
  newPage(): void
  /** How high the text will be, wrapped at this width. */
  heightOf(text: string, width: number, style: TextStyle): number
  /** Draws wrapped text and answers its height. */
  write(tag: TextTag, text: string, place: Place, style: TextStyle): number
  /** What is drawn inside belongs together. */
  group(tag: 'Sect' | 'Table' | 'TR' | 'TD', draw: () => void): void
  /** A line that means nothing. */
  rule(y: number): void
  finish(): Promise<Uint8Array>
}

export interface SheetOptions {
  size: 'A4' | 'LETTER'
  language: string
  title: string
  author: string
  /** Milliseconds since 1970. The file says this instead of the time at which it was drawn. */
  madeAtMs: number
}

const MARGIN = 56
const LEADING = 1.35
const INK = '#1d1b18'
const QUIET = '#5f5a52'

/** Opens an empty sheet. The same drawing on the same sheet makes the same bytes. */
export function openSheet(options: SheetOptions): Sheet {
  const { doc, bytes } = openDocument(options)
  const root = doc.struct('Document')
  doc.addStructure(root)
  const open = [root]
  const letters = lettersFor(doc)
  const sheet: Sheet = {
    left: MARGIN,
    top: MARGIN,
    width: doc.page.width - 2 * MARGIN,
    bottom: doc.page.height - MARGIN,
    newPage: () => void doc.addPage(),
    heightOf: (text, width, style) => wrap(letters, text, width, style).length * style.size * LEADING,
    write(tag, text, { x, y, width }, style) {
      const lines = wrap(letters, text, width, style)
      // What no font of ours can draw is still there for whoever copies, searches or hears the text.
      const actual = lines.some((line) => line.some((run) => run.replaced)) ? { actual: text } : {}
      const heads = tag === 'TH' ? { scope: 'Column' } : {}
      const draw = () =>
        lines.forEach((line, row) =>
          drawLine(doc, letters, line, { x, y: y + row * style.size * LEADING, width }, style),
        )
      const element = doc.struct(tag, { ...actual, ...heads })
      open.at(-1)!.add(element)
      element.add(draw)
      element.end()
      return lines.length * style.size * LEADING
    },
    group(tag, draw) {
      const element = doc.struct(tag)
      open.at(-1)!.add(element)
      open.push(element)
      draw()
      open.pop()
      element.end()
    },
    rule(y) {
      doc.markContent('Artifact', { type: 'Layout' })
      doc
        .moveTo(MARGIN, y)
        .lineTo(doc.page.width - MARGIN, y)
        .lineWidth(0.5)
        .stroke(QUIET)
      doc.endMarkedContent()
    },
    async finish() {
      root.end()
      doc.end()
      return bytes
    },
  }
  return sheet
}

function openDocument({ size, language, title, author, madeAtMs }: SheetOptions) {
  const madeAt = new Date(madeAtMs)
  const doc = new PdfKit({
    size,
    margin: MARGIN,
    pdfVersion: '1.7',
    tagged: true,
    lang: language,
    displayTitle: true,
    // None to begin with; otherwise a standard font would be opened that no letter uses.
    font: '',
    info: {
      Title: title,
      Author: author,
      Creator: 'Kept',
      Producer: 'Kept',
      CreationDate: madeAt,
      ModDate: madeAt,
    },
  })
  const chunks: Buffer[] = []
  const bytes = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    doc.on('error', reject)
  })
  return { doc, bytes }
}

/** Text in one font; `replaced` where the fonts have no such letters. */
interface Run {
  font: string
  text: string
  replaced: boolean
}

interface Letters {
  runs(text: string, bold: boolean): Run[]
  widthOf(runs: readonly Run[], style: TextStyle): number
}

const SUBSETS = ['latin', 'latin-ext', 'vietnamese'] as const

/** Each letter comes from the first of our fonts that has it; fonts are opened when a letter first needs them. */
function lettersFor(doc: PDFKit.PDFDocument): Letters {
  const opened = new Map<string, (codePoint: number) => boolean>()
  const has = (font: string, subset: (typeof SUBSETS)[number], bold: boolean) => {
    let covers = opened.get(font)
    if (!covers) {
      doc.registerFont(font, fileOf(subset, bold))
      doc.font(font)
      // The library keeps the opened font to itself, and nothing else knows which letters it has.
      const { font: face } = (doc as unknown as OpenedFont)._font
      covers = (codePoint) => face.hasGlyphForCodePoint(codePoint)
      opened.set(font, covers)
    }
    return covers
  }
  const fontOf = (letter: string, bold: boolean) => {
    const points = [...letter].map((character) => character.codePointAt(0)!)
    for (const subset of SUBSETS) {
      const font = `${subset}${bold ? ' bold' : ''}`
      if (points.every(has(font, subset, bold))) return font
    }
    return null
  }
  return {
    runs(text, bold) {
      const runs: Run[] = []
      for (const { segment } of graphemes.segment(text)) {
        const font = fontOf(segment, bold)
        const run = {
          font: font ?? `latin${bold ? ' bold' : ''}`,
          text: font ? segment : '?',
          replaced: !font,
        }
        const last = runs.at(-1)
        if (last && last.font === run.font) runs[runs.length - 1] = joined(last, run)
        else runs.push(run)
      }
      return runs
    },
    widthOf: (runs, { size }) =>
      runs.reduce((sum, run) => sum + doc.font(run.font).fontSize(size).widthOfString(run.text), 0),
  }
}

interface OpenedFont {
  _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } }
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function joined(one: Run, other: Run): Run {
  return { font: one.font, text: one.text + other.text, replaced: one.replaced || other.replaced }
}

/** Lines of runs: broken between words, and inside a word that alone is too wide. */
function wrap(letters: Letters, text: string, width: number, style: TextStyle): Run[][] {
  const measure = (piece: string) => letters.widthOf(letters.runs(piece, style.bold ?? false), style)
  const lines: string[] = ['']
  for (const word of clean(text).split(' ')) {
    const line = lines.at(-1)!
    const longer = line ? `${line} ${word}` : word
    if (measure(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(...broken(word, width, measure))
  }
  return lines
    .filter((line, index) => line || index > 0)
    .map((line) => letters.runs(line, style.bold ?? false))
}

function broken(word: string, width: number, measure: (piece: string) => number): string[] {
  if (measure(word) <= width) return [word]
  const pieces = ['']
  for (const { segment } of graphemes.segment(word)) {
    const longer = pieces.at(-1)! + segment
    if (measure(longer) <= width) pieces[pieces.length - 1] = longer
    else pieces.push(segment)
  }
  return pieces
}

// Marks that steer a screen, such as the direction of text, draw nothing.
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function drawLine(
  doc: PDFKit.PDFDocument,
  letters: Letters,
  line: readonly Run[],
  { x, y, width }: Place,
  style: TextStyle,
): void {
  const wide = letters.widthOf(line, style)
  const from = style.align === 'right' ? x + width - wide : x
  let at = from
  for (const run of line) {
    doc
      .font(run.font)
      .fontSize(style.size)
      .fillColor(style.quiet ? QUIET : INK)
    doc.text(run.text, at, y, { lineBreak: false })
    at += doc.widthOfString(run.text)
  }
  if (!style.struck) return
  const middle = y + style.size * 0.62
  doc
    .moveTo(from, middle)
    .lineTo(from + wide, middle)
    .lineWidth(0.6)
    .stroke(QUIET)
}

const require = createRequire(import.meta.url)
const files = new Map<string, Buffer>()

/** The font's file, from its package; whoever runs the program has it in node_modules. */
function fileOf(subset: (typeof SUBSETS)[number], bold: boolean): Buffer & string {
  const name = `@fontsource/newsreader/files/newsreader-${subset}-${bold ? 600 : 400}-normal.woff`
  let file = files.get(name)
  if (!file) files.set(name, (file = plainFont(readFileSync(require.resolve(name)))))
  // The library takes bytes wherever its types say name.
  return file as Buffer & string
}
