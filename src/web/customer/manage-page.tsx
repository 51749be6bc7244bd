import { PageHeading, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
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
  if (view.booking.heldUntil) return c.redirect(linksOf(view).pay(), 303)
  const standing = standingOf(view.booking)
  if (standing.kind !== 'open') return closedPage(c, view, standing.kind, state)
  const action = chooseAction(wanted, standing)
  const section = await sectionOf(c, view, standing, action, state)
  const { text } = view
  const title = text.question(nounOf(view.booking))
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
      <PageHeading title={title} />
      <BookingOfLink view={view} />
      {action === 'reschedule' ? null : <ZoneNotices view={view} current={action} />}
      <ManageChoices view={view} standing={standing} current={action} />
      {section.body}
      {section.actions}
    </Stack>,
  )
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
  standing: Standing,
  action: ManageAction,
  state: PageState,
): Promise<ManageSection> | ManageSection {
  if (action === 'keep') return keepSection(c, view, standing)
  const { refusal } = standing[action]
  if (refusal) return blockedSection(view, standing, action, refusal)
  return action === 'cancel' ? cancelSection(c, view, standing, state) : pickSection(c, view, standing, state)
}
