import type { Reader } from '#platform/db.ts'
import { spellReference } from '#platform/ids.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import { invoicesOfBooking } from '#domain/bookings/invoices.ts'
import type { Invoice } from '#domain/bookings/printed-invoice.ts'
import type { Paper } from '#integrations/channels/email/email-message.ts'
import { invoicePdf } from '#integrations/papers/invoice-pdf.ts'
import { invoicePaper } from '#messages/invoice-paper.ts'
import { localeOf } from '#messages/locale.ts'
import { readerOf, type MailSource } from './mail-source.ts'

/**
 * The papers that ride with a customer's mail: the invoice with what was booked or moved, and with a cancellation the
 * credit note that it made (oncehub R127). Nobody else gets them.
 */
export async function mailPapers(db: Reader, scope: SystemScope, source: MailSource): Promise<Paper[]> {
  const { delivery, booking, told } = source
  if (readerOf(delivery) !== 'customer' || !booking.money.invoice || !WITH_PAPERS.has(told.kind)) return []
  const papers = await invoicesOfBooking(db, scope, booking.id)
  const invoice = papers.findLast((paper) => paper.kind === 'invoice' && paper.voidedAt === null)
  const notes = papers.filter(
    (paper) => paper.kind === 'credit_note' && paper.issuedAt.equals(delivery.fact.at),
  )
  const chosen = told.kind === 'canceled' ? notes : [...(invoice ? [invoice] : []), ...notes]
  return Promise.all(chosen.map(toPdf))
}

const WITH_PAPERS: ReadonlySet<string> = new Set(['booked', 'moved', 'canceled', 'changed', 'restored'])

async function toPdf(invoice: Invoice): Promise<Paper> {
  const { reference } = invoice.booking
  const paper = invoicePaper(invoice, spellReference(reference), localeOf(invoice.buyer.locale))
  const name = invoice.number.replaceAll(/[^\w-]+/g, '-') || 'invoice'
  return { filename: `${name}.pdf`, content: await invoicePdf(paper) }
}
