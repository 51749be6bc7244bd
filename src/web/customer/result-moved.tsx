import { resultText } from '#messages/manage-results.ts'
import { sessionsText } from '#messages/packages.ts'
import type { KeptReceipt } from '#domain/bookings/change-history.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { CalendarFiles, CalendarLink } from './manage-calendar.tsx'
import { manageFrame } from './manage-frame.tsx'
import { linksOf, openSessions, toldBy, type ManageView } from './manage-view.ts'
import { MovePairs } from './move-pair.tsx'
import { receiptRows } from './result-canceled.tsx'
import { MoneyLinks, settledRows } from './settled-money.tsx'

/** Just moved (ux M8): the new time, the old one struck through, who was told, what the calendar does. */
export function movedResult(
  c: WebContext,
  view: ManageView,
  kept: KeptReceipt,
): Response | Promise<Response> {
  const { booking, locale } = view
  const text = resultText(locale)
  const moves = kept.receipt.quote.reschedule
  const touched = booking.sessions.filter((session) => moves.some((move) => move.session === session.id))
  const isPackage = booking.sessions.length > 1
  const words = sessionsText(locale)
  const title = isPackage ? words.movedTitle(moves.length) : text.moved.title
  const staying = openSessions(booking).some((session) => !touched.includes(session))
  return manageFrame(
    c,
    view,
    { title, happened: { type: 'booking.rescheduled', sessions: moves } },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={title}>
        <p>
          {view.text.haveBeenTold(toldBy(booking, touched))}{' '}
          <bdi>{text.mailSent(booking.customer.email)}</bdi>
        </p>
        <p>{text.moved.calendar}</p>
        {staying ? <p>{words.staying}</p> : null}
      </ResultPanel>
      <MovePairs view={view} moves={moves} done />
      <DetailsList rows={[...settledRows(view, kept), ...receiptRows(view, kept, text.movedOn)]} />
      <MoneyLinks c={c} view={view} credit={false} />
      {touched.length === 1 ? <CalendarLink view={view} session={touched[0]!} /> : null}
      {touched.length > 1 ? <CalendarFiles view={view} sessions={touched} /> : null}
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{text.openBooking}</ButtonLink>
      </Row>
    </Stack>,
  )
}
