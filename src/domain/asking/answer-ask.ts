import { refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { nearestStartsOf } from '#domain/bookings/nearest-times.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { ANSWERS, type AnswerRefusal, type GivenAnswer } from './answer.ts'
import { answerException } from './answer-exception.ts'
import { approveMove } from './approve-move.ts'
import { approveRequest } from './approve-request.ts'
import { declineAsk } from './decline-ask.ts'
import { stateOfAsk } from '#domain/asks/load-ask.ts'
import { lockedWithPool, orTaken, wordsRefusal } from './write-asked.ts'

/**
 * A team member answers what a customer asks. One transaction under the booking's lock and that of everybody who could
 * take part; two answers to one question, or to two that want the same time, meet there, and the second is told what is
 * so now. The team may approve any suggested time that is still to come and free.
 */
export async function answerAsk(
  context: Context,
  scope: MemberScope,
  given: GivenAnswer,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const outcome = await orTaken<Awaited<ReturnType<typeof answer>>>(
    () => inTransaction(context.db, (tx) => answer(context, tx, scope, given)),
    async () => refuse({ code: 'slot_taken', session: '', nearest: [] }),
  )
  if (outcome.ok || outcome.refusal.code !== 'slot_taken') return outcome
  return refuse(await whatIsFree(context, scope, given, outcome.refusal))
}

async function answer(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  given: GivenAnswer,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const booking = await lockedWithPool(tx, scope, given.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  if (!mayAct(scope, booking, 'change')) return refuse({ code: 'not_permitted' })
  const ask = booking.asks.find(({ id }) => id === given.askId)
  if (!ask || ask.state !== 'open') {
    const state = ask?.state ?? (await stateOfAsk(tx, booking, given.askId))
    return refuse(state ? { code: 'not_open', state } : { code: 'unknown_ask' })
  }
  if (!ANSWERS[ask.kind].includes(given.answer)) return refuse({ code: 'wrong_answer', kind: ask.kind })
  const tooLong = wordsRefusal(given.reason)
  if (tooLong) return refuse(tooLong)
  const asked = { booking, ask, given }
  if (given.answer === 'no' || given.answer === 'new_times') return declineAsk(context, tx, scope, asked)
  if (ask.kind === 'exception') return answerException(context, tx, scope, asked)
  return ask.kind === 'booking'
    ? approveRequest(context, tx, scope, asked)
    : approveMove(context, tx, scope, asked)
}

async function whatIsFree(
  context: Context,
  scope: MemberScope,
  { bookingId, askId, start }: GivenAnswer,
  taken: Extract<AnswerRefusal, { code: 'slot_taken' }>,
): Promise<AnswerRefusal> {
  const booking = (await loadBooking(context.db, scope, bookingId))!
  const ask = booking.asks.find(({ id }) => id === askId)
  const wish = ask?.wishes.find((entry) => entry.session === taken.session) ?? ask?.wishes[0]
  const wanted = taken.start ? Temporal.Instant.from(taken.start) : (start ?? wish?.starts[0])
  const nearest = wanted ? await nearestStartsOf(context.db, scope, booking.eventType.id, wanted) : []
  return { ...taken, session: taken.session || (wish?.session ?? ''), nearest }
}
