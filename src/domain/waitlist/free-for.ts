import type { Reader } from '#platform/db.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import { customerWhoWaits, systemScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { evaluateSession } from '#domain/bookings/decide-change.ts'
import { timesToMoveTo } from '#domain/bookings/free-times.ts'
import { transition } from '#domain/bookings/lifecycle.ts'

/** Nobody has to decide in less time than this, unless the event type itself gives less. */
const SHORTEST_OFFER_MINUTES = 15

/** What an event type says about offers. */
export interface OfferTerms {
  offerMinutes: number
  minimumNoticeMinutes: number
}

/**
 * The earliest start that can be offered: as far ahead as anybody must book, with time left to decide, and never
 * nearer than the offer is long. Pure.
 */
export function earliestOffered(
  { offerMinutes, minimumNoticeMinutes }: OfferTerms,
  now: Temporal.Instant,
): Temporal.Instant {
  const toDecide = Math.min(offerMinutes, SHORTEST_OFFER_MINUTES)
  return now.add({ minutes: Math.max(offerMinutes, minimumNoticeMinutes + toDecide) })
}

/** Until when a time is somebody's alone: the offer's length, and no longer than it could be booked at all. Pure. */
export function offeredUntil(
  { offerMinutes, minimumNoticeMinutes }: OfferTerms,
  start: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant {
  const whole = now.add({ minutes: offerMinutes })
  const latest = start.subtract({ minutes: minimumNoticeMinutes })
  return Temporal.Instant.compare(whole, latest) < 0 ? whole : latest
}

/** Every start of an event type that is free for anybody between two instants, as ascending UTC minutes. */
export async function freeForAnybody(
  db: Reader,
  orgId: string,
  eventTypeId: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<Int32Array> {
  if (Temporal.Instant.compare(from, to) >= 0) return new Int32Array(0)
  const [loaded] = await loadQuestions(db, systemScope(orgId), { eventTypeIds: [eventTypeId], from, to })
  return loaded ? slots(loaded.question).starts : new Int32Array(0)
}

/** Earlier starts to which somebody's own booking could move, as ascending UTC minutes. */
export function freeForBooking(
  db: Reader,
  booking: Booking,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<Int32Array> {
  const session = booking.sessions[0]!
  const before = Temporal.Instant.compare(to, session.startsAt) < 0 ? to : session.startsAt
  if (Temporal.Instant.compare(from, before) >= 0) return Promise.resolve(new Int32Array(0))
  return timesToMoveTo(db, customerWhoWaits(booking.orgId, booking.id), booking, session, from, before)
}

/** The starts inside a span. Pure. */
export function startsWithin(
  starts: Int32Array,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Temporal.Instant[] {
  const [first, end] = [toMinute(from, 'ceil'), toMinute(to, 'ceil')]
  return Array.from(
    starts.filter((start) => start >= first && start < end),
    fromMinute,
  )
}

/** Whether its customer could move this booking to an earlier time: one session to come, which the policy lets move. */
export function mayComeEarlier(booking: Booking): boolean {
  const [session] = booking.sessions
  return (
    booking.sessions.length === 1 &&
    !booking.needsApproval &&
    session!.askedToMoveAt === null &&
    transition('reschedule', 'customer', session!, booking.now).ok &&
    Temporal.Instant.compare(booking.now, session!.startsAt) < 0 &&
    evaluateSession(booking, session!, 'reschedule').allowed
  )
}
