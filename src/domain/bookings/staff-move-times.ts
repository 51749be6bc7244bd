import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import type { Booking, Session } from './booking.ts'
import type { ChangeRequest, QuotedMove } from './change.ts'
import { sameHosts, withOwnSessions } from './move-question.ts'

/**
 * Starts, as ascending UTC minutes, that a team member is shown when a session moves: those the event type would
 * offer to anybody, in working hours and on its own grid. A member may type any other time that is free; listing
 * every free minute of the day would help nobody. `beside` are other sessions that move in the same change: their old
 * times become free, and the new ones, where they are picked, are taken.
 */
export async function suggestedStarts(
  db: Reader,
  scope: MemberScope,
  booking: Booking,
  session: Session,
  span: { from: Temporal.Instant; to: Temporal.Instant },
  beside: readonly { session: Session; start: Temporal.Instant | null }[] = [],
): Promise<Int32Array> {
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    ...span,
    exceptBookingId: booking.id,
    ...(booking.eventType.rescheduleHosts === 'any_of_pool' ? {} : { seats: sameHosts(session) }),
  })
  if (!loaded) return new Int32Array(0)
  const moving = [session, ...beside.map((other) => other.session)]
  const request: ChangeRequest = {
    bookingId: booking.id,
    cancel: [],
    reschedule: moving.map(({ id, startsAt }) => ({ session: id, start: startsAt })),
    channel: 'staff_page',
  }
  const picked = beside.flatMap((other) => (other.start ? [pickedMove(other.session, other.start)] : []))
  return slots(withOwnSessions(booking, request, session, 'customer', loaded, picked)).starts
}

// Only who is taken when: what it costs is decided when all times are there.
function pickedMove(session: Session, start: Temporal.Instant): Pick<QuotedMove, 'hosts' | 'start' | 'end'> {
  const end = start.add(session.startsAt.until(session.endsAt))
  const hosts = session.assignments.map(({ ownerId, role, label, seatId }) => ({
    ownerId,
    role,
    label,
    seatId,
  }))
  return { hosts, start: start.toString(), end: end.toString() }
}
