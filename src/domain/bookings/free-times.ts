import type { Reader } from '#platform/db.ts'
import { toMinute } from '#platform/zones.ts'
import type { CustomerScope, MemberScope } from '#domain/access/scope.ts'
import { allowanceFor } from '#domain/asks/ask.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import type { SlotQuestion } from '#domain/availability/slot-question.ts'
import { slots } from '#domain/availability/slots.ts'
import type { Booking, Session } from './booking.ts'
import { sameHosts, withOwnSessions } from './move-question.ts'

/**
 * Starts, as ascending UTC minutes, to which one session of a booking could be moved between two instants: times
 * when all of its people can meet. Its own time does not stand in the way, so the present start is among them
 * where it is still offered; the other sessions of the booking do, unless they move in the same change: of those only
 * the new times stand in the way, where they are picked already. Customers get what the event type offers, team
 * members any time that is free.
 */
export async function freeTimesFor(
  db: Reader,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  session: Session,
  from: Temporal.Instant,
  to: Temporal.Instant,
  beside: readonly MovingSession[] = [],
): Promise<Int32Array> {
  const asked = await questionOf(db, scope, booking, session, from, to, beside)
  return asked ? offeredAlone(scope, booking, session, slots(asked.question).starts) : new Int32Array(0)
}

/** Another session of the booking that moves in the same change, and where to, as far as that is known. */
export interface MovingSession {
  session: Session
  start: Temporal.Instant | null
}

/**
 * The same as a list for people and programs to choose from: on the steps of the event type, and without the
 * present start, because a session cannot move to where it is. Team members may name any other free minute, too.
 */
export async function timesToMoveTo(
  db: Reader,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  session: Session,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<Int32Array> {
  const asked = await questionOf(db, scope, booking, session, from, to)
  if (!asked) return new Int32Array(0)
  const { question, stepMinutes } = asked
  const present = toMinute(session.startsAt)
  const { starts } = slots({ ...question, rules: { ...question.rules, stepMinutes } })
  return offeredAlone(scope, booking, session, starts).filter((start) => start !== present)
}

// Where a member answered with some times, the customer can move to those alone.
function offeredAlone(
  scope: CustomerScope | MemberScope,
  booking: Booking,
  session: Session,
  starts: Int32Array,
): Int32Array {
  const offered =
    scope.actor.kind === 'customer'
      ? allowanceFor(booking.asks, session.id, 'reschedule', booking.now)?.starts
      : null
  if (!offered) return starts
  const minutes = new Set(offered.map((start) => toMinute(start)))
  return starts.filter((start) => minutes.has(start))
}

async function questionOf(
  db: Reader,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  session: Session,
  from: Temporal.Instant,
  to: Temporal.Instant,
  beside: readonly MovingSession[] = [],
): Promise<{ question: SlotQuestion; stepMinutes: number } | null> {
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    from,
    to,
    exceptBookingId: booking.id,
    ...(booking.eventType.rescheduleHosts === 'any_of_pool' ? {} : { seats: sameHosts(session) }),
  })
  if (!loaded) return null
  const request = {
    bookingId: booking.id,
    cancel: [],
    reschedule: [session, ...beside.map((other) => other.session)].map(({ id, startsAt }) => ({
      session: id,
      start: startsAt,
    })),
    channel: 'mail_link' as const,
  }
  const picked = beside.flatMap((other) =>
    other.start ? [pickedSpan(booking, other.session, other.start)] : [],
  )
  const question = withOwnSessions(booking, request, session, scope.actor.kind, loaded, picked)
  return { question, stepMinutes: loaded.question.rules.stepMinutes }
}

// Who is taken when; in a pool somebody else may take the seat in the end, which the quote decides.
function pickedSpan(booking: Booking, session: Session, start: Temporal.Instant) {
  return {
    hosts: session.assignments,
    start: start.toString(),
    end: start.add({ minutes: booking.durationMinutes }).toString(),
  }
}

/** The last moment to which a customer can move a session of this booking: as far ahead as the event type is offered. */
export async function movableUntil(
  db: Reader,
  scope: CustomerScope | MemberScope,
  booking: Booking,
): Promise<Temporal.Instant> {
  const { horizon_days: days } = await db
    .selectFrom('event_types')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', booking.eventType.id)
    .select('horizon_days')
    .executeTakeFirstOrThrow()
  return booking.now.add({ hours: 24 * days })
}
