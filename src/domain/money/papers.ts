import { newId } from '#platform/ids.ts'
import type { Rows } from '#platform/rows.ts'
import type { InvoiceLine, InvoiceOnFile } from './booking-money.ts'
import { feeTax, type About, type SessionAmount } from './postings.ts'
import type { SaleShare } from './price.ts'

/** Who sells and who buys, as the paper names them for good. */
export interface Parties {
  prefix: string
  dueDays: number
  seller: string
  buyerName: string
  buyerEmail: string
}

type SessionSale = { sessionId: string; share: SaleShare }

/** A new invoice with a line per session and, where there is one, the discount. Its number comes with the insert. */
export function newInvoice(
  about: About,
  parties: Parties,
  sales: readonly SessionSale[],
  sale: { taxBasisPoints: number; discountLabel: string },
): { id: string; rows: Rows } {
  const id = newId()
  const discount = sum(sales.map(({ share }) => share.discountGrossMinor))
  const lines = sales.map(({ sessionId, share }) => ({
    kind: 'session' as const,
    sessionId,
    label: '',
    minor: share.grossMinor + share.discountGrossMinor,
    tax: share.taxMinor + share.discountTaxMinor,
  }))
  const off = {
    kind: 'discount' as const,
    sessionId: null,
    label: sale.discountLabel,
    minor: -discount,
    tax: -sum(sales.map(({ share }) => share.discountTaxMinor)),
  }
  const rows: Rows = {
    invoices: [paperRow(about, id, 'invoice', parties, null)],
    invoice_lines: [...lines, ...(discount > 0n ? [off] : [])].map((line, position) =>
      lineRow(about, id, position, { ...line, taxBasisPoints: sale.taxBasisPoints }),
    ),
  }
  return { id, rows }
}

/** An invoice for fees alone, where nothing was sold. */
export function emptyInvoice(about: About, parties: Parties): InvoiceOnFile & { rows: Rows } {
  const id = newId()
  return { id, lines: [], rows: { invoices: [paperRow(about, id, 'invoice', parties, null)] } }
}

/** Lines for fees, under the ones that are there. */
export function feeLines(
  about: About,
  invoice: InvoiceOnFile,
  kind: Exclude<InvoiceLine['kind'], 'session' | 'discount'>,
  fees: readonly (SessionAmount & { label?: string })[],
  taxBasisPoints: number,
  /** How many lines were added in the same transaction before these. */
  after = 0,
): Rows {
  const first = invoice.lines.length + after
  return {
    invoice_lines: fees.map(({ sessionId, minor, label }, index) =>
      lineRow(about, invoice.id, first + index, {
        kind,
        sessionId,
        label: label ?? '',
        minor,
        tax: feeTax(minor, taxBasisPoints),
        taxBasisPoints,
      }),
    ),
  }
}

/**
 * Canceled sessions stay on the invoice with nothing payable, their part of the discount with them (octopus D16), and
 * a credit note says so on a paper of its own.
 */
export function canceledLines(
  about: About,
  parties: Parties,
  invoice: InvoiceOnFile,
  sales: readonly SessionSale[],
): Rows {
  const discountLine = invoice.lines.find((line) => line.kind === 'discount')
  const off = sum(sales.map(({ share }) => share.discountGrossMinor))
  const offTax = sum(sales.map(({ share }) => share.discountTaxMinor))
  const sessionLines = sales.flatMap(({ sessionId }) =>
    invoice.lines.filter(
      (line) => line.kind === 'session' && line.sessionId === sessionId && !isCanceledBefore(line),
    ),
  )
  const note = newId()
  const back = sessionLines.map((line) => ({ ...line, minor: -line.payableMinor, tax: -line.taxMinor }))
  const discountBack = discountLine && off > 0n ? [{ ...discountLine, minor: off, tax: offTax }] : []
  const changed = sessionLines.map((line) => ({ id: line.id, payable_minor: 0n, tax_minor: 0n }))
  const changedDiscount =
    discountLine && off > 0n
      ? [
          {
            id: discountLine.id,
            payable_minor: discountLine.payableMinor + off,
            tax_minor: discountLine.taxMinor + offTax,
          },
        ]
      : []
  return {
    invoices: [paperRow(about, note, 'credit_note', parties, invoice.id)],
    invoice_lines: [...back, ...discountBack].map((line, position) => lineRow(about, note, position, line)),
    changed_invoice_lines: [...changed, ...changedDiscount].map((line) => ({ org_id: about.orgId, ...line })),
  }
}

// Its credit note stands; a session that came back has a line of its own.
function isCanceledBefore(line: InvoiceLine): boolean {
  return line.payableMinor === 0n && line.amountMinor !== 0n
}

/**
 * Sessions whose cancellation was taken back: the credit note that took them off stands, so each gets a new line, and
 * their part of the discount counts again.
 */
export function restoredSales(about: About, invoice: InvoiceOnFile, sales: readonly SessionSale[]): Rows {
  const discountLine = invoice.lines.find((line) => line.kind === 'discount')
  const again = sum(sales.map(({ share }) => share.discountGrossMinor))
  const againTax = sum(sales.map(({ share }) => share.discountTaxMinor))
  const lines = sales.map(({ sessionId, share }, index) => {
    const before = invoice.lines.find((line) => line.kind === 'session' && line.sessionId === sessionId)!
    return lineRow(about, invoice.id, invoice.lines.length + index, {
      ...before,
      minor: share.grossMinor + share.discountGrossMinor,
      tax: share.taxMinor + share.discountTaxMinor,
    })
  })
  if (!discountLine || again === 0n) return { invoice_lines: lines }
  return {
    invoice_lines: lines,
    changed_invoice_lines: [
      {
        org_id: about.orgId,
        id: discountLine.id,
        payable_minor: discountLine.payableMinor - again,
        tax_minor: discountLine.taxMinor - againTax,
      },
    ],
  }
}

/** Fees that are no longer asked for: their lines stay with nothing payable, and one credit note takes them off. */
export function withdrawnFees(
  about: About,
  parties: Parties,
  invoice: InvoiceOnFile,
  lines: readonly InvoiceLine[],
): Rows {
  if (lines.length === 0) return {}
  const note = newId()
  return {
    changed_invoice_lines: lines.map((line) => ({
      org_id: about.orgId,
      id: line.id,
      payable_minor: 0n,
      tax_minor: 0n,
    })),
    invoices: [paperRow(about, note, 'credit_note', parties, invoice.id)],
    invoice_lines: lines.map((line, position) =>
      lineRow(about, note, position, { ...line, minor: -line.payableMinor, tax: -line.taxMinor }),
    ),
  }
}

/**
 * A fee that was set to another amount by hand stays on its line, which keeps what was charged at first and asks for
 * the new amount. Where that is less, a credit note says by how much, as it does for canceled sessions.
 */
export function correctedFeeLine(
  about: About,
  parties: Parties,
  invoice: InvoiceOnFile,
  line: InvoiceLine,
  minor: bigint,
): Rows {
  const tax = feeTax(minor, line.taxBasisPoints)
  const changed = { org_id: about.orgId, id: line.id, payable_minor: minor, tax_minor: tax }
  if (minor >= line.payableMinor) return { changed_invoice_lines: [changed] }
  const note = newId()
  const off = { ...line, minor: minor - line.payableMinor, tax: tax - line.taxMinor }
  return {
    changed_invoice_lines: [changed],
    invoices: [paperRow(about, note, 'credit_note', parties, invoice.id)],
    invoice_lines: [lineRow(about, note, 0, off)],
  }
}

// Credit notes are counted for themselves, so a prefix of their own keeps two papers from having one name.
const CREDIT_NOTE_PREFIX = 'CN-'

function paperRow(
  about: About,
  id: string,
  kind: 'invoice' | 'credit_note',
  parties: Parties,
  correctsId: string | null,
) {
  return {
    org_id: about.orgId,
    id,
    kind,
    number: null,
    prefix: kind === 'invoice' ? parties.prefix : CREDIT_NOTE_PREFIX,
    booking_id: about.bookingId,
    corrects_id: correctsId,
    currency: about.currency,
    seller: parties.seller,
    buyer_name: parties.buyerName,
    buyer_email: parties.buyerEmail,
    issued_at: about.at,
    due_at: kind === 'invoice' ? about.at.add({ hours: 24 * parties.dueDays }) : null,
  }
}

function lineRow(
  about: About,
  invoiceId: string,
  position: number,
  line: {
    kind: InvoiceLine['kind']
    sessionId: string | null
    label: string
    minor: bigint
    tax: bigint
    taxBasisPoints: number
  },
) {
  return {
    org_id: about.orgId,
    id: newId(),
    invoice_id: invoiceId,
    position,
    kind: line.kind,
    session_id: line.sessionId,
    label: line.label,
    amount_minor: line.minor,
    payable_minor: line.minor,
    tax_minor: line.tax,
    tax_basis_points: line.taxBasisPoints,
    at: about.at,
  }
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
