import type { InvoiceStatus } from '#domain/money/invoice-status.ts'
import { invoiceWords } from '#messages/invoice.ts'
import type { Locale } from '#messages/locale.ts'
import { invoiceStatusWord } from '#messages/staff-money.ts'
import { StatusChip, type StatusKind } from '#ui/status-chip.tsx'

const KINDS: Record<InvoiceStatus, StatusKind> = {
  draft: 'neutral',
  open: 'requested',
  viewed: 'requested',
  overdue: 'needs_you',
  paid: 'completed',
  void: 'canceled',
}

/** Where an invoice stands, as word and shape; an overdue one counts its days (octopus O86). */
export function InvoiceState(props: {
  status: InvoiceStatus
  dueAt: Temporal.Instant | null
  now: Temporal.Instant
  locale: Locale
}) {
  const { status, dueAt, now, locale } = props
  const late = status === 'overdue' && dueAt ? Math.floor(dueAt.until(now).total('hours') / 24) : 0
  const label = late > 0 ? invoiceWords(locale).overdue(late) : invoiceStatusWord(status)
  return <StatusChip kind={KINDS[status]} label={label} />
}
