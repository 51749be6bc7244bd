import { expect, test } from 'vitest'
import type { InvoiceLine, InvoiceOnFile } from './booking-money.ts'
import { invoiceNumber } from './invoice-status.ts'
import { canceledLines, correctedFeeLine, type Parties } from './papers.ts'
import type { About } from './postings.ts'

const about: About = {
  orgId: 'organization',
  bookingId: 'booking',
  currency: 'GBP',
  at: Temporal.Instant.from('2026-12-01T12:00:00Z'),
}
const parties: Parties = {
  prefix: 'INV-',
  dueDays: 14,
  seller: 'Kestrel',
  buyerName: 'Cleo',
  buyerEmail: 'c@mail.example',
}
const line = (
  id: string,
  kind: InvoiceLine['kind'],
  minor: bigint,
  more: Partial<InvoiceLine> = {},
): InvoiceLine => ({
  id,
  position: 0,
  kind,
  sessionId: 'first',
  label: '',
  amountMinor: minor,
  payableMinor: minor,
  taxMinor: minor / 6n,
  taxBasisPoints: 2_000,
  ...more,
})
const fee = line('fee', 'cancellation_fee', 600n)
const invoice: InvoiceOnFile = { id: 'invoice', lines: [line('session', 'session', 1_200n), fee] }

test('a fee that was made less asks for less, and a credit note says by how much', () => {
  const rows = correctedFeeLine(about, parties, invoice, fee, 240n)
  expect(rows.changed_invoice_lines).toEqual([
    { org_id: 'organization', id: 'fee', payable_minor: 240n, tax_minor: 40n },
  ])
  const note = rows.invoices![0]!
  expect(note).toMatchObject({ kind: 'credit_note', prefix: 'CN-', corrects_id: 'invoice', due_at: null })
  expect(rows.invoice_lines).toMatchObject([
    { invoice_id: note.id, position: 0, kind: 'cancellation_fee', payable_minor: -360n, tax_minor: -60n },
  ])
})

test('a fee that was made more, or stays, needs no credit note', () => {
  for (const minor of [600n, 720n]) {
    expect(correctedFeeLine(about, parties, invoice, fee, minor)).toEqual({
      changed_invoice_lines: [
        { org_id: 'organization', id: 'fee', payable_minor: minor, tax_minor: minor / 6n },
      ],
    })
  }
})

test('a canceled session takes its own line off and leaves its fees and the others', () => {
  const other = line('other', 'session', 1_200n, { sessionId: 'second' })
  const share = { grossMinor: 1_200n, taxMinor: 200n, discountGrossMinor: 0n, discountTaxMinor: 0n }
  const rows = canceledLines(about, parties, { id: 'invoice', lines: [...invoice.lines, other] }, [
    { sessionId: 'first', share },
  ])
  expect(rows.changed_invoice_lines!.map((row) => row.id)).toEqual(['session'])
  expect(rows.invoice_lines).toHaveLength(1)
})

test('a paper without a number is called by its prefix alone', () => {
  expect(invoiceNumber({ prefix: 'INV-', number: null })).toBe('INV-')
})
