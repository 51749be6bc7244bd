import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { record } from '#domain/reactions/record.ts'
import { allocationRow } from '#domain/bookings/allocation-row.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { commitInside } from '#domain/bookings/commit-change.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { keepRequested } from '#domain/bookings/request-rows.ts'
import type { Answered, AnswerRefusal } from './answer.ts'
import { answeredFact, answeredRow } from './answered.ts'
import { requestedAllocations } from '#domain/bookings/ask-rows.ts'
import { earliest, PAY_WITHIN_HOURS, wordsOf, writeRevision } from './write-asked.ts'

/**
 * The team agrees to new times. Where they cost nothing the booking moves now; else they are kept, and the customer pays
 * for the move on the ordinary pages, at the price they were shown when they asked.
 */
export async function approveMove(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const { booking, ask, given } = asked
  if (given.start && !ask.wishes.some(({ starts }) => starts.some((start) => start.equals(given.start!))))
    return refuse({ code: 'not_suggested' })
  const quoted = await quoteLoaded(tx, scope, booking, {
    bookingId: booking.id,
    channel: given.channel,
    cancel: [],
    reschedule: ask.wishes.map(({ session, starts }) => ({ session, start: starts[0]! })),
  })
  if (!quoted.ok) {
    const { refusal } = quoted
    if (refusal.code === 'slot_taken') return refuse(refusal)
    const session = 'session' in refusal ? refusal.session : ask.sessions[0]!
    return refuse({ code: 'slot_unavailable', session, why: 'why' in refusal ? refusal.why : 'not_open' })
  }
  return ask.feeMinor > 0n
    ? grant(context, tx, scope, asked, quoted.value)
    : move(context, tx, scope, asked, quoted.value)
}

async function move(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
  quote: Quote,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const became = { state: 'done' as const, validUntil: null }
  const said = { feeMinor: 0n, offered: [], validUntil: null }
  const revision = await writeAnswer(context, tx, scope, asked, { became, said, rows: {} })
  const moved = await commitInside(context, tx, scope, { ...quote, baseRevision: revision }, {}, {})
  // It was quoted under the same lock, so that nothing but the database's own guard can stand in its way.
  if (!moved.ok) throw new Error(`An approved move was refused: ${moved.refusal.code}`)
  return done({ revision: moved.value.revision })
}

async function grant(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
  quote: Quote,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const { booking, ask } = asked
  const olds = quote.reschedule.map(({ fromStart }) => Temporal.Instant.from(fromStart))
  const news = quote.reschedule.map(({ start }) => Temporal.Instant.from(start))
  const validUntil = earliest(booking.now.add({ hours: PAY_WITHIN_HOURS }), ...olds, ...news)
  const said = { feeMinor: ask.feeMinor, offered: ask.wishes, validUntil }
  const became = { state: 'granted' as const, ...said }
  const revision = await writeAnswer(context, tx, scope, asked, { became, said, rows: {} })
  await keepRequested(tx, booking.orgId, booking.id, timesOf(booking, quote))
  return done({ revision })
}

async function writeAnswer(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
  decided: {
    became: Parameters<typeof answeredRow>[2]
    said: Parameters<typeof answeredFact>[2]
    rows: Rows
  },
): Promise<number> {
  const { booking, ask, given } = asked
  const words = wordsOf(booking, 'ask_answer', given.reason)
  const rows: Rows = {
    remarks: words ? [words] : [],
    changed_asks: [answeredRow(asked, scope, decided.became, words?.id ?? null)],
  }
  const concerned = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const fact = answeredFact(asked, scope, decided.said, words)
  const all = joinRows(rows, decided.rows, requestedAllocations(booking, ask))
  return writeRevision(context, tx, booking, all, [record(fact, surroundings(booking, concerned))])
}

function timesOf(booking: Booking, { reschedule }: Quote) {
  return reschedule.map((entry) => {
    const span = { startsAt: Temporal.Instant.from(entry.start), endsAt: Temporal.Instant.from(entry.end) }
    return entry.hosts.map((host) => allocationRow(booking, entry.session, host.ownerId, span))
  })
}
