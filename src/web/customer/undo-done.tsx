import { resultText } from '#messages/manage-results.ts'
import { takingBackText } from '#messages/taking-back.ts'
import type { Receipt } from '#domain/bookings/change.ts'
import type { KeptReceipt } from '#domain/bookings/change-history.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { CalendarLink } from './manage-calendar.tsx'
import { manageFrame } from './manage-frame.tsx'
import { linksOf, openSessions, toldBy, type ManageView } from './manage-view.ts'

/** A cancellation was taken back (ux M10u): same time, same price, the refund is stopped, calendars follow. */
export function undonePage(
  c: WebContext,
  view: ManageView,
  { receipt }: KeptReceipt,
): Response | Promise<Response> {
  const { booking, locale } = view
  const { undone } = takingBackText(locale)
  const back = booking.sessions.filter(({ id }) => receipt.quote.cancel.some(({ session }) => session === id))
  const title = undone.title(back.length, back.length === booking.sessions.length)
  const open = openSessions(booking).filter((session) => back.includes(session))
  return manageFrame(
    c,
    view,
    { title, happened: { type: 'booking.scheduled', sessions: back } },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={title}>
        <p>{undone.same}</p>
        <Money view={view} receipt={receipt} />
        <p>
          {view.text.haveBeenTold(toldBy(booking, back))} {undone.calendar}
        </p>
      </ResultPanel>
      <BookingOfLink view={view} session={back[0]!} />
      {open.length === 1 ? <CalendarLink view={view} session={open[0]!} /> : null}
      <Row>
        <ButtonLink href={linksOf(view).manage()}>{resultText(locale).openBooking}</ButtonLink>
      </Row>
    </Stack>,
  )
}

// What had been promised, and is not any more.
function Money({ view, receipt }: { view: ManageView; receipt: Receipt }) {
  const { undone } = takingBackText(view.locale)
  const { currency } = receipt.quote
  const promised = (receipt.money?.refunds ?? []).reduce((sum, one) => sum + BigInt(one.amountMinor), 0n)
  const credit = BigInt(receipt.money?.creditMinor ?? 0)
  if (credit > 0n) return <p>{undone.creditBack(credit, currency)}</p>
  return promised > 0n ? <p>{undone.refundStopped(promised, currency)}</p> : null
}
