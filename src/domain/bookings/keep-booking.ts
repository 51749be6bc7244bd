import type { Context, Outcome } from '#platform/context.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { Channel } from '#domain/facts/fact.ts'
import { actOnSessions, type ActionRefusal } from './act-on-sessions.ts'

/** The customer says "I'll be there": every coming session is confirmed and its hosts see it. */
export function keepBooking(
  context: Context,
  scope: CustomerScope,
  channel: Channel,
): Promise<Outcome<{ revision: number }, ActionRefusal>> {
  return actOnSessions(context, scope, {
    action: 'keep',
    bookingId: scope.actor.bookingId,
    already: (session) => session.confirmedAt !== null,
    change: (_session, _to, booking) => ({ confirmedAt: booking.now }),
    fact: {
      kind: 'booking.confirmed_by_customer',
      payload: (sessions) => ({ sessions: sessions.map((session) => session.id) }),
    },
    permission: 'change',
    channel,
  })
}
