import { resultText } from '#messages/manage-results.ts'
import { spellReference } from '#platform/ids.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { KeptReceipt } from '#domain/bookings/change-history.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import type { WebContext } from '../deps.ts'
import { clocksOf } from './clocks.ts'
import { BookAgain } from './manage-closed.tsx'
import { manageFrame } from './manage-frame.tsx'
import { hostOf, linksOf, openSessions, toldBy, type ManageView } from './manage-view.ts'
import { gaveCredit, MoneyLinks, settledRows } from './settled-money.tsx'
import { UndoForm } from './undo-form.tsx'

/** Just canceled (ux M10): what is off, who was told, the receipt, what happens with money, and how to book again. */
export function canceledResult(
  c: WebContext,
  view: ManageView,
  kept: KeptReceipt,
  canUndo: boolean,
): Response | Promise<Response> {
  const { booking, locale } = view
  const text = resultText(locale)
  const { quote } = kept.receipt
  const off = booking.sessions.filter((session) => quote.cancel.some((entry) => entry.session === session.id))
  const staying = openSessions(booking).length
  const title = text.canceled.title(off.length, off.length === booking.sessions.length)
  return manageFrame(
    c,
    view,
    { title, happened: { type: 'booking.canceled', sessions: quote.cancel } },
    <Stack gap="section">
      <ResultPanel kind="canceled" heading={title}>
        <Stack>
          {off.map((session) => (
            <StruckTime
              view={view}
              session={session}
              quoted={quote.cancel.find((entry) => entry.session === session.id)!}
            />
          ))}
        </Stack>
        <p>
          {view.text.haveBeenTold(toldBy(booking, off))} <bdi>{text.mailSent(booking.customer.email)}</bdi>
        </p>
        {staying > 0 ? <p>{text.canceled.staying}</p> : null}
        {canUndo ? <UndoForm c={c} view={view} receipt={kept.receipt} /> : null}
      </ResultPanel>
      <DetailsList rows={[...settledRows(view, kept), ...receiptRows(view, kept, text.when)]} />
      <MoneyLinks c={c} view={view} credit={gaveCredit(kept)} />
      {staying > 0 ? (
        <Row>
          <ButtonLink href={linksOf(view).manage()}>{text.openBooking}</ButtonLink>
        </Row>
      ) : null}
      {gaveCredit(kept) ? null : <BookAgain view={view} label={text.scheduleAgain} />}
    </Stack>,
  )
}

// The receipt's own times: the session may have been moved or brought back since.
function StruckTime({
  view,
  session,
  quoted,
}: {
  view: ManageView
  session: Session
  quoted: { start: string; end: string }
}) {
  const { booking, zone, locale } = view
  const span = { start: Temporal.Instant.from(quoted.start), end: Temporal.Instant.from(quoted.end) }
  return (
    <TwoClock
      {...clocksOf({
        ...span,
        zone,
        other: hostOf(session),
        now: booking.now,
        locale,
      })}
      struck
    />
  )
}

/** Number and time of a receipt: the booking's reference with the revision the change made. */
export function receiptRows(view: ManageView, { receipt }: KeptReceipt, label: string): DetailsRow[] {
  const text = resultText(view.locale)
  const { booking, zone } = view
  return [
    { term: label, detail: text.at(Temporal.Instant.from(receipt.committedAt), zone, booking.now) },
    {
      term: text.receipt,
      detail: <span class="nowrap">{`${spellReference(booking.reference)}-${receipt.revision}`}</span>,
    },
  ]
}
