import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { RefundOnFile } from '#domain/bookings/change-history.ts'
import { waitingChange } from '#domain/bookings/paid-change.ts'
import type { PaymentRow } from '#domain/money/load-payment.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { prefillFrom } from './booking-again.ts'
import { manageFrame } from './manage-frame.tsx'
import { linksOf, type ManageView } from './manage-view.ts'
import { withPrefill } from './prefill.ts'
import { refundRows } from './refund-rows.tsx'

/** Money that arrived after its time was gone: what did not happen, and where the money is now. */
export function latePage(
  c: WebContext,
  view: ManageView,
  payment: PaymentRow,
  refunds: RefundOnFile[],
): Response | Promise<Response> {
  const { booking, locale } = view
  const { back } = payText(locale)
  const purpose = payment.purpose as keyof typeof back.lateLine
  const { slug, active } = booking.page
  const isMoved = movedAlready(booking, payment)
  const title = isMoved ? back.notNeededTitle : back.lateTitle
  const isBooking = purpose === 'booking' || purpose === 'card'
  const again = withPrefill(
    paths.times(slug ?? '', booking.eventType.slug),
    prefillFrom(c.var.deps.context.secret, booking),
  )
  return manageFrame(
    c,
    view,
    { title },
    <Stack gap="section">
      <ResultPanel kind="warn" heading={title}>
        <p>{isMoved ? back.notNeededLine : back.lateLine[purpose]}</p>
        <p>{back.lateMoney}</p>
      </ResultPanel>
      <DetailsList rows={refundRows(view, refunds)} />
      <Row>
        {isBooking && slug && active ? (
          <ButtonLink kind="primary" href={again} icon="calendar-days">
            {back.bookAgain}
          </ButtonLink>
        ) : isBooking ? null : (
          <ButtonLink href={linksOf(view).manage()}>{back.seeBooking}</ButtonLink>
        )}
      </Row>
    </Stack>,
  )
}

// Two tabs may pay for one and the same move: the first made it.
function movedAlready({ sessions }: Booking, payment: PaymentRow): boolean {
  const moves = waitingChange(payment)?.quote.reschedule ?? []
  return (
    moves.length > 0 &&
    moves.every(({ session: id, start }) =>
      sessions.some((session) => session.id === id && session.startsAt.equals(start)),
    )
  )
}
