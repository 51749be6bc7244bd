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
import { keepAbout, readOpened, sealOpened } from './manage-keep.tsx'
import { managePage } from './manage-page.tsx'
import { NO_REASON } from './manage-reason.tsx'
import { guestRefusedPage } from './manage-refused.tsx'
import { keepingOf } from './manage-standing.ts'
import { isCustomers, linksOf, openLink, openSessions, type ManageView } from './manage-view.ts'

/** POST /b/:token/keep: "I'll be there". Saying it twice is the same as once. */
export async function keep(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const named = typedText(typed, 'session')
  const only = view.booking.sessions.find(({ id }) => id === named)
  const links = linksOf(view)
  if (named !== '' && !only) return c.redirect(links.manage({ do: 'keep' }), 303)
  const about = only ? { session: only.id } : {}
  const standing = keepingOf(view.booking, only ? [only] : openSessions(view.booking))
  const thanks = () => c.redirect(links.result({ done: 'kept', ...about }), 303)
  const refused = () =>
    managePage(c, view, 'keep', { status: 409, sessions: only ? [only.id] : [], typed: NO_REASON })
  if (standing.confirmedAt) return thanks()
  if (!standing.canKeep) return refused()
  // A form that is not ours, or older than the page can know, only costs one more press.
  const opened = readOpened(c.var.deps.context.secret, view, typedText(typed, 'opened'))
  const checked = typedText(typed, 'checked') === '1'
  if (!opened || (isYoung(view, opened.toString()) && !checked))
    return keepCheckPage(c, view, sealOpened(c.var.deps.context.secret, view), only)
  const sessionIds = only ? [only.id] : undefined
  const outcome = await keepBooking(c.var.deps.context, view.scope, 'mail_link', undefined, sessionIds)
  if (!outcome.ok) return refused()
  return thanks()
}

/** "Thanks. We told Dana you're coming." Shown as long as it is true. */
export function keptResult(c: WebContext, view: ManageView): Response | Promise<Response> {
  const { text, locale } = view
  const { booking } = view
  const named = c.req.query('session')
  const only = booking.sessions.length > 1 ? booking.sessions.find(({ id }) => id === named) : undefined
  const sessions = only ? [only] : openSessions(booking)
  if (!keepingOf(booking, sessions).confirmedAt) return c.redirect(linksOf(view).manage({ do: 'keep' }), 303)
  const title = text.keptThanks(view.host.name)
  return manageFrame(
    c,
    view,
    { title, happened: { type: 'booking.confirmed_by_customer', sessions } },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={title}>
        <p>
          {keepAbout(view, only)} {resultText(locale).kept.next}
        </p>
      </ResultPanel>
      <BookingOfLink view={view} {...(only ? { session: only } : {})} />
      {sessions.map((session) => (
        <CalendarLink view={view} session={session} />
      ))}
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{resultText(locale).openBooking}</ButtonLink>
      </Row>
    </Stack>,
  )
}
