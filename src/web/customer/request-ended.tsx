import { calledName } from '#messages/manage.ts'
import { resultText } from '#messages/manage-results.ts'
import { requestText } from '#messages/requests.ts'
import { loadAsks, type AskSeen } from '#domain/asking/load-asks.ts'
import { Card } from '#ui/card.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { BookAgain } from './manage-closed.tsx'
import { manageFrame } from './manage-frame.tsx'
import type { PageState } from './manage-section.ts'
import { toldBy, type ManageView } from './manage-view.ts'
import { suggestedRows, suggestedStarts } from './request-times.ts'

/**
 * A request that came to nothing: declined, never answered, or canceled by the customer. It never was a booking, so
 * nothing is said of canceling one. Null for everything that was booked.
 */
export async function requestEndedPage(
  c: WebContext,
  view: ManageView,
  state: Pick<PageState, 'status' | 'notice'>,
): Promise<Response | null> {
  const { booking } = view
  const isOff = booking.needsApproval && booking.sessions.every((session) => session.state === 'canceled')
  if (!isOff) return null
  const asks = await loadAsks(c.var.deps.context.reader, view.scope, booking.id)
  const ask = asks.find((entry) => entry.kind === 'booking')
  if (!ask || ask.state === 'done') return null
  const { title, line } = endingOf(view, ask)
  return manageFrame(
    c,
    view,
    { title, status: state.status },
    <Stack gap="section">
      {state.notice}
      <ResultPanel kind="canceled" heading={title}>
        {ask.answerReason ? (
          <p dir="auto">{requestText(view.locale).says(answererOf(view, ask), ask.answerReason)}</p>
        ) : null}
        <p>{line}</p>
      </ResultPanel>
      <BookAgain view={view} label={resultText(view.locale).scheduleAgain} />
      <Suggested view={view} ask={ask} />
    </Stack>,
  )
}

function endingOf(view: ManageView, ask: AskSeen): { title: string; line: string } {
  const { ended } = requestText(view.locale)
  if (ask.answer === 'no') return { title: ended.declined(answererOf(view, ask)), line: ended.nothing }
  if (ask.answer === 'new_times' && ask.state === 'expired')
    return { title: ended.over, line: ended.noTimesCame }
  if (ask.state === 'expired') return { title: ended.unanswered(view.host.name), line: ended.askAgain }
  const told = view.text.haveBeenTold(toldBy(view.booking, view.booking.sessions))
  return { title: ended.canceled, line: `${told} ${ended.nothing}` }
}

function answererOf({ host }: ManageView, ask: AskSeen): string {
  return ask.answeredByName ? calledName(ask.answeredByName) : host.name
}

function Suggested({ view, ask }: { view: ManageView; ask: AskSeen }) {
  const { booking, zone, host, locale } = view
  const rows = suggestedRows({
    starts: suggestedStarts(ask),
    durationMinutes: booking.durationMinutes,
    isPackage: booking.sessions.length > 1,
    zone,
    other: host,
    now: booking.now,
    locale,
  })
  return (
    <Card heading={requestText(locale).suggestedTimes} kind="sunken">
      <DetailsList rows={rows} />
    </Card>
  )
}
