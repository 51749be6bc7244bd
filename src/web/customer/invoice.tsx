import { Hono } from 'hono'
import { invoicesOfBooking, noteViewed } from '#domain/bookings/invoices.ts'
import type { Invoice } from '#domain/bookings/printed-invoice.ts'
import { invoiceWords } from '#messages/invoice.ts'
import { paths } from '#paths.ts'
import { isId } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import type { WebContext, WebEnv } from '../deps.ts'
import { notFoundPage } from '../error-pages.tsx'
import { paperOf, PaperView, sendPaper } from '../invoice-view.tsx'
import { manageFrame } from './manage-frame.tsx'
import { isCustomers, linksOf, openLink, type LinkView } from './manage-view.ts'

/** The customer's invoices and credit notes behind their link. */
export function customerInvoiceRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>()
  routes.get('/b/:token/invoice', showInvoice)
  routes.get('/b/:token/invoice/:file{[0-9a-f-]+\\.pdf}', sendInvoicePdf)
  routes.get('/b/:token/invoice/:paper', showInvoice)
  routes.post('/b/:token/invoice/:paper', submitViewed)
  return routes
}

/** GET: one paper, or the invoice that counts now. It changes nothing: a mail scanner has not looked at an invoice. */
async function showInvoice(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  const papers = await invoicesOfBooking(c.var.deps.context.reader, view.scope, view.booking.id)
  const wanted = c.req.param('paper')
  const paper = wanted === undefined ? newestOf(papers) : papers.find((entry) => entry.id === wanted)
  return paper ? invoicePage(c, view, paper, papers) : noInvoicePage(c, view)
}

/** GET: the same as a file. */
async function sendInvoicePdf(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  const id = (c.req.param('file') ?? '').replace(/\.pdf$/, '')
  const papers = await invoicesOfBooking(c.var.deps.context.reader, view.scope, view.booking.id)
  const paper = papers.find((entry) => entry.id === id)
  return paper ? sendPaper(paper, (body, headers) => c.body(body, 200, headers)) : notFoundPage(c)
}

/** POST: the page stood open in a browser; its script says so once. */
async function submitViewed(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  const id = c.req.param('paper') ?? ''
  if (!isCustomers(view) || !isId(id)) return notFoundPage(c)
  const outcome = await noteViewed(c.var.deps.context, view.scope, id)
  return outcome.ok ? c.body(null, 204) : notFoundPage(c)
}

function newestOf(papers: readonly Invoice[]): Invoice | undefined {
  const invoices = papers.filter((paper) => paper.kind === 'invoice')
  return invoices.findLast((paper) => !paper.voidedAt) ?? invoices.at(-1)
}

function invoicePage(
  c: WebContext,
  view: LinkView,
  invoice: Invoice,
  papers: readonly Invoice[],
): Response | Promise<Response> {
  const words = invoiceWords(view.locale)
  const paper = paperOf(invoice, view.locale)
  const back = { href: linksOf(view).manage(), label: words.backToBooking }
  const isNews = invoice.kind === 'invoice' && !invoice.viewedAt
  return manageFrame(
    c,
    view,
    { title: paper.title },
    <Stack gap="section">
      <PageHeading title={paper.title} back={back} />
      {paper.notice ? <Banner kind="info" title={paper.notice} /> : null}
      <PaperView paper={paper} />
      <Row>
        <ButtonLink href={paths.invoicePdf(view.token, invoice.id)}>{words.download}</ButtonLink>
      </Row>
      <OtherPapers view={view} papers={papers.filter((entry) => entry.id !== invoice.id)} />
      {isNews ? (
        <form method="post" action={paths.invoice(view.token, invoice.id)} data-viewed hidden />
      ) : null}
    </Stack>,
  )
}

function OtherPapers({ view, papers }: { view: LinkView; papers: readonly Invoice[] }) {
  if (papers.length === 0) return null
  const words = invoiceWords(view.locale)
  return (
    <nav aria-label={words.others}>
      <Row>
        {papers.map((paper) => (
          <ButtonLink href={paths.invoice(view.token, paper.id)}>
            {words.title(paper.kind, paper.number)}
          </ButtonLink>
        ))}
      </Row>
    </nav>
  )
}

function noInvoicePage(c: WebContext, view: LinkView): Response | Promise<Response> {
  const words = invoiceWords(view.locale)
  const back = <ButtonLink href={linksOf(view).manage()}>{words.backToBooking}</ButtonLink>
  return manageFrame(
    c,
    view,
    { title: words.noneTitle, status: 404 },
    <EmptyPanel level={1} heading={words.noneTitle} action={back}>
      {words.none}
    </EmptyPanel>,
  )
}
