import { done, type Context, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { discountGivenBack } from '#domain/bookings/new-sale.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { sessionRow } from '#domain/bookings/session-row.ts'
import type { Answered, AnswerRefusal } from './answer.ts'
import { answeredFact, answeredRow } from './answered.ts'
import { requestedAllocations } from '#domain/bookings/ask-rows.ts'
import { wordsOf, writeRevision } from './write-asked.ts'

/** How long a request waits for other times that the team asked for. */
const SUGGEST_WITHIN_HOURS = 7 * 24

/**
 * The team says no, or asks for other times. A request that is declined is over; one that needs other times stays a
 * request for a week. What was booked stays as it is.
 */
export async function declineAsk(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const { booking, ask, given } = asked
  const waits = ask.kind === 'booking' && given.answer === 'new_times'
  const validUntil = waits ? booking.now.add({ hours: SUGGEST_WITHIN_HOURS }) : null
  const words = wordsOf(booking, 'ask_answer', given.reason)
  const rows: Rows = {
    remarks: words ? [words] : [],
    changed_asks: [answeredRow(asked, scope, { state: 'declined', validUntil }, words?.id ?? null)],
  }
  const over = ask.kind === 'booking' && !waits ? requestOver(booking) : {}
  const fact = answeredFact(asked, scope, { feeMinor: 0n, offered: [], validUntil }, words)
  const concerned = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const all = joinRows(rows, over, requestedAllocations(booking, ask))
  const recorded = [record(fact, surroundings(booking, concerned))]
  return done({ revision: await writeRevision(context, tx, booking, all, recorded) })
}

/** The sessions of a request that was never made; the code it used is good for somebody else. */
export function requestOver(booking: Booking): Rows {
  const sessions = booking.sessions.filter(({ state }) => state === 'requested')
  return joinRows(
    {
      changed_sessions: sessions.map((session) => sessionRow(booking.orgId, session, { state: 'canceled' })),
    },
    discountGivenBack(booking),
  )
}
