import { raw } from 'hono/html'
import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import type { RefundOnFile } from '#domain/bookings/change-history.ts'
import type { PaymentRow } from '#domain/money/load-payment.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame } from './manage-frame.tsx'
import { linksOf, type ManageView } from './manage-view.ts'
import { refundRows } from './refund-rows.tsx'

export interface StateWords {
  kind: 'info' | 'warn'
  title: string
  lines: string[]
  again?: { href: string; label: string }
}

/** A payment that came to an end, or waits for a bank: what is so, and what can be done. */
export function statePage(c: WebContext, view: ManageView, words: StateWords): Response | Promise<Response> {
  return manageFrame(
    c,
    view,
    { title: words.title },
    <Stack gap="section">
      <ResultPanel kind={words.kind} heading={words.title}>
        {words.lines.map((line) => (
          <p>
            <bdi>{line}</bdi>
          </p>
        ))}
      </ResultPanel>
      {words.again ? (
        <Row>
          <ButtonLink kind="primary" href={words.again.href}>
            {words.again.label}
          </ButtonLink>
        </Row>
      ) : null}
      <BookingOfLink view={view} />
    </Stack>,
  )
}

export interface Asking {
  title: string
  lines: string[]
  /** Where the form goes that asks the provider. */
  ask: string
  /** The provider's page, where it may still be paid at. */
  payUrl?: string
  /** True lets the page send its form by itself, where scripts run; the button does the same. */
  asksItself?: boolean
}

/** A payment of which nobody knows yet. Asking is a form, because looking at a page writes nothing. */
export function askPage(c: WebContext, view: ManageView, asking: Asking): Response | Promise<Response> {
  const { back } = payText(view.locale)
  return manageFrame(
    c,
    view,
    { title: asking.title },
    <Stack gap="section">
      <ResultPanel kind="info" heading={asking.title}>
        {asking.lines.map((line) => (
          <p>
            <bdi>{line}</bdi>
          </p>
        ))}
      </ResultPanel>
      <form method="post" action={asking.ask} id="ask"></form>
      <Row>
        {asking.payUrl ? (
          <ButtonLink kind="primary" href={asking.payUrl} target="_top">
            {back.goPay}
          </ButtonLink>
        ) : null}
        <Button form="ask" kind={asking.payUrl ? 'quiet' : 'primary'} busyLabel={back.checking}>
          {back.check}
        </Button>
      </Row>
      {asking.asksItself ? (
        <script nonce={c.var.nonce}>{raw("document.getElementById('ask').submit()")}</script>
      ) : null}
    </Stack>,
  )
}

/** Something that was open is paid. */
export function paidPage(
  c: WebContext,
  view: ManageView,
  payment: PaymentRow,
  refunds: RefundOnFile[],
): Response | Promise<Response> {
  const text = payText(view.locale)
  const title = text.back.paidTitle({ minor: payment.captured_minor, currency: payment.currency })
  return manageFrame(
    c,
    view,
    { title },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={title}>
        <p>{text.back.paidLine}</p>
      </ResultPanel>
      {refunds.length > 0 ? <DetailsList rows={refundRows(view, refunds)} /> : null}
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{text.back.seeBooking}</ButtonLink>
        <ButtonLink kind="link" href={paths.invoice(view.token)}>
          {text.seeInvoice}
        </ButtonLink>
      </Row>
      <BookingOfLink view={view} />
    </Stack>,
  )
}
