import { askText } from '#messages/asks.ts'
import { calledName } from '#messages/manage.ts'
import type { AskSeen } from '#domain/asking/load-asks.ts'
import { Banner } from '#ui/banner.tsx'
import { PageHeading, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { GrantedAsk, OtherThanGranted } from './ask-granted.tsx'
import { OpenAsk } from './ask-open.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame, ManageChoices, ZoneNotices } from './manage-frame.tsx'
import type { PageState } from './manage-section.ts'
import type { Standing } from './manage-standing.ts'
import { nounOf, type ManageView } from './manage-view.ts'

/** The booking with what was asked about it: waiting (ux M5b, M17m) or answered and to be used (M5g). */
export function askedPage(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  ask: AskSeen,
  state: PageState,
): Response | Promise<Response> {
  const { text } = view
  const title = text.question(nounOf(view.booking))
  return manageFrame(
    c,
    view,
    { title, status: state.status },
    <Stack gap="section">
      {state.notice}
      {ask.state === 'granted' ? <GrantedAsk view={view} ask={ask} /> : null}
      <PageHeading over={<bdi>{view.booking.eventType.name}</bdi>} title={title} />
      <ManageChoices view={view} standing={standing} current={null} />
      {ask.state === 'open' ? <OpenAsk c={c} view={view} ask={ask} /> : null}
      {ask.state === 'granted' && ask.kind === 'exception' ? (
        <OtherThanGranted c={c} view={view} ask={ask} />
      ) : null}
      <BookingOfLink view={view} />
      <ZoneNotices view={view} current="" />
    </Stack>,
  )
}

/** How the newest question ended, where it brought nothing: in the words of whoever answered. */
export function EndedAsk({ view, asks }: { view: ManageView; asks: readonly AskSeen[] }) {
  const [ask] = asks
  if (!ask || ask.kind === 'booking' || ask.action === 'book') return null
  const words = askText(view.locale)
  // Whatever was done since then makes it history.
  const isLatest = !ask.answeredAt || Temporal.Instant.compare(view.booking.updatedAt, ask.answeredAt) <= 0
  if (ask.state === 'declined' && isLatest) {
    const name = ask.answeredByName ? calledName(ask.answeredByName) : view.host.name
    return (
      <Banner kind="info" title={words.declined(name)}>
        {ask.answerReason ? <p dir="auto">{words.says(name, ask.answerReason)}</p> : null}
        <p>{words.declinedLine(ask.action)}</p>
      </Banner>
    )
  }
  if (ask.state !== 'expired') return null
  return ask.answer ? (
    <Banner kind="info" title={words.unused}>
      {words.unusedLine}
    </Banner>
  ) : (
    <Banner kind="info" title={words.expired(view.host.name)}>
      {words.expiredLine}
    </Banner>
  )
}
