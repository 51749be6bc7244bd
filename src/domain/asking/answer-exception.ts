import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { toMinute } from '#platform/zones.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import type { Answered, AnswerRefusal } from './answer.ts'
import { answeredFact, answeredRow } from './answered.ts'
import type { Wish } from '#domain/asks/ask.ts'
import { wishesRefusal } from './wishes.ts'
import { earliest, wordsOf, writeRevision } from './write-asked.ts'

/** How long the customer has to use what the team granted. */
const USE_WITHIN_HOURS = 72

/** Most times that the team offers for one session. */
export const MOST_OFFERED = 10

/** The team allows what the policy does not: free, for a fee, or to these times alone. The customer does it themselves. */
export async function answerException(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const { booking, ask, given } = asked
  const terms = termsOf(asked)
  if (!terms.ok) return terms
  const concerned = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const validUntil = earliest(
    booking.now.add({ hours: USE_WITHIN_HOURS }),
    ...concerned.map(({ startsAt }) => startsAt),
  )
  if (Temporal.Instant.compare(validUntil, booking.now) <= 0)
    return refuse({ code: 'slot_unavailable', session: ask.sessions[0]!, why: 'past' })
  const taken = await takenTime(tx, scope, booking, terms.value.offered)
  if (taken) return refuse(taken)
  const said = { ...terms.value, validUntil }
  const words = wordsOf(booking, 'ask_answer', given.reason)
  const rows = {
    remarks: words ? [words] : [],
    changed_asks: [answeredRow(asked, scope, { state: 'granted', ...said }, words?.id ?? null)],
  }
  const fact = answeredFact(asked, scope, said, words)
  const recorded = [record(fact, surroundings(booking, concerned))]
  return done({ revision: await writeRevision(context, tx, booking, rows, recorded) })
}

function termsOf({
  booking,
  ask,
  given,
}: Answered): Outcome<{ feeMinor: bigint; offered: Wish[] }, AnswerRefusal> {
  const fee = given.answer === 'free' ? 0n : (given.feeMinor ?? 0n)
  const sessions = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const most = mostFee(booking.paymentMode, sessions)
  const isFeeless = given.answer === 'fee' && fee === 0n
  if (fee < 0n || fee > most || isFeeless)
    return refuse({ code: 'fee_out_of_range', mostMinor: most.toString(), currency: booking.currency })
  if (given.answer !== 'times') return done({ feeMinor: fee, offered: [] })
  if (ask.action === 'cancel') return refuse({ code: 'wrong_answer', kind: ask.kind })
  const offered = given.offered ?? []
  const isMissing = ask.sessions.some((id) => !offered.some((wish) => wish.session === id && wish.starts[0]))
  if (isMissing) return refuse({ code: 'times_needed' })
  const refusal = wishesRefusal(booking, ask.sessions, offered, MOST_OFFERED)
  return refusal ? refuse(refusal) : done({ feeMinor: fee, offered })
}

// What is offered is not kept, but nobody is offered what is gone already. Sessions that move together do not stand in
// each other's way.
async function takenTime(
  tx: Tx,
  scope: MemberScope,
  booking: Booking,
  offered: readonly Wish[],
): Promise<Extract<AnswerRefusal, { code: 'slot_taken' }> | null> {
  const moving = booking.sessions.filter(({ id }) => offered.some((wish) => wish.session === id))
  for (const session of moving) {
    const beside = moving
      .filter((other) => other !== session)
      .map((other) => ({ session: other, start: null }))
    for (const start of offered.find((wish) => wish.session === session.id)!.starts) {
      const free = await freeTimesFor(tx, scope, booking, session, start, start.add({ minutes: 1 }), beside)
      if (!free.includes(toMinute(start)))
        return { code: 'slot_taken', session: session.id, start: start.toString(), nearest: [] }
    }
  }
  return null
}

// Nobody pays more for not coming, or for another time, than the session costs; where nothing is collected, nothing.
function mostFee(paymentMode: string, sessions: readonly { priceShareMinor: bigint }[]): bigint {
  if (paymentMode !== 'price_collected') return 0n
  return sessions.reduce(
    (least, { priceShareMinor }) => (priceShareMinor < least ? priceShareMinor : least),
    sessions[0]!.priceShareMinor,
  )
}
