import { askText } from '#messages/asks.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { CheckboxGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { askableAnew } from './ask-askable.ts'
import { askFormPage, NOTHING_ASKED } from './ask-form.tsx'
import { fieldId } from './form-errors.ts'
import { guestPage } from './manage-guest.tsx'
import { manageFrame } from './manage-frame.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'

/** GET /b/:token/ask: ask the team for what cannot be done online (ux M5). Query do, session (repeatable). Reads only. */
export async function showAsk(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  const action = actionToAsk(view, c.req.query('do'))
  // Whatever is open already, or can be done without asking, is on the booking's own page.
  if (!action) return c.redirect(linksOf(view).manage(), 303)
  const askable = askableAnew(view.booking, action)
  const named = c.req.queries('session') ?? []
  const chosen = askable.filter((session) => named.includes(session.id))
  const sessions = askable.length === 1 ? askable : chosen
  if (sessions.length === 0) return sessionsPage(c, view, action, askable)
  return askFormPage(c, view, { action, sessions }, NOTHING_ASKED)
}

/** What is asked for: as the address says, else whatever there is to ask. */
function actionToAsk({ booking }: ManageView, wanted: string | undefined): PolicyAction | null {
  const inOrder: PolicyAction[] = wanted === 'cancel' ? ['cancel', 'reschedule'] : ['reschedule', 'cancel']
  return inOrder.find((action) => askableAnew(booking, action).length > 0) ?? null
}

/** Of a package the sessions are chosen first, because each has times of its own. */
function sessionsPage(
  c: WebContext,
  view: ManageView,
  action: PolicyAction,
  askable: readonly Session[],
): Response | Promise<Response> {
  const { text, locale, host, zone } = view
  const words = askText(locale)
  const title = words.heading(host.name, action)
  const [path] = linksOf(view).ask().split('?')
  const problem = c.req.query('choose') === undefined ? undefined : words.whichMissing
  return manageFrame(
    c,
    view,
    { title, failed: problem !== undefined },
    <Stack gap="section">
      {problem ? (
        <ErrorSummary
          heading={words.problem}
          problems={[{ href: `#${fieldId('session')}`, text: problem }]}
        />
      ) : null}
      <PageHeading title={title} back={{ href: linksOf(view).manage({ do: action }), label: words.back }} />
      <form method="get" action={path} id="sessions">
        <HiddenFields fields={{ do: action, choose: '1', tz: view.query.zoneChosen ? zone : undefined }} />
        <CheckboxGroup
          id={fieldId('session')}
          name="session"
          legend={words.which}
          error={problem}
          options={askable.map((session) => ({
            value: session.id,
            label: text.sessionWhen(session.startsAt, session.endsAt, zone),
          }))}
        />
      </form>
      <StickyActions>
        <Button form="sessions">{words.next}</Button>
      </StickyActions>
      <MoreActions>
        <ButtonLink href={linksOf(view).manage({ do: action })}>{words.back}</ButtonLink>
      </MoreActions>
    </Stack>,
  )
}
