import { resultText } from '#messages/manage-results.ts'
import type { QuotedMove } from '#domain/bookings/change.ts'
import type { KeptReceipt } from '#domain/bookings/change-history.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { CalendarLink } from './manage-calendar.tsx'
import { manageFrame } from './manage-frame.tsx'
import { linksOf, toldBy, type ManageView } from './manage-view.ts'
import { MovePair } from './move-check.tsx'
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
  const title = booking.sessions.length === 1 ? text.moved.title : text.moved.sessionTitle
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
      </ResultPanel>
      {moves.map((move: QuotedMove) => (
        <MovePair view={view} move={move} done />
      ))}
      <DetailsList rows={[...receiptRows(view, kept, text.movedOn), ...settledRows(view, kept)]} />
      <MoneyLinks c={c} view={view} credit={false} />
      {touched.map((session) => (
        <CalendarLink view={view} session={session} />
      ))}
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{text.openBooking}</ButtonLink>
      </Row>
    </Stack>,
  )
}
