import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Child } from 'hono/jsx'
import { localeOf } from '#messages/locale.ts'
import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import {
  declineTestPayment,
  findTestPayment,
  payTestPayment,
  type TestPayment,
} from '#integrations/payments/fake/test-bank.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from '../assets.ts'
import type { WebContext, WebEnv } from '../deps.ts'

/** The page of the test provider: what a bank would ask, and no card. Who knows the reference is the buyer. */
export function testBankRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>()
  routes.get(paths.testBank(':reference').replace('%3A', ':'), showPayment)
  routes.post(paths.testBank(':reference').replace('%3A', ':'), answerPayment)
  return routes
}

async function showPayment(c: WebContext): Promise<Response> {
  const payment = await paymentOf(c)
  if (!payment) return unknownPage(c)
  return payment.takesMoney ? openPage(c, payment) : closedPage(c, payment)
}

/** The buyer chose; then they go back to where they came from, and the business asks the bank. */
async function answerPayment(c: WebContext): Promise<Response> {
  const payment = await paymentOf(c)
  if (!payment) return unknownPage(c)
  const { db } = c.var.deps.context
  const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
  const decide = form['answer'] === 'decline' ? declineTestPayment : payTestPayment
  const answer = await decide(db, payment.reference)
  if (answer === 'no_answer') return brokenPage(c, payment)
  return c.redirect(payment.returnUrl, 303)
}

async function paymentOf(c: WebContext): Promise<TestPayment | null> {
  const reference = c.req.param('reference') ?? ''
  return /^[\w-]{1,100}$/.test(reference) ? findTestPayment(c.var.deps.context.db, reference) : null
}

function openPage(c: WebContext, payment: TestPayment): Response | Promise<Response> {
  const { bank, amount: print } = textOf(c)
  const amount = print({ minor: payment.amountMinor, currency: payment.currency })
  return page(c, bank.title, 200, [
    <Banner kind="info" title={bank.banner}>
      {bank.bannerLine}
    </Banner>,
    <PageHeading title={payment.cardOnly ? bank.leave : bank.pay(amount)} />,
    <DetailsList
      rows={[
        { term: bank.for, detail: <bdi>{payment.description}</bdi> },
        { term: bank.amount, detail: payment.cardOnly ? bank.nothing : amount },
      ]}
    />,
    <Row>
      <Answer payment={payment} answer="pay" label={payment.cardOnly ? bank.leave : bank.pay(amount)} />
      <Answer payment={payment} answer="decline" label={bank.decline} />
    </Row>,
    <Row>
      <ButtonLink kind="link" href={payment.returnUrl}>
        {bank.back}
      </ButtonLink>
    </Row>,
  ])
}

function Answer({ payment, answer, label }: { payment: TestPayment; answer: string; label: string }) {
  return (
    <form method="post" action={paths.testBank(payment.reference)}>
      <HiddenFields fields={{ answer }} />
      <Button kind={answer === 'pay' ? 'primary' : 'quiet'}>{label}</Button>
    </form>
  )
}

function closedPage(c: WebContext, payment: TestPayment): Response | Promise<Response> {
  const { bank } = textOf(c)
  return page(c, bank.closedTitle, 200, [
    <PageHeading title={bank.closedTitle} lead={bank.states[payment.state]} />,
    <BackToBusiness c={c} payment={payment} />,
  ])
}

function brokenPage(c: WebContext, payment: TestPayment): Response | Promise<Response> {
  const { bank } = textOf(c)
  return page(c, bank.noAnswerTitle, 504, [
    <PageHeading title={bank.noAnswerTitle} lead={bank.noAnswerLine} />,
    <BackToBusiness c={c} payment={payment} />,
  ])
}

function unknownPage(c: WebContext): Response | Promise<Response> {
  const { bank } = textOf(c)
  return page(c, bank.unknownTitle, 404, [<PageHeading title={bank.unknownTitle} lead={bank.unknownLine} />])
}

function BackToBusiness({ c, payment }: { c: WebContext; payment: TestPayment }) {
  return (
    <Row>
      <ButtonLink kind="primary" href={payment.returnUrl}>
        {textOf(c).bank.backToShop}
      </ButtonLink>
    </Row>
  )
}

function textOf(c: WebContext) {
  return payText(localeOf(c.req.header('accept-language')))
}

function page(
  c: WebContext,
  title: string,
  status: ContentfulStatusCode,
  children: Child[],
): Response | Promise<Response> {
  const html = (
    <PlainPage
      title={title}
      lang={localeOf(c.req.header('accept-language'))}
      stylesheet={assetPath('src/ui/styles/customer.css')}
      script={assetPath('src/client/customer.ts')}
      nonce={c.var.nonce}
      brand={textOf(c).bank.title}
    >
      <Stack gap="section">{children}</Stack>
    </PlainPage>
  )
  return c.html(html, status)
}
