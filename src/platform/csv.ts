/**
 * One row of a CSV file (RFC 4180): cells that hold a comma, a quote, a semicolon or a line break are quoted, and the
 * row ends with CRLF. Text of strangers must stay text when a spreadsheet opens the file: a cell that it would take for
 * a formula gets an apostrophe in front.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`
}

/** Stands before the first row: without it spreadsheets read UTF-8 as something older. */
export const CSV_MARK = '\uFEFF'

/** The signs that begin a formula, also in their full-width shape, and the blanks that some programs drop before one. */
const FORMULA = /^[\t\r\n]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/

function harmless(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
