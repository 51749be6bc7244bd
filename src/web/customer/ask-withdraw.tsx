import { askText } from '#messages/asks.ts'
import { withdrawAsk } from '#domain/asking/withdraw-ask.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { resultText } from '#messages/manage-results.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { isTooYoung, meanwhilePage } from './ask-meanwhile.tsx'
import { typedText } from './form-errors.ts'
import { BookingOfLink } from './manage-card.tsx'
import { checkPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { manageFrame } from './manage-frame.tsx'
import { sealOpened } from './opened-form.ts'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'

/** POST /b/:token/ask/withdraw: the customer takes their question back. Nothing else changes. */
export async function submitWithdraw(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const words = askText(view.locale)
  const id = typedText(typed, 'ask')
  const ask = view.booking.asks.find((entry) => entry.id === id && entry.kind !== 'booking')
  if (!ask) return meanwhilePage(c, view, { title: words.goneTitle, line: words.goneLine })
  if (isTooYoung(c, view, 'withdraw', typed)) return checkOnce(c, view, id)
  const outcome = await withdrawAsk(c.var.deps.context, view.scope, id, 'mail_link')
  return outcome.ok
    ? c.redirect(linksOf(view).result({ done: 'withdrawn' }), 303)
    : meanwhilePage(c, view, { title: words.goneTitle, line: words.goneLine })
}

/** What is left when a question was taken back: the booking as it was. */
export function withdrawnResult(c: WebContext, view: ManageView): Response | Promise<Response> {
  if (view.booking.asks.length > 0) return c.redirect(linksOf(view).manage(), 303)
  const words = askText(view.locale)
  return manageFrame(
    c,
    view,
    { title: words.tookBack },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={words.tookBack}>
        <p>{words.tookBackLine}</p>
      </ResultPanel>
      <BookingOfLink view={view} />
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{resultText(view.locale).openBooking}</ButtonLink>
      </Row>
    </Stack>,
  )
}

function checkOnce(c: WebContext, view: ManageView, ask: string): Response | Promise<Response> {
  const words = askText(view.locale)
  return checkPage(c, view, {
    heading: words.checkTakeBack,
    action: linksOf(view).withdrawAsk(),
    fields: { opened: sealOpened(c.var.deps.context.secret, view, 'withdraw'), ask },
    kind: 'primary',
    button: words.takeBack,
    busyLabel: words.takingBack,
    body: <BookingOfLink view={view} />,
  })
}
