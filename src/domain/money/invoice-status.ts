export const INVOICE_STATUSES = ['draft', 'open', 'viewed', 'overdue', 'paid', 'void'] as const

/** Where an invoice stands (octopus O86). */
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

/** What the status is made of; it is never stored. */
export interface InvoiceStanding {
  /** Null while it is a draft. */
  number: number | null
  dueAt: Temporal.Instant | null
  viewedAt: Temporal.Instant | null
  voidedAt: Temporal.Instant | null
  /** What is still owed for it; negative is the customer's to get back. */
  balanceMinor: bigint
}

/**
 * The status of an invoice at a time. Void is for good. Whatever owes nothing is paid, a moment past its due date it
 * is overdue while it does, and that the customer looked at it matters only until then. Pure.
 */
export function invoiceStatus(invoice: InvoiceStanding, now: Temporal.Instant): InvoiceStatus {
  if (invoice.voidedAt) return 'void'
  if (invoice.number === null) return 'draft'
  if (invoice.balanceMinor <= 0n) return 'paid'
  if (invoice.dueAt && Temporal.Instant.compare(now, invoice.dueAt) > 0) return 'overdue'
  return invoice.viewedAt ? 'viewed' : 'open'
}

/** The number as people write it: the prefix and at least four digits. */
export function invoiceNumber({ prefix, number }: { prefix: string; number: number | null }): string {
  return number === null ? prefix : `${prefix}${String(number).padStart(4, '0')}`
}
