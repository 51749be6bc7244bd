import { listInvoices, type InvoiceSeen } from '#domain/bookings/invoices.ts'
import { INVOICE_STATUSES, type InvoiceStatus } from '#domain/money/invoice-status.ts'
import { shortDate } from '#messages/dates.ts'
import { money } from '#messages/money.ts'
import { staffInvoiceWords } from '#messages/staff-invoices.ts'
import { invoiceStatusWord } from '#messages/staff-money.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Select } from '#ui/field.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeading, Stack } from '#ui/layout.tsx'
import { Pager } from '#ui/pager.tsx'
import { DataTable } from '#ui/table.tsx'
import { fieldId } from '../../customer/form-errors.ts'
import { staffFrame } from '../frame.tsx'
import { queryText } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'
import { InvoiceState } from './invoice-state.tsx'

const PER_PAGE = 50

/** GET: every invoice, newest first, narrowed by its status; the filter lives in the address. */
export async function invoiceListPage(c: StaffContext): Promise<Response> {
  const { deps, scope, locale } = c.var
  const words = staffInvoiceWords(locale)
  const wanted = queryText(c, 'status')
  const status = INVOICE_STATUSES.find((name) => name === wanted)
  const after = queryText(c, 'after')
  const { invoices, next } = await listInvoices(deps.context.reader, scope, { status, after, take: PER_PAGE })
  return staffFrame(
    c,
    { title: words.title, current: 'payments', width: 'full' },
    <Stack gap="section">
      <PageHeading title={words.title} lead={words.lead} />
      <Filters c={c} status={status} />
      {invoices.length === 0 ? <Nothing c={c} status={status} /> : <Invoices c={c} invoices={invoices} />}
      <Pager
        label={words.pages}
        previous={after ? { href: paths.staffInvoices({ status }), label: words.newest } : undefined}
        next={next ? { href: paths.staffInvoices({ status, after: next }), label: words.older } : undefined}
      />
    </Stack>,
  )
}

function Filters({ c, status }: { c: StaffContext; status: InvoiceStatus | undefined }) {
  const words = staffInvoiceWords(c.var.locale)
  return (
    <FilterBar
      action={paths.staffInvoices()}
      label={words.filters}
      submitLabel={words.show}
      reset={status ? { href: paths.staffInvoices(), label: words.reset } : undefined}
    >
      <Select
        id={fieldId('status')}
        name="status"
        label={words.status}
        value={status ?? ''}
        options={[
          { value: '', label: words.anyStatus },
          ...INVOICE_STATUSES.filter((name) => name !== 'draft').map((name) => ({
            value: name,
            label: invoiceStatusWord(name),
          })),
        ]}
      />
    </FilterBar>
  )
}

function Invoices({ c, invoices }: { c: StaffContext; invoices: readonly InvoiceSeen[] }) {
  const { locale, viewer } = c.var
  const words = staffInvoiceWords(locale)
  const day = (at: Temporal.Instant) => shortDate(at, viewer.organization.zone, locale, viewer.now)
  return (
    <DataTable
      caption={words.caption}
      captionHidden
      columns={[
        { label: words.number },
        { label: words.buyer },
        { label: words.booking },
        { label: words.status },
        { label: words.issued },
        { label: words.due },
        { label: words.total, numeric: true },
        { label: words.balance, numeric: true },
      ]}
      rows={invoices.map((invoice) => ({
        href: paths.staffInvoice(invoice.id),
        cells: [
          [invoice.number, ...notesOf(c, invoice)].join(', '),
          <bdi>{invoice.buyerName}</bdi>,
          spellReference(invoice.reference),
          <InvoiceState status={invoice.status} dueAt={invoice.dueAt} now={viewer.now} locale={locale} />,
          day(invoice.issuedAt),
          invoice.dueAt ? day(invoice.dueAt) : '',
          money(invoice.totalMinor, invoice.currency, locale),
          money(invoice.balanceMinor, invoice.currency, locale),
        ],
      }))}
    />
  )
}

function notesOf(c: StaffContext, { creditNotes }: InvoiceSeen): string[] {
  if (creditNotes.length === 0) return []
  return [staffInvoiceWords(c.var.locale).notes(creditNotes.map((note) => note.number))]
}

function Nothing({ c, status }: { c: StaffContext; status: InvoiceStatus | undefined }) {
  const words = staffInvoiceWords(c.var.locale)
  return status ? (
    <EmptyPanel heading={words.noneOfStatus}>{words.noneOfStatusLine}</EmptyPanel>
  ) : (
    <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
  )
}
