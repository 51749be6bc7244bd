import type { Context, Outcome } from '#platform/context.ts'
import { authorOf, type MemberScope } from '#domain/access/scope.ts'
import { actOnSessions, type ActionRefusal } from './act-on-sessions.ts'
import type { Booking } from './booking.ts'

/** The customer did not come; possible from the start of the session on. Nobody outside is told. */
export function markNoShow<Objection = never>(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  sessionId: string,
  objection?: (booking: Booking) => Objection | null,
): Promise<Outcome<{ revision: number }, ActionRefusal | Objection>> {
  return actOnSessions(context, scope, {
    action: 'no_show',
    bookingId,
    sessionIds: [sessionId],
    change: () => ({ state: 'no_show' }),
    fact: { kind: 'session.no_show', payload: () => ({ session: sessionId }) },
    permission: 'no_show',
    channel: authorOf(scope).channel,
    objection,
  })
}

/** They did come after all: the session counts as completed. */
export function revertNoShow<Objection = never>(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  sessionId: string,
  objection?: (booking: Booking) => Objection | null,
): Promise<Outcome<{ revision: number }, ActionRefusal | Objection>> {
  return actOnSessions(context, scope, {
    action: 'revert_no_show',
    bookingId,
    sessionIds: [sessionId],
    change: (_session, to) => ({ state: to }),
    fact: { kind: 'session.no_show_reverted', payload: () => ({ session: sessionId }) },
    permission: 'no_show',
    channel: authorOf(scope).channel,
    objection,
  })
}
