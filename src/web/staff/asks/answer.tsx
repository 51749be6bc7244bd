import type { AnswerRefusal } from '#domain/asking/answer.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { loadAsks, type AskSeen } from '#domain/asking/load-asks.ts'
import { takeApprovalBack, type TakeBackRefusal } from '#domain/asking/take-approval-back.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { money } from '#messages/money.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { paths } from '#paths.ts'
import type { Reader } from '#platform/db.ts'
import { problemsOf } from '../../customer/form-errors.ts'
import { openForChange } from '../open-for-change.ts'
import { openBooking } from '../open-booking.ts'
import { forbiddenPage, missingPage } from '../refusal-pages.tsx'
import { badForm, readForm } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'
import { readAnswer, type AnswerProblem } from './answer-form.ts'
import { answerView, isNotPaid, type AnswerShown } from './answer-view.tsx'

/** GET: what a customer asks, and every answer one click away (ux A4a, A4q). */
export async function answerPage(c: StaffContext): Promise<Response> {
  const { reader } = c.var.deps.context
  const booking = await openForChange(c, 'change', reader)
  if (booking instanceof Response) return booking
  const ask = await findAsk(c, booking, reader)
  return ask ? answerView(c, booking, ask, { status: 200, typed: null, problems: null }) : missingPage(c)
}

/** POST: the answer of the button that was pressed. */
export async function submitAnswer(c: StaffContext): Promise<Response> {
  const { context } = c.var.deps
  const { scope, locale } = c.var
  const typed = await readForm(c)
  if (!typed) return badForm(c)
  const booking = await openForChange(c, 'change', context.db)
  if (booking instanceof Response) return booking
  const ask = await findAsk(c, booking, context.db)
  if (!ask) return missingPage(c)
  // Whoever was slower is told what was answered; nothing of theirs counts.
  const isTakenBack = isNotPaid(booking, ask)
  if (ask.state !== 'open' && !isTakenBack)
    return answerView(c, booking, ask, { status: 409, typed: null, problems: null })
  const read = readAnswer(booking, ask, typed, locale)
  const shown = (problem: AnswerProblem): AnswerShown => ({
    status: 422,
    typed,
    problems: inWords(c, problem),
  })
  if (!read.ok) return answerView(c, booking, ask, shown(read.problem))
  const given = { bookingId: booking.id, askId: ask.id, channel: 'staff_page' as const, ...read.value }
  const outcome =
    isTakenBack && given.answer === 'no'
      ? await takeApprovalBack(context, c.var.payments, scope, given)
      : await answerAsk(context, scope, given)
  if (outcome.ok) {
    await markRead(context, scope, booking.id, outcome.value.revision)
    return c.redirect(paths.asks({ answered: ask.id, booking: booking.id }), 303)
  }
  const { refusal } = outcome
  if (refusal.code === 'not_permitted')
    return forbiddenPage(c, await whoMay(context.reader, scope, 'booking.change.all'))
  const problem = problemOf(c, refusal)
  if (problem) return answerView(c, booking, ask, shown(problem))
  return afresh(c, booking.id, refusal, typed)
}

/** The page as it stands now, with a word on why the answer was not given. */
async function afresh(
  c: StaffContext,
  bookingId: string,
  refusal: AnswerRefusal | TakeBackRefusal,
  typed: NonNullable<AnswerShown['typed']>,
): Promise<Response> {
  const { db } = c.var.deps.context
  const booking = await openBooking(c, bookingId, db)
  const ask = booking && (await findAsk(c, booking, db))
  if (!booking || !ask) return missingPage(c)
  const words = staffAskWords(c.var.locale)
  const isGone = refusal.code === 'slot_taken' || refusal.code === 'slot_unavailable'
  return answerView(c, booking, ask, {
    status: 409,
    typed,
    problems: null,
    ...(isGone ? { notice: { title: words.goneTitle, line: words.goneLine } } : {}),
    ...(refusal.code === 'unsure' ? { notice: { title: words.unsureTitle, line: words.unsureLine } } : {}),
  })
}

function problemOf(c: StaffContext, refusal: AnswerRefusal | TakeBackRefusal): AnswerProblem | null {
  const { problems } = staffAskWords(c.var.locale)
  switch (refusal.code) {
    case 'fee_out_of_range':
      return {
        field: 'fee',
        text: problems.feeTooMuch(money(BigInt(refusal.mostMinor), refusal.currency, c.var.locale)),
      }
    case 'reason_too_long':
      return { field: 'reason', text: problems.tooLong(refusal.longest) }
    case 'start_needed':
    case 'not_suggested':
    case 'wrong_answer':
      return { field: 'reason', text: problems.wrong }
    default:
      return null
  }
}

function inWords(c: StaffContext, problem: AnswerProblem) {
  const labels = { [problem.field]: problem.field }
  return problemsOf({}, labels, c.var.locale, { [problem.field]: problem.text })
}

async function findAsk(c: StaffContext, booking: Booking, db: Reader): Promise<AskSeen | null> {
  const asks = await loadAsks(db, c.var.scope, booking.id)
  return asks.find((ask) => ask.id === c.req.param('ask')) ?? null
}
