import type { InvoiceLine } from '#domain/money/booking-money.ts'
import { invoiceNumber, invoiceStatus, type InvoiceStatus } from '#domain/money/invoice-status.ts'
import type { LineRow, MovementRow, OtherPaperRow, PaperRow } from './invoice-query.ts'

/** An invoice or a credit note, with everything that is printed on it. Amounts in minor units of its currency. */
export interface Invoice {
  id: string
  kind: 'invoice' | 'credit_note'
  /** As people write it, such as INV-0007. */
  number: string
  /** A credit note corrects and asks for nothing, so it has none. */
  status: InvoiceStatus | null
  booking: { id: string; reference: string; eventTypeName: string }
  organization: { name: string; zone: string }
  seller: string
  /** In whose language the paper is. */
  buyer: { name: string; email: string; locale: string }
  thanks: string
  issuedAt: Temporal.Instant
  dueAt: Temporal.Instant | null
  viewedAt: Temporal.Instant | null
  voidedAt: Temporal.Instant | null
  currency: string
  lines: PrintedLine[]
  /** Asked for, with tax; of a credit note what is taken off, negative. */
  totalMinor: bigint
  /** The tax inside the total, per rate, the highest first; rates without any are left out. */
  taxes: { basisPoints: number; netMinor: bigint; taxMinor: bigint }[]
  /** Paid, given back and given as credit, as the ledger has it, the oldest first. */
  movements: Movement[]
  /** `totalMinor` less all movements: positive is owed, negative is the customer's. */
  balanceMinor: bigint
  corrects: OtherPaper | null
  creditNotes: OtherPaper[]
}

export interface PrintedLine extends Omit<InvoiceLine, 'position'> {
  /** When the session is, in the zone of its promise. */
  session: { startsAt: Temporal.Instant; zone: string } | null
}

export interface Movement {
  kind: 'payment' | 'refund' | 'credit'
  id: string
  at: Temporal.Instant
  /** Positive was paid, negative goes back. */
  minor: bigint
  /** How it was paid, also of a refund. */
  method: string | null
  /** Of a refund: requested, approved, processing, succeeded, unknown. */
  state: string | null
  card: { brand: string; last4: string } | null
}

export interface OtherPaper {
  id: string
  number: string
  issuedAt: Temporal.Instant
  totalMinor: bigint
}

/** A paper as people read it, from its rows: all sums and the status are made here. Pure. */
export function toInvoice(row: PaperRow): Invoice {
  const lines = (row.lines ?? []).map(toLine)
  const movements = (row.movements ?? []).map(toMovement)
  const totalMinor = sum(lines.map((line) => line.payableMinor))
  const paid = sum(movements.map((movement) => movement.minor))
  const balanceMinor = row.kind === 'invoice' ? totalMinor - paid : 0n
  const { issued_at: issuedAt, due_at: dueAt, viewed_at: viewedAt, voided_at: voidedAt } = row
  const standing = { number: row.number, dueAt, viewedAt, voidedAt, balanceMinor }
  return {
    id: row.id,
    kind: row.kind,
    number: invoiceNumber(row),
    status: row.kind === 'invoice' ? invoiceStatus(standing, row.now) : null,
    booking: { id: row.booking_id, reference: row.reference, eventTypeName: row.event_name },
    organization: { name: row.org_name, zone: row.org_zone },
    seller: row.seller,
    buyer: { name: row.buyer_name, email: row.buyer_email, locale: row.locale },
    thanks: row.thanks,
    issuedAt,
    dueAt,
    viewedAt,
    voidedAt,
    currency: row.currency,
    lines,
    totalMinor,
    taxes: taxesOf(lines),
    movements,
    balanceMinor,
    corrects: row.corrects && toOther(row.corrects),
    creditNotes: (row.credit_notes ?? []).map(toOther),
  }
}

function toOther(row: OtherPaperRow): OtherPaper {
  return {
    id: row.id,
    number: invoiceNumber(row),
    issuedAt: Temporal.Instant.from(row.issuedAt),
    totalMinor: BigInt(row.totalMinor),
  }
}

function toLine(row: LineRow): PrintedLine {
  return {
    id: row.id,
    kind: row.kind,
    sessionId: row.sessionId,
    session: row.startsAt ? { startsAt: Temporal.Instant.from(row.startsAt), zone: row.zone ?? 'UTC' } : null,
    label: row.label,
    amountMinor: BigInt(row.amountMinor),
    payableMinor: BigInt(row.payableMinor),
    taxMinor: BigInt(row.taxMinor),
    taxBasisPoints: row.taxBasisPoints,
  }
}

function toMovement(row: MovementRow): Movement {
  return {
    kind: row.kind,
    id: row.id,
    at: Temporal.Instant.from(row.at),
    minor: BigInt(row.minor),
    method: row.method,
    state: row.state,
    card: row.last4 ? { brand: row.brand ?? '', last4: row.last4 } : null,
  }
}

function taxesOf(lines: readonly PrintedLine[]): Invoice['taxes'] {
  const rates = [...new Set(lines.map((line) => line.taxBasisPoints))].toSorted((a, b) => b - a)
  return rates.flatMap((basisPoints) => {
    const taxed = lines.filter((line) => line.taxBasisPoints === basisPoints)
    const taxMinor = sum(taxed.map((line) => line.taxMinor))
    const netMinor = sum(taxed.map((line) => line.payableMinor)) - taxMinor
    return basisPoints === 0 || (taxMinor === 0n && netMinor === 0n)
      ? []
      : [{ basisPoints, netMinor, taxMinor }]
  })
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
