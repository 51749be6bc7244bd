import type { Context, Outcome } from '#platform/context.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { Channel } from '#domain/facts/fact.ts'
import { actOnSessions, type ActionRefusal } from './act-on-sessions.ts'
import type { Booking } from './booking.ts'

/** The customer says "I'll be there": every coming session, or the named ones, are confirmed and their hosts see it. */
export function keepBooking<Objection = never>(
  context: Context,
  scope: CustomerScope,
  channel: Channel,
  objection?: (booking: Booking) => Objection | null,
  sessionIds?: string[],
): Promise<Outcome<{ revision: number }, ActionRefusal | Objection>> {
  return actOnSessions(context, scope, {
    action: 'keep',
    bookingId: scope.actor.bookingId,
    ...(sessionIds ? { sessionIds } : {}),
    already: (session) => session.confirmedAt !== null,
    change: (_session, _to, booking) => ({ confirmedAt: booking.now }),
    fact: {
      kind: 'booking.confirmed_by_customer',
      payload: (sessions) => ({ sessions: sessions.map((session) => session.id) }),
    },
    permission: 'change',
    channel,
    objection,
  })
}
