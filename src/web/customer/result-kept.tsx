import { resultText } from '#messages/manage-results.ts'
import { keepBooking } from '#domain/bookings/keep-booking.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { typedText } from './form-errors.ts'
import { BookingOfLink } from './manage-card.tsx'
import { CalendarLink } from './manage-calendar.tsx'
import { keepCheckPage } from './manage-check.tsx'
import { isYoung } from './form-age.ts'
import { readFields } from './manage-fields.ts'
import { manageFrame } from './manage-frame.tsx'
import { readOpened, sealOpened } from './manage-keep.tsx'
import { managePage } from './manage-page.tsx'
import { NO_REASON } from './manage-reason.tsx'
import { guestRefusedPage } from './manage-refused.tsx'
import { standingOf } from './manage-standing.ts'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'

/** POST /b/:token/keep: "I'll be there". Saying it twice is the same as once. */
export async function keep(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const standing = standingOf(view.booking)
  const thanks = () => c.redirect(linksOf(view).result({ done: 'kept' }), 303)
  if (standing.confirmedAt) return thanks()
  if (!standing.canKeep) return managePage(c, view, 'keep', { status: 409, sessions: [], typed: NO_REASON })
  // A form that is not ours, or older than the page can know, only costs one more press.
  const opened = readOpened(c.var.deps.context.secret, view, typedText(typed, 'opened'))
  const checked = typedText(typed, 'checked') === '1'
  if (!opened || (isYoung(view, opened.toString()) && !checked))
    return keepCheckPage(c, view, sealOpened(c.var.deps.context.secret, view))
  const outcome = await keepBooking(c.var.deps.context, view.scope, 'mail_link')
  if (!outcome.ok) return managePage(c, view, 'keep', { status: 409, sessions: [], typed: NO_REASON })
  return thanks()
}

/** "Thanks. We told Dana you're coming." Shown as long as it is true. */
export function keptResult(c: WebContext, view: ManageView): Response | Promise<Response> {
  const { text, locale } = view
  const standing = standingOf(view.booking)
  if (!standing.confirmedAt) return c.redirect(linksOf(view).manage({ do: 'keep' }), 303)
  const title = text.keptThanks(view.host.name)
  return manageFrame(
    c,
    view,
    { title, happened: { type: 'booking.confirmed_by_customer', sessions: standing.sessions } },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={title}>
        <p>{resultText(locale).kept.next}</p>
      </ResultPanel>
      <BookingOfLink view={view} />
      {standing.sessions.map((session) => (
        <CalendarLink view={view} session={session} />
      ))}
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{resultText(locale).openBooking}</ButtonLink>
      </Row>
    </Stack>,
  )
}
