import { resultText } from '#messages/manage-results.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { primaryHost, leadingSession } from '#domain/bookings/booking.ts'
import {
  creditsOfBooking,
  loadCancellation,
  refundsOfBooking,
  type Cancellation,
} from '#domain/bookings/change-history.ts'
import { openUndo } from '#domain/bookings/undo-standing.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { calledName } from '#messages/manage.ts'
import type { WebContext } from '../deps.ts'
import { zoneQuery } from './book-near.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame, ZoneNotices } from './manage-frame.tsx'
import type { PageState } from './manage-section.ts'
import type { Standing } from './manage-standing.ts'
import type { ManageView } from './manage-view.ts'
import { lostPage } from './pay-lost.tsx'
import { wasReleased } from './pay-standing.ts'
import { hostCanceledPage, isHosts } from './host-canceled.tsx'
import { NoShow } from './no-show.tsx'
import { refundRows } from './refund-rows.tsx'
import { canPayNow, creditRow, MoneyLinks } from './settled-money.tsx'
import { UndoForm } from './undo-form.tsx'

/** A booking with nothing left to change (ux M11, M12): what became of it, and the way to book again. */
export async function closedPage(
  c: WebContext,
  view: ManageView,
  kind: Exclude<Standing['kind'], 'open'>,
  state: Pick<PageState, 'status' | 'notice'>,
): Promise<Response> {
  // Times that were held and went back were never a booking.
  if (wasReleased(view.booking)) return lostPage(c, view)
  const { reader } = c.var.deps.context
  const cancellation = kind === 'canceled' ? await loadCancellation(reader, view.scope) : null
  const hasMoney = view.booking.paymentMode === 'price_collected'
  const refunds = hasMoney ? await refundsOfBooking(reader, view.scope) : []
  const credits = hasMoney ? await creditsOfBooking(reader, view.scope) : []
  const facts = cancellation ? cancellationRows(view, cancellation) : []
  const moneyRows = [...refundRows(view, refunds), ...credits.map((credit) => creditRow(view, credit))]
  const rows = [...facts, ...moneyRows]
  const text = resultText(view.locale)
  if (cancellation && isHosts(cancellation))
    return hostCanceledPage(
      c,
      view,
      // The heading names who it was; who pressed the button is the business's own matter.
      { cancellation, facts: facts.slice(1), moneyRows, hasCredit: credits.length > 0 },
      state,
    )
  const { title, lead } = wordsFor(view, kind, cancellation)
  const undoable = kind === 'canceled' ? await openUndo(reader, view.scope, view.booking) : null
  return manageFrame(
    c,
    view,
    { title, status: state.status },
    <Stack gap="section">
      {state.notice}
      <ResultPanel kind={kind === 'canceled' ? 'canceled' : 'info'} heading={title}>
        {lead ? <p>{lead}</p> : null}
        {undoable ? <UndoForm c={c} view={view} receipt={undoable} /> : null}
      </ResultPanel>
      {kind === 'no_show' ? (
        <NoShow view={view}>
          <MoneyLinks c={c} view={view} credit={credits.length > 0} />
        </NoShow>
      ) : null}
      {rows.length > 0 ? <DetailsList rows={rows} /> : null}
      {kind === 'no_show' ? null : <MoneyLinks c={c} view={view} credit={credits.length > 0} />}
      {credits.length > 0 ? null : <BookAgain view={view} label={text.scheduleAgain} />}
      <ZoneNotices view={view} current="" />
      <BookingOfLink view={view} label={kind === 'canceled' ? text.canceled.label : view.text.yourBooking} />
    </Stack>,
  )
}

/** The way to a new booking, where the page it was made on still takes any. */
export function BookAgain({ view, label }: { view: ManageView; label: string }) {
  const { page } = view.booking
  const kind = canPayNow(view.booking) ? 'quiet' : 'primary'
  if (!page.active || !page.slug) return null
  return (
    <Row>
      <ButtonLink kind={kind} href={paths.bookingPage(page.slug, zoneQuery(view))} icon="calendar-days">
        {label}
      </ButtonLink>
    </Row>
  )
}

/** What somebody wrote, with its line breaks. */
export function Words({ text }: { text: string }) {
  return (
    <span dir="auto">
      {text.split('\n').map((line, index) => (
        <>
          {index > 0 ? <br /> : null}
          {line}
        </>
      ))}
    </span>
  )
}

function wordsFor(
  view: ManageView,
  kind: Exclude<Standing['kind'], 'open'>,
  cancellation: Cancellation | null,
): { title: string; lead: string | null } {
  const { closed } = resultText(view.locale)
  if (kind === 'no_show') return { title: closed.noShow, lead: null }
  if (kind === 'over') return { title: closed.over, lead: closed.overLead }
  const host = calledName(cancellation?.by.name ?? primaryHost(leadingSession(view.booking)).name)
  if (cancellation?.by.kind !== 'member') return { title: closed.canceled, lead: null }
  const forYou = takingBackText(view.locale).hostCanceled.forYou(host)
  return {
    title: closed.canceled,
    lead: cancellation.initiative === 'customer' ? forYou : closed.byHost(host),
  }
}

/** Who canceled, when and why. */
export function cancellationRows(view: ManageView, { by, at, channel, reason }: Cancellation): DetailsRow[] {
  const { closed, when } = resultText(view.locale)
  const text = resultText(view.locale)
  const who = by.kind === 'customer' ? closed.you : (by.name ?? view.booking.organization.name)
  const way = by.kind === 'customer' ? closed.channel[channel] : ''
  return [
    { term: closed.who, detail: <bdi>{who}</bdi>, note: way || undefined },
    { term: when, detail: text.at(at, view.zone, view.booking.now) },
    { term: closed.why, detail: <Words text={reason ?? closed.noReason} /> },
  ]
}
