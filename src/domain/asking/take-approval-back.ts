import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { actorOf, type MemberScope } from '#domain/access/scope.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { record } from '#domain/reactions/record.ts'
import { stateOfAsk } from '#domain/asks/load-ask.ts'
import { releasedFact } from '#domain/bookings/booking-facts.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { lockedBooking } from '#domain/bookings/locked-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { closePayments } from '#domain/bookings/release-held.ts'
import { aboutOf } from '#domain/bookings/sale.ts'
import { approvedRequest, heldTimesRows } from '#domain/bookings/schedule-held.ts'
import { joinRows } from '#platform/rows.ts'
import type { AnswerRefusal, GivenAnswer } from './answer.ts'
import { answeredFact, answeredRow } from './answered.ts'
import { wordsOf, wordsRefusal, writeRevision } from './write-asked.ts'

export type TakeBackRefusal =
  | Extract<
      AnswerRefusal,
      { code: 'unknown_booking' | 'unknown_ask' | 'not_permitted' | 'not_open' | 'reason_too_long' }
    >
  /** Somebody may have paid: nobody knows until the bank answers. */
  | { code: 'unsure' }

/** What a member says who declines what was approved. */
export type TakenBack = Pick<GivenAnswer, 'bookingId' | 'askId' | 'reason' | 'channel'>

/**
 * The team declines a request that it had approved and that nobody paid for: the held times are free again, and the
 * customer hears of it as of any declined request. Whoever paid a moment before has the booking.
 */
export async function takeApprovalBack(
  context: Context,
  providers: PaymentProviders,
  scope: MemberScope,
  given: TakenBack,
): Promise<Outcome<{ revision: number }, TakeBackRefusal>> {
  const before = await loadBooking(context.db, scope, given.bookingId)
  if (!before) return refuse({ code: 'unknown_booking' })
  if (!mayAct(scope, before, 'change')) return refuse({ code: 'not_permitted' })
  const tooLong = wordsRefusal(given.reason)
  if (tooLong) return refuse(tooLong)
  const isApproved = approvedRequest(before)?.id === given.askId
  if (isApproved && !(await closePayments(context, providers, before))) return refuse({ code: 'unsure' })
  return inTransaction(context.db, (tx) => takeBack(context, tx, scope, given))
}

async function takeBack(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  given: TakenBack,
): Promise<Outcome<{ revision: number }, TakeBackRefusal>> {
  const booking = (await lockedBooking(tx, scope, given.bookingId))!
  const ask = approvedRequest(booking)
  if (ask?.id !== given.askId || !booking.heldUntil) {
    const state = await stateOfAsk(tx, booking, given.askId)
    return refuse(state ? { code: 'not_open', state } : { code: 'unknown_ask' })
  }
  const asked = { booking, ask, given: { ...given, answer: 'no' as const } }
  const words = wordsOf(booking, 'ask_answer', given.reason)
  const rows = joinRows(heldTimesRows(booking), {
    remarks: words ? [words] : [],
    changed_asks: [answeredRow(asked, scope, { state: 'declined', validUntil: null }, words?.id ?? null)],
  })
  const named = { about: aboutOf(booking), revision: booking.revision + 1, actor: actorOf(scope) }
  const fact = answeredFact(asked, scope, { feeMinor: 0n, offered: [], validUntil: null }, words)
  const recorded = [
    record(releasedFact({ ...named, channel: given.channel }, false), null),
    record(fact, surroundings(booking, booking.sessions)),
  ]
  return done({ revision: await writeRevision(context, tx, booking, rows, recorded) })
}
