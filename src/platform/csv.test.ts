import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' }
import { describe, expect, test } from 'vitest'
import { csvRow } from './csv.ts'

describe('a row of a CSV file', () => {
  test('holds commas, quotes and line breaks inside one cell each', () => {
    expect(csvRow(['Cleo', 'a, b', 'say "hi"', 'one\r\ntwo', ''])).toBe(
      'Cleo,"a, b","say ""hi""","one\r\ntwo",\r\n',
    )
  })

  // Seen to fail when the apostrophe was left out.
  test.each([
    '=1+1',
    '+44 20 7946 0123',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uFF1D1+1',
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
  ])('%j stays text in a spreadsheet', (text) => {
    expect(cellsOf(csvRow([text]))).toEqual([`'${text}`])
  })

  // Seen to fail when a quote inside a cell was not doubled.
  test('brings every odd string back as it was, and none as a formula', () => {
    for (const text of naughty) {
      const [before, cell, after] = cellsOf(csvRow(['before', text, 'after']))
      expect([before, after]).toEqual(['before', 'after'])
      expect([text, `'${text}`]).toContain(cell)
      expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    }
  })
})

/** A reader written from RFC 4180 alone. */
function cellsOf(row: string): string[] {
  const cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let match = cell.exec(row); match; match = cell.exec(row)) {
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'))
    if (match[3] === '\r\n') break
  }
  return cells
}
