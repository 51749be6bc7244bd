import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { changeRefused, changeWords, sawAndIs } from '#messages/staff-change.ts'
import { paths } from '#paths.ts'
import type { FieldErrors, Typed } from '#platform/forms.ts'
import { problemsOf, typedText, type FormProblems } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { NOTHING_TYPED, readChangeForm, type ChoicesTyped } from './change-form.tsx'
import { refuseChange } from './change-refused.tsx'
import { timeAsked } from './move-asked.ts'
import { checkPage } from './move-check.tsx'
import { pickPage, type PickShown } from './move-pick.tsx'
import { nextToPick, planOfQuote, readPlan, withoutPick, withPick, type MovePlan } from './move-plan.ts'
import { openBooking } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { missingPage } from './refusal-pages.tsx'
import { badForm, readForm } from './request.ts'
import { chooseSessionsPage, isNothingTicked } from './session-boxes.tsx'
import type { StaffContext } from './staff-env.ts'

/**
 * GET: choose a time for each session, then check them together. Query `session`, repeatable, with the picks so far
 * (`new`), and `start`, or `date` with `time`, for the next one.
 */
export async function movePage(c: StaffContext): Promise<Response> {
  const booking = await openForChange(c, 'change')
  if (booking instanceof Response) return booking
  const typed = c.req.queries()
  const plan = readPlan(booking, typed)
  if (typeof plan !== 'string') return stepTo(c, booking, plan, typed, NOTHING_TYPED)
  if (plan === 'unclear' && openSessions(booking, 'reschedule').length > 1)
    return chooseSessionsPage(c, booking, 'reschedule', isNothingTicked(c))
  return refuseUnclear(c, booking, plan)
}

/** POST: carries the sealed quote out; without one, a time chosen after a refusal goes to its check. */
export async function submitMove(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const { context } = c.var.deps
  const booking = await openForChange(c, 'change', context.db)
  if (booking instanceof Response) return booking
  const { quote, choices, errors } = readChangeForm(c, booking, body)
  const plan = quote ? planOfQuote(booking, quote) : readPlan(booking, body)
  if (typeof plan === 'string') return refuseUnclear(c, booking, plan)
  if (body.quote === undefined) return stepTo(c, booking, plan, body, choices)
  if (!quote || plan.sessions.length === 0)
    return pickFor(c, booking, plan, plan.sessions[0]!, {
      status: 409,
      notice: changeRefused('quote_unreadable', c.var.locale),
    })
  if (errors.reason) return checked(c, booking, plan, { status: 422, typed: choices, errors })
  const outcome = await commitChange(context, c.var.scope, quote, {
    reason: choices.reason,
    tellCustomer: choices.tell,
  })
  if (!outcome.ok) return afterRefusal(c, booking.id, quote, choices, outcome.refusal)
  await markRead(context, c.var.scope, booking.id, outcome.value.revision)
  return c.redirect(paths.staffBooking(booking.id), 303)
}

function refuseUnclear(c: StaffContext, booking: Booking, plan: 'unclear' | 'unknown'): Promise<Response> {
  const refusal: ChangeRefusal =
    plan === 'unknown'
      ? { code: 'unknown_booking' }
      : { code: 'state', session: '', state: booking.sessions[0]!.state }
  return refuseChange(c, booking, refusal)
}

/** From what was typed or picked to the page that comes next: choosing for one session, or checking all. */
function stepTo(
  c: StaffContext,
  booking: Booking,
  plan: MovePlan,
  typed: Typed,
  choices: ChoicesTyped,
): Promise<Response> {
  const asked = timeAsked(typed, c.var.viewer.zone, booking.now)
  const current = nextToPick(plan, typedText(typed, 'for')) ?? plan.sessions[0]!
  const kept = { date: typedText(typed, 'date'), time: typedText(typed, 'time') }
  if (asked.kind === 'twice')
    return pickFor(c, booking, plan, current, { status: 200, typed: kept, twice: asked })
  if (asked.kind === 'wrong') {
    const problems = timeProblems(c, asked.errors)
    return pickFor(c, booking, plan, current, { status: 422, typed: kept, problems })
  }
  const picked = asked.kind === 'start' ? withPick(plan, current, asked.start) : plan
  const next = nextToPick(picked, asked.kind === 'none' ? typedText(typed, 'for') : undefined)
  return next
    ? pickFor(c, booking, picked, next, { status: 200 })
    : checked(c, booking, picked, { status: 200, typed: choices })
}

function pickFor(
  c: StaffContext,
  booking: Booking,
  plan: MovePlan,
  session: Session,
  shown: PickShown,
): Promise<Response> {
  return pickPage(c, booking, withoutPick(plan, session.id), session, shown)
}

/** The check page, or the choice of another time for the session whose own cannot be had. */
async function checked(
  c: StaffContext,
  booking: Booking,
  plan: MovePlan,
  shown: Parameters<typeof checkPage>[3],
): Promise<Response> {
  const page = await checkPage(c, booking, plan, shown)
  if (page instanceof Response) return page
  const session = plan.sessions.find((entry) => entry.id === page.session)!
  const gone = { start: plan.picks.get(session.id)!, choices: shown.typed }
  return pickFor(c, booking, plan, session, { status: page.status, notice: page.sentence, gone })
}

/** What to show after a refused commit: the booking as it is now, with what was chosen and typed kept. */
async function afterRefusal(
  c: StaffContext,
  bookingId: string,
  quote: Quote,
  choices: ChoicesTyped,
  refusal: ChangeRefusal,
): Promise<Response> {
  const present = await openBooking(c, bookingId, c.var.deps.context.db)
  if (!present) return missingPage(c)
  if (refusal.code === 'not_permitted' || refusal.code === 'unknown_booking')
    return refuseChange(c, present, refusal)
  const plan = planOfQuote(present, quote)
  const title = changeRefused(refusal.code, c.var.locale)
  const taken =
    refusal.code === 'slot_taken' && plan.sessions.find((session) => session.id === refusal.session)
  if (taken) {
    const gone = { start: plan.picks.get(taken.id)!, choices }
    return pickFor(c, present, plan, taken, { status: 409, notice: title, gone })
  }
  const notice = { title, line: lineAboutChange(c, plan, quote) }
  return checked(c, present, plan, { status: 409, typed: choices, notice })
}

// Of the sessions that moved, the first that is no longer where its reader saw it.
function lineAboutChange(c: StaffContext, plan: MovePlan, quote: Quote): string | null {
  for (const session of plan.sessions) {
    const move = quote.reschedule.find((entry) => entry.session === session.id)!
    const saw = { start: Temporal.Instant.from(move.fromStart), end: Temporal.Instant.from(move.fromEnd) }
    if (Temporal.Instant.compare(saw.start, session.startsAt) === 0) continue
    const is = { start: session.startsAt, end: session.endsAt }
    return sawAndIs(saw, is, c.var.viewer.zone, c.var.locale)
  }
  return null
}

function timeProblems(c: StaffContext, errors: FieldErrors): FormProblems {
  const words = changeWords(c.var.locale)
  return problemsOf(errors, { date: words.date, time: words.time }, c.var.locale)
}
