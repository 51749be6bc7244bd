import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import type { Booking, Session } from './booking.ts'
import { sameHosts, withOwnSessions } from './move-question.ts'

/**
 * Starts, as ascending UTC minutes, that a team member is shown when a session moves: those the event type would
 * offer to anybody, in working hours and on its own grid. A member may type any other time that is free; listing
 * every free minute of the day would help nobody.
 */
export async function suggestedStarts(
  db: Reader,
  scope: MemberScope,
  booking: Booking,
  session: Session,
  span: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<Int32Array> {
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    ...span,
    exceptBookingId: booking.id,
    ...(booking.eventType.rescheduleHosts === 'any_of_pool' ? {} : { seats: sameHosts(session) }),
  })
  if (!loaded) return new Int32Array(0)
  const request = {
    bookingId: booking.id,
    cancel: [],
    reschedule: [{ session: session.id, start: session.startsAt }],
    channel: 'staff_page' as const,
  }
  return slots(withOwnSessions(booking, request, session, 'customer', loaded, [])).starts
}
