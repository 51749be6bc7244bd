import { may } from '#domain/access/scope.ts'
import { FEE_LINES } from '#domain/bookings/correct-fee.ts'
import { correctFee } from '#domain/bookings/fees.ts'
import { loadInvoice, voidInvoice } from '#domain/bookings/invoices.ts'
import type { Invoice } from '#domain/bookings/printed-invoice.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { shortWhen } from '#messages/dates.ts'
import { invoiceWords, kindWord } from '#messages/invoice.ts'
import { staffInvoiceWords } from '#messages/staff-invoices.ts'
import { paths } from '#paths.ts'
import { isId } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { paperOf, PaperView, sendPaper } from '../../invoice-view.tsx'
import { staffFrame } from '../frame.tsx'
import { forbiddenPage, missingPage } from '../refusal-pages.tsx'
import { badForm, readForm } from '../request.ts'
import { minorOfTyped } from '../settings/typed-money.ts'
import { lineOf } from '../settings/typed-values.ts'
import type { StaffContext } from '../staff-env.ts'
import { FeeForms, VoidForm, type FeeProblem } from './invoice-forms.tsx'
import { InvoiceState } from './invoice-state.tsx'

/** GET: one paper as the customer has it, with what a member may do about it. */
export async function staffInvoicePage(c: StaffContext): Promise<Response> {
  const invoice = await openInvoice(c, c.req.param('id'))
  return invoice ? invoiceView(c, invoice, { status: 200 }) : missingPage(c)
}

/** GET: the file that the customer gets. */
export async function sendStaffPdf(c: StaffContext): Promise<Response> {
  const invoice = await openInvoice(c, (c.req.param('file') ?? '').replace(/\.pdf$/, ''))
  return invoice ? sendPaper(invoice, (body, headers) => c.body(body, 200, headers)) : missingPage(c)
}

/** POST: voids it, or sets a fee on it to another amount. */
export async function submitInvoiceAct(c: StaffContext): Promise<Response> {
  const act = c.req.param('act')
  if (act === 'void') return submitVoid(c)
  return act === 'fee' ? submitCorrectFee(c) : missingPage(c)
}

async function submitVoid(c: StaffContext): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!isId(id)) return missingPage(c)
  const outcome = await voidInvoice(c.var.deps.context, c.var.scope, id)
  return outcome.ok ? c.redirect(paths.staffInvoice(id), 303) : refused(c, id, outcome.refusal)
}

async function submitCorrectFee(c: StaffContext): Promise<Response> {
  const typed = await readForm(c)
  if (!typed) return badForm(c)
  const invoice = await openInvoice(c, c.req.param('id'))
  const line = invoice?.lines.find((entry) => entry.id === lineOf(typed, 'line'))
  if (!invoice || !line) return missingPage(c)
  const amount = lineOf(typed, 'amount')
  const minor = minorOfTyped(amount, invoice.currency)
  const problem = (text: string) => ({ line: line.id, typed: amount, text })
  if (minor === null) {
    const { notAnAmount } = staffInvoiceWords(c.var.locale)
    return invoiceView(c, invoice, { status: 422, problem: problem(notAnAmount) })
  }
  const outcome = await correctFee(c.var.deps.context, c.var.scope, line.id, minor)
  if (outcome.ok) return c.redirect(paths.staffInvoice(invoice.id), 303)
  if (outcome.refusal.code !== 'fee_out_of_range') return refused(c, invoice.id, outcome.refusal)
  const text = staffInvoiceWords(c.var.locale).refused(outcome.refusal)
  return invoiceView(c, invoice, { status: 422, problem: problem(text) })
}

async function openInvoice(c: StaffContext, id: string | undefined): Promise<Invoice | null> {
  return id && isId(id) ? loadInvoice(c.var.deps.context.reader, c.var.scope, id) : null
}

async function refused(
  c: StaffContext,
  id: string,
  refusal: { code: string; keptMinor?: string; currency?: string },
): Promise<Response> {
  const { reader } = c.var.deps.context
  if (refusal.code === 'not_permitted')
    return forbiddenPage(c, await whoMay(reader, c.var.scope, 'invoice.edit'))
  const invoice = refusal.code === 'unknown_invoice' ? null : await openInvoice(c, id)
  if (!invoice) return missingPage(c)
  return invoiceView(c, invoice, { status: 409, notice: staffInvoiceWords(c.var.locale).refused(refusal) })
}

function invoiceView(
  c: StaffContext,
  invoice: Invoice,
  shown: { status: 200 | 409 | 422; notice?: string; problem?: FeeProblem },
): Response | Promise<Response> {
  const { locale, viewer, scope } = c.var
  const words = staffInvoiceWords(locale)
  const paper = paperOf(invoice, locale)
  const mayEdit = may(scope, 'invoice.edit') && invoice.kind === 'invoice' && !invoice.voidedAt
  const fees = mayEdit ? invoice.lines.filter((line) => FEE_LINES.includes(line.kind)) : []
  return staffFrame(
    c,
    { title: paper.title, current: 'payments', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {shown.notice ? <Banner kind="warn" title={shown.notice} /> : null}
      <PageHeading
        title={<Title c={c} invoice={invoice} />}
        back={{ href: paths.staffInvoices(), label: words.back }}
      />
      {paper.notice ? <Banner kind="info" title={paper.notice} /> : null}
      <PaperView paper={paper} />
      {invoice.viewedAt ? (
        <p class="small quiet">
          {words.viewed(shortWhen(invoice.viewedAt, viewer.zone, locale, viewer.now))}
        </p>
      ) : null}
      <Row>
        <ButtonLink href={paths.staffBooking(invoice.booking.id)}>{words.toBooking}</ButtonLink>
        <ButtonLink href={paths.staffInvoicePdf(invoice.id)} icon="download" download>
          {words.download}
        </ButtonLink>
      </Row>
      <OtherPapers c={c} invoice={invoice} />
      {fees.length > 0 ? <FeeForms c={c} invoice={invoice} fees={fees} problem={shown.problem} /> : null}
      {mayEdit ? <VoidForm c={c} invoice={invoice} /> : null}
    </Stack>,
  )
}

function Title({ c, invoice }: { c: StaffContext; invoice: Invoice }) {
  const { locale, viewer } = c.var
  return (
    <>
      {invoiceWords(locale).title(invoice.kind, invoice.number)}{' '}
      {invoice.status ? (
        <InvoiceState status={invoice.status} dueAt={invoice.dueAt} now={viewer.now} locale={locale} />
      ) : null}
    </>
  )
}

function OtherPapers({ c, invoice }: { c: StaffContext; invoice: Invoice }) {
  const { corrects, creditNotes } = invoice
  const others = [
    ...(corrects ? [{ ...corrects, kind: 'invoice' as const }] : []),
    ...creditNotes.map((note) => ({ ...note, kind: 'credit_note' as const })),
  ]
  if (others.length === 0) return null
  return (
    <nav aria-label={invoiceWords(c.var.locale).others}>
      <Row>
        {others.map(({ id, number, kind }) => (
          <ButtonLink href={paths.staffInvoice(id)}>{`${kindWord(kind)} ${number}`}</ButtonLink>
        ))}
      </Row>
    </nav>
  )
}
