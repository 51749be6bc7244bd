import { z } from '@hono/zod-openapi'
import { spellReference } from '#platform/ids.ts'
import { showId, showIdOrNull } from '#platform/public-ids.ts'
import type { InvoiceSeen } from '#domain/bookings/invoices.ts'
import type { Invoice } from '#domain/bookings/printed-invoice.ts'
import { INVOICE_STATUSES } from '#domain/money/invoice-status.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { idOf } from './ids.ts'
import { instant, money } from './schemas.ts'

const number = z.string().openapi({ example: 'INV-0007' })
const status = z.enum(INVOICE_STATUSES).openapi({
  description: '`viewed` says that the customer looked at it, `overdue` that it was not paid in time.',
})

/** An invoice as a list shows it. */
export const invoiceSeenSchema = z
  .strictObject({
    id: idOf('invoice'),
    number,
    status,
    booking: idOf('booking'),
    reference: z.string().openapi({ example: '7KQ-4MD' }),
    buyer_name: z.string(),
    issued_at: instant,
    due_at: instant.nullable(),
    total: money,
    balance: money.openapi({ description: 'What is owed; below 0 it is theirs to get back.' }),
    credit_notes: z.array(z.strictObject({ id: idOf('invoice'), number })),
  })
  .openapi('InvoiceInList')

const lineSchema = z
  .strictObject({
    id: idOf('invoiceLine'),
    kind: z.enum([
      'session',
      'discount',
      'reschedule_fee',
      'cancellation_fee',
      'call_out_fee',
      'no_show_fee',
      'correction',
    ]),
    session: idOf('session').nullable(),
    label: z.string(),
    amount: money.openapi({ description: 'With tax, as agreed.' }),
    payable: money.openapi({ description: 'What is still asked for of it.' }),
    tax: money.openapi({ description: 'The part of `payable` that is tax.' }),
    tax_basis_points: z.number().int(),
  })
  .openapi('InvoiceLine')

const movementSchema = z
  .strictObject({
    kind: z.enum(['payment', 'refund', 'credit']),
    id: z.string().openapi({ description: 'Of the payment, the refund or the credit.' }),
    at: instant,
    amount: money.openapi({ description: 'Above 0 it was paid, below it goes back.' }),
    method: z.string().nullable(),
    state: z.string().nullable().openapi({ description: 'Of a refund.' }),
  })
  .openapi('InvoiceMovement')

/** A paper with everything that is printed on it. */
export const invoiceSchema = z
  .strictObject({
    id: idOf('invoice'),
    kind: z.enum(['invoice', 'credit_note']),
    number,
    status: status.nullable().openapi({ description: 'Null for a credit note, which asks for nothing.' }),
    booking: idOf('booking'),
    reference: z.string().openapi({ example: '7KQ-4MD' }),
    seller: z.string(),
    buyer: z.strictObject({ name: z.string(), email: z.string() }),
    issued_at: instant,
    due_at: instant.nullable(),
    viewed_at: instant.nullable(),
    voided_at: instant.nullable(),
    lines: z.array(lineSchema),
    total: money,
    taxes: z.array(z.strictObject({ basis_points: z.number().int(), net: money, tax: money })),
    movements: z
      .array(movementSchema)
      .openapi({ description: 'Money that came and went, the oldest first.' }),
    balance: money,
    corrects: idOf('invoice').nullable(),
    credit_notes: z.array(z.strictObject({ id: idOf('invoice'), number })),
  })
  .openapi('Invoice')

export function showInvoiceSeen(invoice: InvoiceSeen): z.input<typeof invoiceSeenSchema> {
  const shown = (minor: bigint) => showMoney(minor, invoice.currency)
  return {
    id: showId('invoice', invoice.id),
    number: invoice.number,
    status: invoice.status,
    booking: showId('booking', invoice.bookingId),
    reference: spellReference(invoice.reference),
    buyer_name: invoice.buyerName,
    issued_at: invoice.issuedAt.toString(),
    due_at: invoice.dueAt?.toString() ?? null,
    total: shown(invoice.totalMinor),
    balance: shown(invoice.balanceMinor),
    credit_notes: invoice.creditNotes.map(showPaper),
  }
}

export function showInvoice(invoice: Invoice): z.input<typeof invoiceSchema> {
  const shown = (minor: bigint) => showMoney(minor, invoice.currency)
  return {
    id: showId('invoice', invoice.id),
    kind: invoice.kind,
    number: invoice.number,
    status: invoice.status,
    booking: showId('booking', invoice.booking.id),
    reference: spellReference(invoice.booking.reference),
    seller: invoice.seller,
    buyer: { name: invoice.buyer.name, email: invoice.buyer.email },
    issued_at: invoice.issuedAt.toString(),
    due_at: invoice.dueAt?.toString() ?? null,
    viewed_at: invoice.viewedAt?.toString() ?? null,
    voided_at: invoice.voidedAt?.toString() ?? null,
    lines: invoice.lines.map((line) => ({
      id: showId('invoiceLine', line.id),
      kind: line.kind,
      session: showIdOrNull('session', line.sessionId),
      label: line.label,
      amount: shown(line.amountMinor),
      payable: shown(line.payableMinor),
      tax: shown(line.taxMinor),
      tax_basis_points: line.taxBasisPoints,
    })),
    total: shown(invoice.totalMinor),
    taxes: invoice.taxes.map(({ basisPoints, netMinor, taxMinor }) => ({
      basis_points: basisPoints,
      net: shown(netMinor),
      tax: shown(taxMinor),
    })),
    movements: invoice.movements.map(({ kind, id, at, minor, method, state }) => ({
      kind,
      id: showId(kind, id),
      at: at.toString(),
      amount: shown(minor),
      method,
      state,
    })),
    balance: shown(invoice.balanceMinor),
    corrects: showIdOrNull('invoice', invoice.corrects?.id ?? null),
    credit_notes: invoice.creditNotes.map(showPaper),
  }
}

function showPaper(paper: { id: string; number: string }) {
  return { id: showId('invoice', paper.id), number: paper.number }
}
