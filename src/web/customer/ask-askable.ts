import { mayAskException } from '#domain/asking/may-ask-exception.ts'
import { allowanceFor } from '#domain/asks/ask.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'

/** The sessions for which the team can be asked to allow what the customer cannot do; pages lead there by themselves. */
export function askableSessions(booking: Booking, action: PolicyAction): Session[] {
  const hasAnswer = ({ id }: Session) => allowanceFor(booking.asks, id, action, booking.now) !== null
  return askableAnew(booking, action).filter((session) => !hasAnswer(session))
}

/** The same with those for which there is an answer that does not suit; the answer's own page leads there. */
export function askableAnew(booking: Booking, action: PolicyAction): Session[] {
  const ids = new Set(mayAskException(booking)[action])
  return booking.sessions.filter((session) => ids.has(session.id))
}

/** When there is an answer at the latest: a question is of no use once the session has begun. */
export function answerByFor(booking: Booking, sessions: readonly Session[]): Temporal.Instant {
  const within = booking.now.add({ minutes: booking.eventType.asking.answerWithinMinutes })
  return [within, ...sessions.map((session) => session.startsAt)].toSorted(Temporal.Instant.compare)[0]!
}
