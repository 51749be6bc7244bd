import type { Invoice } from '#domain/bookings/printed-invoice.ts'
import { invoicePdf } from '#integrations/papers/invoice-pdf.ts'
import { invoicePaper, type InvoicePaper, type PaperLine, type PaperSum } from '#messages/invoice-paper.ts'
import { localeOf, type Locale } from '#messages/locale.ts'
import { spellReference } from '#platform/ids.ts'
import { DetailsList } from '#ui/details-list.tsx'
import { Section } from '#ui/layout.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'

/** The paper in the reader's words. */
export function paperOf(invoice: Invoice, locale: Locale): InvoicePaper {
  return invoicePaper(invoice, spellReference(invoice.booking.reference), locale)
}

/** A paper as a page shows it to customers and members alike: the same words and amounts as in the PDF. */
export function PaperView({ paper }: { paper: InvoicePaper }) {
  const { seller, buyer, facts, table, total, taxes, movements, balance } = paper
  const parties = [seller, buyer].map(({ label, lines }) => ({
    term: label,
    detail: <Lines lines={lines} />,
  }))
  return (
    <>
      <DetailsList rows={[...parties, ...facts]} />
      <Section heading={table.caption} id="lines">
        <QuoteSlip
          rows={table.lines.map(lineRow)}
          total={sumRow(total)}
          foot={taxes.map(({ label, amount }) => `${label} ${amount}`).join('; ') || null}
        />
        {balance ? <QuoteSlip rows={movements.map(sumRow)} total={sumRow(balance)} /> : null}
      </Section>
      {paper.thanks ? (
        <p>
          <bdi>{paper.thanks}</bdi>
        </p>
      ) : null}
    </>
  )
}

/** The PDF, in the language of whoever the paper is for; members get the same file as the customer. */
export async function sendPaper(
  invoice: Invoice,
  send: (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) => Response,
): Promise<Response> {
  const paper = paperOf(invoice, localeOf(invoice.buyer.locale))
  const name = invoice.number.replaceAll(/[^\w-]+/g, '-') || 'invoice'
  return send((await invoicePdf(paper)) as Uint8Array<ArrayBuffer>, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}.pdf"`,
  })
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <>
      {lines.map((line, index) => (
        <>
          {index > 0 ? <br /> : null}
          <bdi>{line}</bdi>
        </>
      ))}
    </>
  )
}

function lineRow({ what, notes, before, amount }: PaperLine): QuoteRow {
  return { term: what, amount, note: notes.join(', ') || undefined, before: before ?? undefined }
}

function sumRow({ label, amount }: PaperSum): QuoteRow {
  return { term: label, amount }
}
