import { PageHeading, Stack } from '#ui/layout.tsx'
import { loadAsks } from '#domain/asking/load-asks.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { WebContext } from '../deps.ts'
import { askNotices, asksInForce, isAllAbout } from './ask-notices.tsx'
import { askedPage, EndedAsk } from './ask-standing.tsx'
import { CanceledSessionsPart, findCanceledSessions } from './canceled-sessions.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { blockedSection } from './manage-blocked.tsx'
import { cancelSection } from './manage-cancel.tsx'
import { closedPage } from './manage-closed.tsx'
import { manageFrame, ManageChoices, ZoneNotices } from './manage-frame.tsx'
import { guestPage } from './manage-guest.tsx'
import { keepSection } from './manage-keep.tsx'
import { NO_REASON, ReasonSummary } from './manage-reason.tsx'
import type { ManageAction, ManageSection, PageState } from './manage-section.ts'
import { standingOf, type Standing } from './manage-standing.ts'
import { isCustomers, linksOf, nounOf, openLink, type ManageView } from './manage-view.ts'
import { pickSection } from './move-pick.tsx'
import { offerHref } from './waiting-held.ts'
import { givenUp, newTimePage } from './new-time-asked.tsx'
import { requestEndedPage } from './request-ended.tsx'
import { requestPage } from './request-page.tsx'
import { isRequest } from './request-times.ts'

/** GET /b/:token: the booking behind a link and what can be done with it. Reads only. */
export async function showManage(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  return managePage(c, view, c.req.query('do'), {
    sessions: c.req.queries('session') ?? [],
    typed: NO_REASON,
  })
}

/** The page for one action; also what a refused change comes back to, with the booking as it stands now. */
export async function managePage(
  c: WebContext,
  view: ManageView,
  wanted: string | undefined,
  state: PageState,
): Promise<Response> {
  // A booking that waits to be paid is not made: nothing else can be done with it.
  if (view.booking.heldUntil) return c.redirect((await offerHref(c, view)) ?? linksOf(view).pay(), 303)
  if (isRequest(view.booking)) return requestPage(c, view, wanted, state)
  const standing = standingOf(view.booking)
  if (standing.kind !== 'open')
    return (await requestEndedPage(c, view, state)) ?? closedPage(c, view, standing.kind, state)
  const isAll = (sessions: string[]) =>
    wanted === undefined && sessions.length > 0 && isAllAbout(view, standing, state, sessions)
  if (isAll(givenUp(view.booking))) return newTimePage(c, view, standing, state)
  const asks = await loadAsks(c.var.deps.context.reader, view.scope, view.booking.id)
  const asked = asksInForce(asks).find((ask) => isAll(ask.sessions))
  if (asked) return askedPage(c, view, standing, asked, state)
  const named = onlySession(view, state)
  // Of a session that is off nothing can be changed, so the page goes on with the others.
  const only = named?.state === 'canceled' ? undefined : named
  const rest = wanted === undefined && named && !only ? { ...state, sessions: [] } : state
  const canceled =
    wanted === undefined || (named && !only) ? await findCanceledSessions(c, view, named) : null
  // The package's own link; whoever opened one session or chose what to do has come for something else.
  const isPlain = wanted === undefined && state.sessions.length === 0
  const action = chooseAction(wanted, standing)
  const section = await sectionOf(c, view, { standing, action, only }, rest)
  const { text } = view
  const title = text.question(nounOf(view.booking))
  // Where the sessions of a package are the page's own matter, they are not told twice.
  const listsSessions = view.booking.sessions.length > 1 && action !== 'keep'
  return manageFrame(
    c,
    view,
    {
      title: section.title,
      status: section.status ?? state.status,
      failed: section.failed ?? state.problem !== undefined,
    },
    <Stack gap="section">
      <ReasonSummary problem={state.problem} locale={view.locale} />
      {section.summary}
      {state.notice}
      <EndedAsk view={view} asks={asks} />
      {canceled ? <CanceledSessionsPart c={c} view={view} {...canceled} /> : null}
      <PageHeading over={<bdi>{view.booking.eventType.name}</bdi>} title={title} />
      {isPlain ? await askNotices(c, view, asks) : null}
      <ManageChoices view={view} standing={standing} current={action} session={only?.id} />
      {listsSessions ? null : <BookingOfLink view={view} {...(only ? { session: only } : {})} />}
      {action === 'reschedule' ? null : <ZoneNotices view={view} current={action} />}
      {section.body}
      {section.actions}
      {listsSessions ? (
        <BookingOfLink view={view} {...(only ? { session: only } : {})} withoutSessions />
      ) : null}
    </Stack>,
  )
}

/** The one session of a package that the page is about: a calendar event's link opens it (oncehub R159). */
function onlySession({ booking }: ManageView, { sessions }: PageState): Session | undefined {
  return booking.sessions.length > 1 && sessions.length === 1
    ? booking.sessions.find(({ id }) => id === sessions[0])
    : undefined
}

// Reschedule stands first, as customers know it; without a wish the page opens on the first thing that can be done.
function chooseAction(wanted: string | undefined, standing: Standing): ManageAction {
  if (wanted === 'reschedule' || wanted === 'cancel' || wanted === 'keep') return wanted
  if (!standing.reschedule.refusal) return 'reschedule'
  if (!standing.cancel.refusal) return 'cancel'
  return standing.canKeep ? 'keep' : 'reschedule'
}

function sectionOf(
  c: WebContext,
  view: ManageView,
  { standing, action, only }: { standing: Standing; action: ManageAction; only: Session | undefined },
  state: PageState,
): Promise<ManageSection> | ManageSection {
  if (action === 'keep') return keepSection(c, view, standing, only)
  const { refusal } = standing[action]
  if (refusal) return blockedSection(view, standing, action, refusal)
  return action === 'cancel' ? cancelSection(c, view, standing, state) : pickSection(c, view, standing, state)
}
