import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { wallOf } from '#platform/zones.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { actorOf, type MemberScope } from '#domain/access/scope.ts'
import { loadQuestions, type LoadedQuestion } from '#domain/availability/load-questions.ts'
import { record } from '#domain/reactions/record.ts'
import { allocationRow } from '#domain/bookings/allocation-row.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { scheduledFact } from '#domain/bookings/booking-facts.ts'
import { AROUND_THE_CLOCK, MEMBER_RULES } from '#domain/bookings/move-question.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { planSessions, type PlannedSession } from '#domain/bookings/plan-sessions.ts'
import { aboutOf } from '#domain/bookings/sale.ts'
import { saleOfBooking } from '#domain/bookings/schedule-held.ts'
import { sessionRow } from '#domain/bookings/session-row.ts'
import { waitingCredits } from '#domain/bookings/settle-payment.ts'
import { paysFirst } from '#domain/bookings/start-payment.ts'
import type { Answered, AnswerRefusal } from './answer.ts'
import { answeredFact, answeredRow } from './answered.ts'
import { hostRowsOf, seated } from './seated.ts'
import { earliest, PAY_WITHIN_HOURS, wordsOf, writeRevision } from './write-asked.ts'

/**
 * A request becomes a booking at the time that the team picked: its hosts are filled afresh, and it is sold. Where
 * something is paid online first, the times are only held, and paying for them makes the booking as it always does.
 */
export async function approveRequest(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
): Promise<Outcome<{ revision: number }, AnswerRefusal>> {
  const { booking } = asked
  const chosen = chosenStarts(asked)
  if (!chosen.ok) return chosen
  const planned = await plan(tx, scope, booking, chosen.value)
  if (!planned.ok) return planned
  const isHeld = paysFirst(booking)
  const starts = chosen.value.map(({ start }) => start)
  const payUntil = isHeld ? earliest(booking.now.add({ hours: PAY_WITHIN_HOURS }), ...starts) : null
  const credits = isHeld ? [] : await waitingCredits(tx, booking)
  const sale = isHeld ? {} : saleOfBooking(booking, credits, () => ({}))
  return done({
    revision: await write(context, tx, scope, asked, { planned: planned.value, payUntil, sale }),
  })
}

/** The time of each session that is still a request: the one that was picked, or the only one that was suggested. */
function chosenStarts({
  booking,
  ask,
  given,
}: Answered): Outcome<{ session: Session; start: Temporal.Instant }[], AnswerRefusal> {
  const sessions = booking.sessions.filter(({ state }) => state === 'requested')
  const chosen: { session: Session; start: Temporal.Instant }[] = []
  for (const session of sessions) {
    const { starts } = ask.wishes.find((wish) => wish.session === session.id)!
    const start = starts.length === 1 ? starts[0]! : given.start
    if (!start) return refuse({ code: 'start_needed' })
    const picked = sessions.length === 1 && given.start ? given.start : start
    if (!starts.some((entry) => entry.equals(picked))) return refuse({ code: 'not_suggested' })
    if (Temporal.Instant.compare(picked, booking.now) <= 0)
      return refuse({ code: 'slot_unavailable', session: session.id, why: 'past' })
    chosen.push({ session, start: picked })
  }
  return done(chosen)
}

/**
 * Who takes part, whoever was thought of first where they still can. The team decides, so that notice, caps and the grid
 * do not stand in its way; somebody who works then is asked before somebody who does not.
 */
async function plan(
  tx: Tx,
  scope: MemberScope,
  booking: Booking,
  chosen: { session: Session; start: Temporal.Instant }[],
): Promise<Outcome<Map<string, PlannedSession>, AnswerRefusal>> {
  const starts = chosen.map(({ start }) => start).toSorted(Temporal.Instant.compare)
  const [loaded] = await loadQuestions(tx, scope, {
    eventTypeIds: [booking.eventType.id],
    forChoice: true,
    from: starts[0]!.subtract({ hours: 24 }),
    to: starts.at(-1)!.add({ hours: 48 }),
    exceptBookingId: booking.id,
  })
  const before = new Set(chosen.flatMap(({ session }) => session.assignments.map((host) => host.ownerId)))
  const inOrder = chosen.toSorted((one, other) => Temporal.Instant.compare(one.start, other.start))
  const attempt = (question: LoadedQuestion) =>
    planSessions(
      question,
      booking,
      inOrder.map(({ start }) => start),
      (owner) => (before.has(owner.id) ? -1 : owner.load),
    )
  const atWork = withoutRules(loaded!, booking)
  const first = attempt(atWork)
  const planned = first.ok ? first : attempt(aroundTheClock(atWork))
  if (planned.ok)
    return done(new Map(inOrder.map(({ session }, index) => [session.id, planned.value[index]!])))
  const { start, why } = planned.refusal
  const { session } = inOrder.find((entry) => entry.start.equals(start))!
  return refuse(
    why === 'taken'
      ? { code: 'slot_taken', session: session.id, nearest: [] }
      : { code: 'slot_unavailable', session: session.id, why },
  )
}

function withoutRules(loaded: LoadedQuestion, booking: Booking): LoadedQuestion {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = booking
  const agreed = { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }
  const rules = { ...loaded.question.rules, ...agreed, ...MEMBER_RULES }
  return { ...loaded, question: { ...loaded.question, rules } }
}

function aroundTheClock(loaded: LoadedQuestion): LoadedQuestion {
  const owners = loaded.question.owners.map((owner) => ({ ...owner, ...AROUND_THE_CLOCK }))
  return { ...loaded, question: { ...loaded.question, owners } }
}

async function write(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  asked: Answered,
  decided: { planned: Map<string, PlannedSession>; payUntil: Temporal.Instant | null; sale: Rows },
): Promise<number> {
  const { booking, ask, given } = asked
  const { planned, payUntil, sale } = decided
  const state = payUntil ? ('held' as const) : ('scheduled' as const)
  const after = seated(booking, planned, state)
  const words = wordsOf(booking, 'ask_answer', given.reason)
  // A time that is paid for first is the customer's to use until it begins; the hold says until when it is kept.
  const lastChance = earliest(...[...planned.values()].map(({ startsAt }) => startsAt))
  const became = payUntil
    ? { state: 'granted' as const, validUntil: lastChance }
    : { state: 'done' as const, validUntil: null }
  const revision = booking.revision + 1
  const bookingRow = { org_id: booking.orgId, id: booking.id, revision, updated_at: booking.now }
  const rows: Rows = {
    ...timeRows(booking, after, planned, payUntil),
    changed_bookings: [{ ...bookingRow, held_until: payUntil }],
    remarks: words ? [words] : [],
    changed_asks: [answeredRow(asked, scope, became, words?.id ?? null)],
  }
  const answered = answeredFact(
    asked,
    scope,
    { feeMinor: 0n, offered: [], validUntil: null, payUntil },
    words,
  )
  const named = { about: aboutOf(booking), revision, actor: actorOf(scope), channel: given.channel }
  const sessions = after.sessions.filter(({ id }) => planned.has(id))
  // Whoever was asked hears the answer; everybody hears of the booking, once it is one.
  const concerned = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const recorded = [
    record(answered, surroundings(booking, concerned)),
    ...(payUntil ? [] : [record(scheduledFact(named, sessions), surroundings(after, sessions))]),
  ]
  return writeRevision(context, tx, booking, joinRows(rows, hostRowsOf(booking, planned), sale), recorded)
}

/** The times of the sessions, taken from their people; whatever the request had kept is free. */
function timeRows(
  booking: Booking,
  after: Booking,
  planned: ReadonlyMap<string, PlannedSession>,
  heldUntil: Temporal.Instant | null,
): Rows {
  const changed = booking.sessions.flatMap((session) => {
    const next = after.sessions.find(({ id }) => id === session.id)!
    return planned.has(session.id) ? [{ session, next }] : []
  })
  return {
    freed: changed.flatMap(({ session }) =>
      session.allocations.map(({ id }) => ({ org_id: booking.orgId, id })),
    ),
    allocations: changed.flatMap(({ next }) =>
      next.assignments.map((host) => allocationRow(booking, next.id, host.ownerId, next, heldUntil)),
    ),
    changed_sessions: changed.map(({ session, next: { state, startsAt, endsAt, zone } }) =>
      sessionRow(booking.orgId, session, {
        state,
        startsAt,
        endsAt,
        zone,
        wallStart: wallOf(startsAt, zone),
      }),
    ),
  }
}
