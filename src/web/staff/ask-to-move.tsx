import { askForNewTime } from '#domain/bookings/ask-for-new-time.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { fieldErrorText } from '#messages/forms.ts'
import { changeWords } from '#messages/staff-change.ts'
import { moneyProblem } from '#messages/staff-money-problems.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { typedText } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { askToMoveView, type AskTyped, type AskWrong } from './ask-to-move-view.tsx'
import { refusedAct } from './act-refused.tsx'
import { openForChange } from './open-for-change.ts'
import { badForm, readForm } from './request.ts'
import { valuesOf } from './settings/typed-values.ts'
import type { StaffContext } from './staff-env.ts'

/** GET: which times are given up, what the customer may choose instead, and why (oncehub R87–R95). Query `session`. */
export async function askToMovePage(c: StaffContext): Promise<Response> {
  const booking = await openForChange(c, 'change')
  if (booking instanceof Response) return booking
  const open = openSessions(booking, 'ask_to_move')
  if (open.length === 0) return refusedAct(c, booking.id, { code: 'not_possible' })
  const wanted = (c.req.queries('session') ?? []).map(cleanText)
  const sessions = booking.sessions.length === 1 ? [booking.sessions[0]!.id] : wanted
  return askToMoveView(c, booking, { status: 200, typed: { sessions, kind: 'same', reason: '', tell: true } })
}

/** POST: gives the times up and asks. */
export async function submitAskToMove(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const booking = await openForChange(c, 'change', c.var.deps.context.db)
  if (booking instanceof Response) return booking
  const typed = readAsked(booking, body)
  if (typedText(body, 'revision') !== String(booking.revision)) {
    const { refusedChanged } = askToMoveWords(c.var.locale)
    return openSessions(booking, 'ask_to_move').length === 0
      ? refusedAct(c, booking.id, { code: 'changed_meanwhile' })
      : askToMoveView(c, booking, { status: 409, typed, notice: refusedChanged })
  }
  const wrong = wrongIn(c, typed)
  if (wrong) return askToMoveView(c, booking, { status: 422, typed, wrong })
  const outcome = typed.kind === 'any' ? await askToRebook(c, booking, typed) : await ask(c, booking, typed)
  if (outcome.ok) {
    await markRead(c.var.deps.context, c.var.scope, booking.id, outcome.value.revision)
    return c.redirect(paths.staffBooking(booking.id), 303)
  }
  const { refusal } = outcome
  if (refusal.code !== 'refund_not_permitted') return refusedAct(c, booking.id, refusal)
  const names = await whoMay(c.var.deps.context.reader, c.var.scope, 'refund.request')
  const kind = moneyProblem({ code: refusal.code, names }, c.var.locale)
  return askToMoveView(c, booking, { status: 422, typed, wrong: { kind } })
}

function readAsked(booking: Booking, body: Typed): AskTyped {
  const [only, ...more] = booking.sessions
  const kind = typedText(body, 'kind')
  return {
    sessions: more.length === 0 ? [only!.id] : [...new Set(valuesOf(body, 'session'))],
    kind: kind === 'same' || kind === 'any' ? kind : '',
    reason: cleanText(typedText(body, 'reason')),
    tell: body['tell'] !== undefined,
  }
}

function wrongIn(c: StaffContext, typed: AskTyped): AskWrong | null {
  const { locale } = c.var
  const words = askToMoveWords(locale)
  const { reason } = changeWords(locale)
  const wrong: AskWrong = {
    ...(typed.sessions.length === 0 ? { session: words.noSession } : {}),
    ...(typed.kind === '' ? { kind: words.noKind } : {}),
    ...(typed.reason.length > LONGEST_REASON
      ? { reason: fieldErrorText({ code: 'too_long', longest: LONGEST_REASON }, reason, locale) }
      : {}),
  }
  return Object.keys(wrong).length > 0 ? wrong : null
}

function ask(c: StaffContext, booking: Booking, { sessions, reason, tell }: AskTyped) {
  return askForNewTime(c.var.deps.context, c.var.scope, {
    bookingId: booking.id,
    sessions,
    reason,
    tellCustomer: tell,
  })
}

/** Any event type: these sessions end, everything that was paid for them goes back, and they book anew (oncehub R92). */
async function askToRebook(c: StaffContext, booking: Booking, { sessions, reason, tell }: AskTyped) {
  const { context } = c.var.deps
  const request = {
    bookingId: booking.id,
    cancel: sessions,
    reschedule: [],
    channel: 'staff_page' as const,
  }
  const quoted = await quoteChange(context.db, c.var.scope, request)
  if (!quoted.ok) return quoted
  const refundMinor = BigInt(quoted.value.refundableMinor)
  return commitChange(context, c.var.scope, quoted.value, {
    reason,
    tellCustomer: tell,
    initiative: 'host',
    asksToRebook: true,
    ...(refundMinor > 0n ? { refundMinor } : {}),
  })
}
