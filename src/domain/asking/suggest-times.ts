import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { farWhy, isWithinReach, wallOf } from '#platform/zones.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { timesToSuggest } from '#domain/event-types/asking.ts'
import type { Channel } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { nearestStartsOf } from '#domain/bookings/nearest-times.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { planEach, planSessions, type PlannedSession } from '#domain/bookings/plan-sessions.ts'
import { keepRequested, newRequest, type Suggested } from '#domain/bookings/request-rows.ts'
import { sessionRow } from '#domain/bookings/session-row.ts'
import type { Ask } from '#domain/asks/ask.ts'
import {
  askPayload,
  askRow,
  changedAskRow,
  requestedAllocations,
  wishesAsText,
} from '#domain/bookings/ask-rows.ts'
import { noMoreWaitingForTimes } from '#domain/asks/load-ask.ts'
import { hostRowsOf, seated } from './seated.ts'
import { factAbout, lockedWithPool, orTaken, wordsOf, wordsRefusal, writeRevision } from './write-asked.ts'

export type SuggestRefusal =
  | { code: 'unknown_booking' }
  /** It is no request any more: decided, or canceled. */
  | { code: 'not_requested' }
  | { code: 'wrong_number_of_times'; wanted: number }
  | { code: 'same_time_twice' }
  | { code: 'reason_too_long'; longest: number }
  | { code: 'slot_taken'; start: string; nearest: string[] }
  | { code: 'slot_unavailable'; start: string; why: string; nearest: string[] }

/**
 * A request gets other times, as often as its customer likes (oncehub R9, R10): because the team asked for others, or
 * because they thought again. The question before is withdrawn, and a new one begins with its own time to answer.
 */
export async function suggestTimes(
  context: Context,
  scope: CustomerScope,
  given: { starts: Temporal.Instant[]; reason?: string; channel: Channel },
): Promise<Outcome<{ ask: string; revision: number }, SuggestRefusal>> {
  const outcome = await orTaken(
    () => inTransaction(context.db, (tx) => suggest(context, tx, scope, given)),
    async () => refuse(taken(given.starts[0]!)),
  )
  if (outcome.ok || !('start' in outcome.refusal)) return outcome
  const { eventType } = (await context.db
    .selectFrom('bookings')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', scope.actor.bookingId)
    .select('event_type_id as eventType')
    .executeTakeFirst())!
  const wanted = Temporal.Instant.from(outcome.refusal.start)
  const nearest = await nearestStartsOf(context.db, scope, eventType, wanted)
  return refuse({ ...outcome.refusal, nearest })
}

function taken(start: Temporal.Instant) {
  return { code: 'slot_taken' as const, start: start.toString(), nearest: [] }
}

async function suggest(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  given: { starts: Temporal.Instant[]; reason?: string; channel: Channel },
): Promise<Outcome<{ ask: string; revision: number }, SuggestRefusal>> {
  const booking = await lockedWithPool(tx, scope, scope.actor.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  const sessions = booking.sessions.filter(({ state }) => state === 'requested')
  const open = booking.asks.find(({ kind, state }) => kind === 'booking' && state === 'open') ?? null
  if (sessions.length === 0) return refuse({ code: 'not_requested' })
  // The same form sent twice asks once.
  if (open && sameTimes(open, given.starts)) return done({ ask: open.id, revision: booking.revision })
  const refusal = refusalOf(booking, sessions, given)
  if (refusal) return refuse(refusal)
  const planned = await plan(tx, scope, booking, sessions, given.starts)
  if (!planned.ok) return planned
  return done(await write(context, tx, scope, { booking, open, suggested: planned.value, ...given }))
}

function refusalOf(
  booking: Booking,
  sessions: Session[],
  { starts, reason }: { starts: Temporal.Instant[]; reason?: string },
): SuggestRefusal | null {
  const wanted = timesWanted(booking, sessions)
  if (starts.length !== wanted) return { code: 'wrong_number_of_times', wanted }
  if (new Set(starts.map(String)).size !== wanted) return { code: 'same_time_twice' }
  const far = starts.find((start) => !isWithinReach(start, booking.now))
  if (far)
    return { code: 'slot_unavailable', start: far.toString(), why: farWhy(far, booking.now), nearest: [] }
  return wordsRefusal(reason)
}

/** How many times a customer suggests for this request: several for one session, or one for each of a package. */
export function timesWanted(
  { eventType }: Pick<Booking, 'eventType'>,
  sessions: readonly { id: string }[],
): number {
  if (sessions.length > 1) return sessions.length
  return timesToSuggest({ ...eventType.asking, approval: 'request', sessionCount: 1 })
}

async function plan(
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  sessions: Session[],
  starts: Temporal.Instant[],
): Promise<Outcome<Suggested[], SuggestRefusal>> {
  const sorted = starts.toSorted(Temporal.Instant.compare)
  const [loaded] = await loadQuestions(tx, scope, {
    eventTypeIds: [booking.eventType.id],
    forChoice: true,
    from: sorted[0]!.subtract({ hours: 24 }),
    to: sorted.at(-1)!.add({ hours: 48 }),
    exceptBookingId: booking.id,
  })
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = booking
  const lengths = { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }
  const question = { ...loaded!.question, rules: { ...loaded!.question.rules, ...lengths } }
  const planned =
    sessions.length === 1
      ? planEach({ ...loaded!, question }, lengths, starts)
      : planSessions({ ...loaded!, question }, lengths, sorted)
  if (planned.ok)
    return done(
      sessions.map(({ id }, index) => ({
        id,
        times: sessions.length === 1 ? planned.value : [planned.value[index]!],
      })),
    )
  const { start, why } = planned.refusal
  if (why === 'taken') return refuse(taken(start))
  return refuse({ code: 'slot_unavailable', start: start.toString(), why, nearest: [] })
}

async function write(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  given: {
    booking: Booking
    open: Ask | null
    suggested: Suggested[]
    reason?: string
    channel: Channel
  },
): Promise<{ ask: string; revision: number }> {
  const { booking, open, suggested, channel } = given
  const { ask, kept } = newRequest(booking, booking.eventType.asking, suggested, booking.now)
  const words = wordsOf(booking, 'ask_reason', given.reason)
  const liked = new Map(suggested.map(({ id, times }) => [id, times[0]!]))
  const after = seated(booking, liked)
  const rows: Rows = {
    changed_sessions: movedRows(booking, liked),
    remarks: words ? [words] : [],
    changed_asks: open ? [changedAskRow(booking.orgId, open, { state: 'withdrawn' })] : [],
    asks: [askRow({ orgId: booking.orgId, bookingId: booking.id, at: booking.now }, ask, words?.id ?? null)],
  }
  const asked = factAbout(
    booking,
    scope,
    'booking.requested',
    {
      ask: ask.id,
      sessions: [...liked].map(([session, { startsAt, endsAt }]) => ({
        session,
        start: startsAt.toString(),
        end: endsAt.toString(),
      })),
      wishes: wishesAsText(ask.wishes),
      answerBy: ask.answerBy.toString(),
    },
    { channel, remarkId: words?.id ?? null },
  )
  // Of the question before only the record speaks: everybody hears of the new one.
  const before = open
    ? [record(factAbout(booking, scope, 'ask.withdrawn', askPayload(open), { channel }), null)]
    : []
  const revision = await writeRevision(
    context,
    tx,
    booking,
    joinRows(rows, requestedAllocations(booking, ask), hostRowsOf(booking, liked)),
    [...before, record(asked, surroundings(after, after.sessions))],
  )
  await noMoreWaitingForTimes(tx, booking)
  await keepRequested(tx, booking.orgId, booking.id, kept)
  return { ask: ask.id, revision }
}

function movedRows(booking: Booking, liked: ReadonlyMap<string, PlannedSession>) {
  return booking.sessions.flatMap((session) => {
    const planned = liked.get(session.id)
    if (!planned) return []
    const { startsAt, endsAt, hosts } = planned
    const { zone } = hosts.find((host) => host.role === 'primary')!.owner
    return [sessionRow(booking.orgId, session, { startsAt, endsAt, zone, wallStart: wallOf(startsAt, zone) })]
  })
}

function sameTimes(open: Ask, starts: readonly Temporal.Instant[]): boolean {
  const asked = open.wishes.flatMap((wish) => wish.starts.map(String))
  return asked.length === starts.length && starts.every((start) => asked.includes(start.toString()))
}
