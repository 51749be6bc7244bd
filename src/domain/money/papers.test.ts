import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rows } from '#platform/rows.ts'
import type { InvoiceOnFile } from './booking-money.ts'
import { canceledLines, emptyInvoice, feeLines, newInvoice, type Parties } from './papers.ts'
import { feeCharged, saleCanceled, sold, type About } from './postings.ts'
import { priceOf, saleShares } from './price.ts'

const about: About = {
  orgId: 'organization',
  bookingId: 'booking',
  currency: 'KWD',
  at: Temporal.Instant.from('2026-12-01T12:00:00Z'),
}
const parties: Parties = {
  prefix: 'INV-',
  dueDays: 14,
  seller: 'Harbour Physio',
  buyerName: 'Cleo',
  buyerEmail: 'cleo@mail.example',
}
const ON_TOP = { basisPoints: 2_000, inclusive: false }
const salesOf = (list: bigint, off: bigint, tax: typeof ON_TOP, count: number) => {
  const price = priceOf(list, off > 0n ? { kind: 'amount', minor: `${off}` } : null, tax)
  return saleShares(price, tax, count).map((share, index) => ({ sessionId: `session ${index}`, share }))
}
/** The invoice as it is loaded after it was written. */
const onFile = ({ id, rows }: { id: string; rows: Rows }): InvoiceOnFile => ({
  id,
  lines: (rows.invoice_lines ?? []).map((row) => ({
    id: row.id as string,
    position: row.position as number,
    kind: row.kind as 'session',
    sessionId: row.session_id as string | null,
    label: row.label as string,
    amountMinor: row.amount_minor as bigint,
    payableMinor: row.payable_minor as bigint,
    taxMinor: row.tax_minor as bigint,
    taxBasisPoints: row.tax_basis_points as number,
  })),
})
const linesOf = (rows: Rows) =>
  (rows.invoice_lines ?? []).map((row) => [
    row.position,
    row.kind,
    row.session_id,
    row.amount_minor,
    row.tax_minor,
  ])
const payable = (rows: { payableMinor: bigint }[]) => rows.reduce((sum, row) => sum + row.payableMinor, 0n)
const receivable = (...postings: Rows[]) =>
  postings
    .flatMap((rows) => rows.ledger_entries ?? [])
    .filter((row) => row.account === 'receivable')
    .reduce((sum, row) => sum + (row.amount_minor as bigint), 0n)

const PAPER = {
  org_id: 'organization',
  number: null,
  prefix: 'INV-',
  booking_id: 'booking',
  currency: 'KWD',
  seller: 'Harbour Physio',
  buyer_name: 'Cleo',
  buyer_email: 'cleo@mail.example',
  issued_at: about.at,
}

describe('the invoice of two sessions for 100.00 with 10.00 off and 20 % on top', () => {
  const sales = salesOf(10_000n, 1_000n, ON_TOP, 2)
  const invoice = newInvoice(about, parties, sales, { taxBasisPoints: 2_000, discountLabel: 'SPRING' })
  test('names both sides, and is due after the days that were agreed', () => {
    expect(invoice.rows.invoices).toEqual([
      {
        ...PAPER,
        id: invoice.id,
        kind: 'invoice',
        corrects_id: null,
        due_at: Temporal.Instant.from('2026-12-15T12:00:00Z'),
      },
    ])
  })
  test('has the sessions at their list price and the discount under them', () => {
    expect(linesOf(invoice.rows)).toEqual([
      [0, 'session', 'session 0', 6_000n, 1_000n],
      [1, 'session', 'session 1', 6_000n, 1_000n],
      [2, 'discount', null, -1_200n, -200n],
    ])
    expect(invoice.rows.invoice_lines![2]).toMatchObject({
      org_id: 'organization',
      invoice_id: invoice.id,
      label: 'SPRING',
      payable_minor: -1_200n,
      tax_basis_points: 2_000,
      at: about.at,
    })
    expect(invoice.rows.invoice_lines![0]).toMatchObject({ label: '' })
  })
  test('has no line for a discount that there is not', () => {
    const plain = newInvoice(about, parties, salesOf(10_000n, 0n, ON_TOP, 2), {
      taxBasisPoints: 2_000,
      discountLabel: '',
    })
    expect(linesOf(plain.rows).map(([, kind]) => kind)).toEqual(['session', 'session'])
  })
  test('keeps a canceled session with nothing payable, and a credit note says so (octopus D16)', () => {
    const filed = onFile(invoice)
    const rows = canceledLines(about, parties, filed, [sales[1]!])
    const note = rows.invoices![0]!
    expect(note).toEqual({
      ...PAPER,
      id: note.id,
      kind: 'credit_note',
      prefix: 'CN-',
      corrects_id: invoice.id,
      due_at: null,
    })
    expect(linesOf(rows)).toEqual([
      [0, 'session', 'session 1', -6_000n, -1_000n],
      [1, 'discount', null, 600n, 100n],
    ])
    expect(rows.invoice_lines!.map((row) => row.invoice_id)).toEqual([note.id, note.id])
    expect(rows.changed_invoice_lines).toEqual([
      { org_id: 'organization', id: filed.lines[1]!.id, payable_minor: 0n, tax_minor: 0n },
      { org_id: 'organization', id: filed.lines[2]!.id, payable_minor: -600n, tax_minor: -100n },
    ])
  })
  test('without a discount has none to give back', () => {
    const plainSales = salesOf(10_000n, 0n, ON_TOP, 2)
    const plain = newInvoice(about, parties, plainSales, { taxBasisPoints: 2_000, discountLabel: '' })
    const rows = canceledLines(about, parties, onFile(plain), [plainSales[0]!])
    expect(rows.invoice_lines).toHaveLength(1)
    expect(rows.changed_invoice_lines).toHaveLength(1)
  })
  test('leaves the discount alone where the session’s part of it is nothing', () => {
    const tiny = salesOf(100n, 1n, { basisPoints: 0, inclusive: true }, 2)
    const filed = onFile(newInvoice(about, parties, tiny, { taxBasisPoints: 0, discountLabel: 'ONE' }))
    const rows = canceledLines(about, parties, filed, [tiny[1]!])
    expect(rows.invoice_lines).toHaveLength(1)
    expect(rows.changed_invoice_lines).toHaveLength(1)
  })
})

test('fees stand under the lines that are there, each with the tax in it', () => {
  const empty = emptyInvoice(about, parties)
  expect(empty).toMatchObject({ lines: [] })
  expect(empty.rows.invoices).toEqual([
    {
      ...PAPER,
      id: empty.id,
      kind: 'invoice',
      corrects_id: null,
      due_at: Temporal.Instant.from('2026-12-15T12:00:00Z'),
    },
  ])
  const fees = [
    { sessionId: 'first', minor: 600n },
    { sessionId: 'second', minor: 300n, label: 'By hand' },
  ]
  const rows = feeLines(about, empty, 'cancellation_fee', fees, 2_000)
  expect(linesOf(rows)).toEqual([
    [0, 'cancellation_fee', 'first', 600n, 100n],
    [1, 'cancellation_fee', 'second', 300n, 50n],
  ])
  expect(rows.invoice_lines!.map((row) => row.label)).toEqual(['', 'By hand'])
  expect(rows.invoice_lines![0]).toMatchObject({
    invoice_id: empty.id,
    payable_minor: 600n,
    tax_basis_points: 2_000,
  })
  const filed = onFile({ id: empty.id, rows })
  expect(linesOf(feeLines(about, filed, 'reschedule_fee', fees, 0, 3)).map(([position]) => position)).toEqual(
    [5, 6],
  )
})

// Seen to fail with the discount's part left on the invoice when a session is canceled.
test('what the invoice asks for is what the ledger says is owed, whatever is canceled and charged', () => {
  const anyTax = fc.record({ basisPoints: fc.integer({ min: 0, max: 10_000 }), inclusive: fc.boolean() })
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 10n }),
      fc.bigInt({ min: 0n, max: 10n ** 10n }),
      anyTax,
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.nat(19), { maxLength: 8 }),
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { maxLength: 3 }),
      (list, off, tax, count, chosen, charged) => {
        const sales = salesOf(list, off, tax, count)
        const canceled = sales.filter((_, index) => chosen.includes(index))
        const fees = charged.map((minor) => ({ sessionId: 'session 0', minor }))
        const invoice = newInvoice(about, parties, sales, {
          taxBasisPoints: tax.basisPoints,
          discountLabel: 'CODE',
        })
        const filed = onFile(invoice)
        expect(payable(filed.lines)).toBe(receivable(sold(about, sales)))
        const back = canceledLines(about, parties, filed, canceled)
        const added = feeLines(about, filed, 'cancellation_fee', fees, tax.basisPoints)
        const changed = new Map(
          back.changed_invoice_lines!.map((row) => [row.id, row.payable_minor as bigint]),
        )
        const left = [
          ...filed.lines.map((line) => ({ payableMinor: changed.get(line.id) ?? line.payableMinor })),
          ...onFile({ id: filed.id, rows: added }).lines,
        ]
        const owed = receivable(
          sold(about, sales),
          saleCanceled(about, canceled),
          feeCharged(about, fees, tax.basisPoints),
        )
        expect(payable(left)).toBe(owed)
        // The credit note is what the invoice asks for less.
        expect(payable(onFile({ id: 'note', rows: back }).lines)).toBe(
          receivable(saleCanceled(about, canceled)),
        )
      },
    ),
  )
})
