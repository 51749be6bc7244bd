import { longDate, shortWhen, timeRange, zoneLabel } from '#messages/dates.ts'
import { money } from '#messages/money.ts'
import { sessionsText } from '#messages/packages.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { sessionStatus, type Session } from '#domain/bookings/booking.ts'
import type { ChangeRefusal } from '#domain/bookings/change.ts'
import { moneyOfCancel, moneyOfMove } from '#domain/bookings/quote-money.ts'
import type { Verdict } from '#domain/policies/evaluate.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Button } from '#ui/button.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, Stack } from '#ui/layout.tsx'
import { SessionChoices, type SessionChoice } from '#ui/session-choices.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { AskAboutOthers } from './ask-others.tsx'
import { fieldId } from './form-errors.ts'
import type { ManageSection } from './manage-section.ts'
import { PolicyCard } from './manage-policy.tsx'
import type { Standing } from './manage-standing.ts'
import { linksOf, ownLead, type ManageView } from './manage-view.ts'
import { MANY_SESSIONS } from './session-times.tsx'

type Refused = ChangeRefusal['code'] | null

/** Which sessions of a package to cancel (ux K4): a form that only shows the next page, so it is a GET. */
export function sessionsToCancel(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  refused: Refused,
): ManageSection {
  return chooser(c, view, standing, 'cancel', refused)
}

/** Which sessions of a package to move (ux K1). */
export function sessionsToMove(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  refused: Refused,
): ManageSection {
  return chooser(c, view, standing, 'reschedule', refused)
}

/** The list again, with the sessions ticked that were chosen. */
export function chooseAgain(
  view: ManageView,
  action: PolicyAction,
  chosen: readonly { session: Pick<Session, 'id'> }[],
): string {
  const ticked = chosen.map(({ session }) => `&tick=${session.id}`).join('')
  return `${linksOf(view).manage({ do: action })}${ticked}`
}

/** "2 of 3 selected. Fee £10.00 (2 × £5.00)." */
export function sumOfMoves(
  view: ManageView,
  standing: Standing,
  chosen: readonly { session: Session }[],
): string {
  const { booking, locale } = view
  const text = sessionsText(locale)
  const open = standing.reschedule.verdicts.filter(({ verdict }) => verdict.allowed).length
  const selected = text.selected(chosen.length, open)
  if (booking.paymentMode !== 'price_collected') return selected
  const fees = chosen.map(({ session }) => amountOf(view, standing, 'reschedule', session) ?? 0n)
  const sum = (minor: bigint) => ({ minor, currency: booking.currency })
  const total = fees.reduce((all, fee) => all + fee, 0n)
  const each = fees.every((fee) => fee === fees[0]) ? sum(fees[0] ?? 0n) : null
  return `${selected} ${total === 0n ? text.feeNone : text.feeOf(each, fees.length, sum(total))}`
}

function chooser(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  action: PolicyAction,
  refused: Refused,
): ManageSection {
  const { text, booking, zone, locale } = view
  const words = text.chooseSessions
  const tried = refused !== null || c.req.query('choose') !== undefined
  const problem = tried ? problemOf(view, refused) : undefined
  const ticked = c.req.queries('tick') ?? (refused ? (c.req.queries('session') ?? []) : [])
  const sessions = booking.sessions.map((session) => optionOf(view, standing, action, session, ticked))
  const open = sessions.filter((session) => !session.disabled)
  const first = standing.sessions[0]!
  return {
    title: words[action],
    ...statusOf(refused),
    failed: problem !== undefined,
    summary: problem ? (
      <ErrorSummary heading={words.problem} problems={[{ href: `#${fieldId('session')}`, text: problem }]} />
    ) : null,
    body: (
      <Stack>
        <PolicyCard view={view} action={action} session={first} level={2} />
        <form
          method="get"
          action={`${paths.manage(view.token)}${action === 'reschedule' ? '#pick' : ''}`}
          id="choose"
        >
          <HiddenFields
            fields={{ do: action, choose: '1', tz: view.query.zoneChosen ? view.zone : undefined }}
          />
          <Stack gap="tight">
            {open.length > MANY_SESSIONS ? (
              <p>
                <a href={`${linksOf(view).manage({ do: action })}&tick=all`}>
                  {sessionsText(locale).tickAll(open.length)}
                </a>
              </p>
            ) : null}
            <SessionChoices
              id={fieldId('session')}
              name="session"
              legend={words[action]}
              hint={sessionsText(locale).hint[action]}
              error={problem}
              sessions={sessions}
              sum={{ currency: booking.currency, ...sumWords(view, action, open.length) }}
            />
            <p class="quiet small">{zoneLabel(zone, first.startsAt, locale)}</p>
          </Stack>
        </form>
      </Stack>
    ),
    actions: (
      <>
        <StickyActions>
          <Button form="choose">{words.next[action]}</Button>
        </StickyActions>
        <AskAboutOthers view={view} action={action} />
      </>
    ),
  }
}

function optionOf(
  view: ManageView,
  standing: Standing,
  action: PolicyAction,
  session: Session,
  ticked: readonly string[],
): SessionChoice {
  const { booking, text, zone, locale } = view
  const verdict = standing[action].verdicts.find((entry) => entry.session === session)?.verdict
  const option = {
    value: session.id,
    day: longDate(session.startsAt, zone, locale),
    time: timeRange(session.startsAt, session.endsAt, zone, locale),
    datetime: session.startsAt.toString(),
    who: ownLead(view, session),
    state: session.askedToMoveAt
      ? takingBackText(locale).newTime.youWait
      : text.states[sessionStatus(session)],
  }
  if (!verdict) return { ...option, disabled: true }
  if (!verdict.allowed) {
    const { refusal } = verdict
    const why =
      refusal.code === 'too_late'
        ? text.effectTooLate(shortWhen(refusal.closedAt, zone, locale, booking.now))
        : text.effectNot
    return { ...option, effect: why, disabled: true }
  }
  const effect =
    booking.paymentMode === 'price_collected' ? effectOf(view, action, session, verdict) : undefined
  const minor = amountOf(view, standing, action, session) ?? undefined
  return { ...option, effect, minor, checked: ticked.includes('all') || ticked.includes(session.id) }
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

// Where nothing is collected there is nothing to sum up.
function sumWords({ booking, locale }: ManageView, action: PolicyAction, open: number) {
  const words = sessionsText(locale).live(action, open)
  return booking.paymentMode === 'price_collected'
    ? words
    : { count: words.count, nothing: words.count, total: words.count, each: words.count }
}

/** The fee for moving a session, or what comes back for it; null where that is not all there is to say. */
function amountOf(
  { booking }: ManageView,
  standing: Standing,
  action: PolicyAction,
  session: Session,
): bigint | null {
  const verdict = standing[action].verdicts.find((entry) => entry.session === session)?.verdict
  if (!verdict?.allowed) return null
  if (action === 'reschedule') return BigInt(moneyOfMove(booking, session, verdict, 'customer').feeMinor)
  const { refundMinor, owedMinor, undecidedMinor } = moneyOfCancel(booking, session, verdict, 'customer')
  return owedMinor === '0' && undecidedMinor === '0' ? BigInt(refundMinor) : null
}

function problemOf({ text }: ManageView, refused: Refused): string {
  if (refused === null || refused === 'nothing_chosen') return text.chooseSessions.none
  return refused === 'policy' || refused === 'state'
    ? text.chooseSessions.closed
    : text.chooseSessions.unknown
}

// An id that is not of this booking leads nowhere; a session that can no longer be changed is a conflict.
function statusOf(refused: Refused): { status?: 404 | 409 } {
  if (refused === null) return {}
  return { status: refused === 'unknown_session' ? 404 : 409 }
}
