import { shortWhen } from '#messages/dates.ts'
import { money } from '#messages/money.ts'
import { paths } from '#paths.ts'
import { sessionStatus, type Session } from '#domain/bookings/booking.ts'
import type { ChangeRefusal } from '#domain/bookings/change.ts'
import { moneyOfCancel, moneyOfMove } from '#domain/bookings/quote-money.ts'
import type { Verdict } from '#domain/policies/evaluate.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Button } from '#ui/button.tsx'
import { CheckboxGroup, RadioGroup, type ChoiceOption } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, Section, Stack } from '#ui/layout.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { fieldId } from './form-errors.ts'
import type { ManageSection } from './manage-section.ts'
import { PolicyCard } from './manage-policy.tsx'
import type { Standing } from './manage-standing.ts'
import type { ManageView } from './manage-view.ts'

/** Which sessions of a package to cancel (ux K1, K4): a form that only shows the next page, so it is a GET. */
export function sessionsToCancel(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  refused: ChangeRefusal['code'] | null,
): ManageSection {
  const tried = refused !== null || c.req.query('choose') !== undefined
  return chooser(view, standing, 'cancel', tried ? problemOf(view, refused) : undefined, statusOf(refused))
}

/** Which session of a package to move; one at a time. */
export function sessionToMove(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  refused: 'unknown_session' | null,
): ManageSection {
  const tried = refused !== null || c.req.query('choose') !== undefined
  return chooser(
    view,
    standing,
    'reschedule',
    tried ? problemOf(view, refused) : undefined,
    statusOf(refused),
  )
}

function chooser(
  view: ManageView,
  standing: Standing,
  action: PolicyAction,
  problem: string | undefined,
  status: 200 | 404 | 409,
): ManageSection {
  const { text } = view
  const words = text.chooseSessions
  const group = {
    id: fieldId('session'),
    name: 'session',
    legend: words[action],
    hint: words.hint[action],
    error: problem,
    options: view.booking.sessions.map((session) => optionOf(view, standing, action, session.id)),
  }
  return {
    title: words[action],
    status,
    failed: problem !== undefined,
    summary: problem ? (
      <ErrorSummary heading={words.problem} problems={[{ href: `#${fieldId('session')}`, text: problem }]} />
    ) : null,
    body: (
      <Section heading={action === 'cancel' ? text.cancel : text.reschedule}>
        <Stack>
          <PolicyCard view={view} action={action} session={standing.sessions[0]!} />
          <form method="get" action={paths.manage(view.token)} id="choose">
            <HiddenFields
              fields={{ do: action, choose: '1', tz: view.query.zoneChosen ? view.zone : undefined }}
            />
            {action === 'cancel' ? <CheckboxGroup {...group} /> : <RadioGroup {...group} />}
          </form>
        </Stack>
      </Section>
    ),
    actions: (
      <StickyActions>
        <Button form="choose">{words.next[action]}</Button>
      </StickyActions>
    ),
  }
}

function optionOf(view: ManageView, standing: Standing, action: PolicyAction, id: string): ChoiceOption {
  const { booking, text, zone, locale } = view
  const session = booking.sessions.find((entry) => entry.id === id)!
  const label = text.sessionWhen(session.startsAt, session.endsAt, zone)
  const verdict = standing[action].verdicts.find((entry) => entry.session === session)?.verdict
  const state = `(${text.states[sessionStatus(session)]})`
  if (!verdict) return { value: id, label: `${label} ${state}`, disabled: true }
  if (!verdict.allowed) {
    const { refusal } = verdict
    const why =
      refusal.code === 'too_late'
        ? text.effectTooLate(shortWhen(refusal.closedAt, zone, locale, booking.now))
        : text.effectNot
    return { value: id, label: `${label} ${state}`, hint: why, disabled: true }
  }
  const effect =
    booking.paymentMode === 'price_collected' ? effectOf(view, action, session, verdict) : undefined
  return { value: id, label: `${label} ${state}`, hint: effect }
}

/** What acting on this one session means in money. */
function effectOf(
  { booking, text, locale }: ManageView,
  action: PolicyAction,
  session: Session,
  verdict: Extract<Verdict, { allowed: true }>,
): string {
  const amount = (digits: string) => money(BigInt(digits), booking.currency, locale)
  if (action === 'reschedule') {
    const { feeMinor } = moneyOfMove(booking, session, verdict, 'customer')
    return feeMinor === '0' ? text.effectFree : text.effectFee(amount(feeMinor))
  }
  const { refundMinor, keptMinor, owedMinor, undecidedMinor } = moneyOfCancel(
    booking,
    session,
    verdict,
    'customer',
  )
  if (owedMinor !== '0') return text.effectOwed(amount(owedMinor))
  if (undecidedMinor !== '0') return text.effectUndecided(amount(undecidedMinor))
  return refundMinor === '0' && keptMinor === '0' ? text.effectFree : text.effectBack(amount(refundMinor))
}

function problemOf({ text }: ManageView, refused: ChangeRefusal['code'] | null): string {
  return refused === null || refused === 'nothing_chosen'
    ? text.chooseSessions.none
    : text.chooseSessions.unknown
}

// An id that is not of this booking leads nowhere; a session that can no longer be changed is a conflict.
function statusOf(refused: ChangeRefusal['code'] | null): 200 | 404 | 409 {
  if (refused === null) return 200
  return refused === 'unknown_session' ? 404 : 409
}
