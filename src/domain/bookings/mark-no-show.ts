import type { Context, Outcome } from '#platform/context.ts'
import { authorOf, type MemberScope } from '#domain/access/scope.ts'
import { actOnSessions, type ActionRefusal } from './act-on-sessions.ts'
import { chargeAttendance, dropAttendanceFee } from './attendance-fee.ts'
import type { Booking } from './booking.ts'
import type { FeeChoice } from './fee-rows.ts'
import type { FeeRefusal } from './money-choices.ts'

/**
 * The customer did not come; possible from the start of the session on. Where the organization has a no-show fee, the
 * member says what becomes of it, or the refusal is `fee_undecided` (octopus O79). Nobody outside is told.
 */
export function markNoShow<Objection = never>(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  sessionId: string,
  objection?: (booking: Booking) => Objection | null,
  choices: { fee?: FeeChoice | undefined } = {},
): Promise<Outcome<{ revision: number }, ActionRefusal | FeeRefusal | Objection>> {
  return actOnSessions<'session.no_show', Objection | FeeRefusal>(context, scope, {
    action: 'no_show',
    bookingId,
    sessionIds: [sessionId],
    change: () => ({ state: 'no_show' }),
    fact: { kind: 'session.no_show', payload: () => ({ session: sessionId }) },
    permission: 'no_show',
    channel: authorOf(scope).channel,
    objection,
    along: chargeAttendance(scope, 'no_show', choices),
  })
}

/** They did come after all: the session counts as completed, and the fee for not coming is no longer asked for. */
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
    along: dropAttendanceFee(scope, 'no_show'),
  })
}
