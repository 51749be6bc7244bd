import type { InvoicePaper, PaperLine, PaperSum } from '#messages/invoice-paper.ts'
import { openSheet, type Place, type Sheet } from './pdf-sheet.ts'

const BODY = 10
const SMALL = 9
const GAP = 18
const AMOUNT_WIDTH = 120

/**
 * An invoice or credit note as a PDF: A4, or Letter for readers of American English, tagged so that it can be read
 * aloud. It decides nothing: every word and amount stands in the paper, and the same paper makes the same bytes.
 */
export async function invoicePdf(paper: InvoicePaper): Promise<Uint8Array> {
  const sheet = openSheet({
    size: paper.language === 'en-US' ? 'LETTER' : 'A4',
    language: paper.language,
    title: paper.title,
    author: paper.author,
    madeAtMs: paper.issuedAtMs,
  })
  const pen = { sheet, y: sheet.top }
  drawTitle(pen, paper)
  drawParties(pen, paper)
  drawFacts(pen, paper)
  drawTable(pen, paper)
  drawSums(pen, paper)
  if (paper.thanks) {
    space(pen, 2 * GAP)
    say(pen, paper.thanks, BODY)
  }
  return sheet.finish()
}

/** Where the next thing is drawn. */
interface Pen {
  sheet: Sheet
  y: number
}

function drawTitle(pen: Pen, { title, notice }: InvoicePaper): void {
  const { sheet } = pen
  pen.y += sheet.write('H1', title, { x: sheet.left, y: pen.y, width: sheet.width }, { size: 24, bold: true })
  if (notice) {
    pen.y += 4
    say(pen, notice, BODY, { bold: true })
  }
  pen.y += GAP
}

function drawParties(pen: Pen, { seller, buyer }: InvoicePaper): void {
  const { sheet } = pen
  const half = (sheet.width - GAP) / 2
  const heights = [seller, buyer].map((party, index) => {
    const x = sheet.left + index * (half + GAP)
    let y = pen.y
    sheet.group('Sect', () => {
      y += sheet.write('P', party.label, { x, y, width: half }, { size: SMALL, quiet: true })
      for (const line of party.lines) y += sheet.write('P', line, { x, y, width: half }, { size: BODY })
    })
    return y
  })
  pen.y = Math.max(...heights) + GAP
}

function drawFacts(pen: Pen, { facts }: InvoicePaper): void {
  for (const { term, detail } of facts) say(pen, `${term}: ${detail}`, BODY)
  pen.y += GAP
}

function drawTable(pen: Pen, { table }: InvoicePaper): void {
  pen.sheet.group('Table', () => {
    drawRow(pen, 'TH', { what: table.what, notes: [], before: null, amount: table.amount })
    for (const line of table.lines) drawRow(pen, 'TD', line)
  })
  pen.sheet.rule(pen.y)
}

function drawRow(pen: Pen, tag: 'TH' | 'TD', line: PaperLine): void {
  const { sheet } = pen
  const whatWidth = sheet.width - AMOUNT_WIDTH - GAP
  const style = { size: tag === 'TH' ? SMALL : BODY, quiet: tag === 'TH' }
  const what = [line.what, ...line.notes].join(', ')
  space(pen, 0, sheet.heightOf(what, whatWidth, style) + 14)
  sheet.rule(pen.y)
  pen.y += 6
  const row = { y: pen.y, width: AMOUNT_WIDTH, x: sheet.left + sheet.width - AMOUNT_WIDTH }
  sheet.group('TR', () => {
    const left = sheet.write(tag, what, { x: sheet.left, y: pen.y, width: whatWidth }, style)
    const right = line.before
      ? drawChanged(sheet, line.before, line.amount, row)
      : sheet.write(tag, line.amount, row, { ...style, align: 'right' })
    pen.y += Math.max(left, right) + 6
  })
}

/** The amount as it was, struck, and under it what is asked now. */
function drawChanged(sheet: Sheet, before: string, now: string, place: Place): number {
  let height = 0
  sheet.group('TD', () => {
    height += sheet.write('P', before, place, { size: BODY, align: 'right', struck: true, quiet: true })
    height += sheet.write('P', now, { ...place, y: place.y + height }, { size: BODY, align: 'right' })
  })
  return height
}

function drawSums(pen: Pen, { total, taxes, movements, balance }: InvoicePaper): void {
  pen.y += 8
  pen.sheet.group('Sect', () => {
    drawSum(pen, total, true)
    for (const tax of taxes) drawSum(pen, tax, false)
    for (const movement of movements) drawSum(pen, movement, false)
    if (balance) drawSum(pen, balance, true)
  })
}

function drawSum(pen: Pen, { label, amount }: PaperSum, bold: boolean): void {
  const { sheet } = pen
  const labelWidth = sheet.width - AMOUNT_WIDTH - GAP
  const style = { size: bold ? BODY + 1 : BODY, bold }
  space(pen, 4, sheet.heightOf(label, labelWidth, style))
  const left = sheet.write('P', label, { x: sheet.left, y: pen.y, width: labelWidth }, style)
  const place = { x: sheet.left + sheet.width - AMOUNT_WIDTH, y: pen.y, width: AMOUNT_WIDTH }
  pen.y += Math.max(left, sheet.write('P', amount, place, { ...style, align: 'right' }))
}

function say(pen: Pen, text: string, size: number, style: { bold?: boolean } = {}): void {
  const { sheet } = pen
  space(pen, 0, sheet.heightOf(text, sheet.width, { size, ...style }))
  pen.y += sheet.write('P', text, { x: sheet.left, y: pen.y, width: sheet.width }, { size, ...style })
}

/** Leaves room above, and begins a new page where what follows would not fit any more. */
function space(pen: Pen, above: number, height = 0): void {
  pen.y += above
  if (pen.y + height <= pen.sheet.bottom) return
  pen.sheet.newPage()
  pen.y = pen.sheet.top
}
