import type { Reader } from '#platform/db.ts'
import { toMinute } from '#platform/zones.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { loadQuestions, type LoadedQuestion } from '#domain/availability/load-questions.ts'
import type { OwnerTime, SlotQuestion } from '#domain/availability/slot-question.ts'
import { checkStart, slots } from '#domain/availability/slots.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { MEMBER_RULES, sameHosts, withOwnSessions } from '#domain/bookings/move-question.ts'

/** Whether a time could be had, and if not, who stands in its way. */
export type TimeState =
  | { kind: 'free' }
  | { kind: 'taken'; names: string[] }
  | { kind: 'past' }
  | { kind: 'outside' }

/** The times of an ask as they stand now. */
export interface AskTimes {
  stateOf: (session: Session, start: Temporal.Instant) => TimeState
  /** Starts that the customer could choose themselves in the days ahead, as ascending UTC minutes. */
  freeFor: (session: Session) => Int32Array
}

const DAYS_AHEAD = 21

/** Looks at every suggested time and at the days ahead in one query. */
export async function askTimes(
  db: Reader,
  scope: MemberScope,
  booking: Booking,
  ask: Ask,
): Promise<AskTimes> {
  const sessions = booking.sessions.filter((session) => ask.sessions.includes(session.id))
  const wished = ask.wishes.flatMap((wish) => wish.starts)
  const ordered = [...wished, booking.now, booking.now.add({ hours: 24 * DAYS_AHEAD })].toSorted(
    Temporal.Instant.compare,
  )
  const isPool = ask.kind === 'booking' || booking.eventType.rescheduleHosts === 'any_of_pool'
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    from: ordered[0]!.subtract({ hours: 24 }),
    to: ordered.at(-1)!.add({ hours: 48 }),
    exceptBookingId: booking.id,
    ...(isPool ? {} : { seats: sessions.flatMap(sameHosts) }),
  })
  const questionFor = (session: Session) => questionOf(booking, ask, session, loaded!)
  return {
    stateOf: (session, start) => stateOf(questionFor(session), loaded!, toMinute(start)),
    freeFor: (session) => slots(questionFor(session)).starts,
  }
}

// A request takes anybody who can sit in it; what was booked keeps its people, and its other sessions their times.
function questionOf(booking: Booking, ask: Ask, session: Session, loaded: LoadedQuestion): SlotQuestion {
  if (ask.kind !== 'booking') {
    const request = {
      bookingId: booking.id,
      cancel: [],
      reschedule: ask.sessions.map((id) => ({ session: id, start: session.startsAt })),
      channel: 'staff_page' as const,
    }
    return withOwnSessions(booking, request, session, 'customer', loaded, [])
  }
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = booking
  const lengths = { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }
  return { ...loaded.question, rules: { ...loaded.question.rules, ...lengths } }
}

// The team decides, so notice, caps and the grid do not count.
function stateOf(question: SlotQuestion, loaded: LoadedQuestion, start: number): TimeState {
  const answer = checkStart({ ...question, rules: { ...question.rules, ...MEMBER_RULES } }, start)
  if (answer.ok) return { kind: 'free' }
  if (answer.why === 'past') return { kind: 'past' }
  return answer.why === 'taken'
    ? { kind: 'taken', names: busyNames(question, loaded, start) }
    : { kind: 'outside' }
}

/** The people of every seat for which nobody is free. */
function busyNames(question: SlotQuestion, loaded: LoadedQuestion, start: number): string[] {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = question.rules
  const span = { from: start - bufferBeforeMinutes, to: start + durationMinutes + bufferAfterMinutes }
  const busy = new Set(
    question.seats
      .filter((seat) => seat.candidates.every((owner) => isBusy(question.owners[owner]!, span)))
      .flatMap((seat) => seat.candidates.map((owner) => question.owners[owner]!.ownerId)),
  )
  return loaded.owners.filter((owner) => busy.has(owner.id)).map((owner) => owner.name)
}

function isBusy({ busyFrom, busyTo }: OwnerTime, span: { from: number; to: number }): boolean {
  return busyFrom.some((from, index) => from < span.to && busyTo[index]! > span.from)
}
