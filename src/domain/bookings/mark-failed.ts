import { refuse, type Context, type Outcome } from '#platform/context.ts'
import { authorOf, type MemberScope } from '#domain/access/scope.ts'
import { actOnSessions, type ActionRefusal } from './act-on-sessions.ts'
import { chargeAttendance, dropAttendanceFee } from './attendance-fee.ts'
import type { Booking } from './booking.ts'
import { LONGEST_REASON, type ChangeRefusal } from './change.ts'
import type { FeeChoice } from './fee-rows.ts'
import type { FeeRefusal } from './money-choices.ts'

export type FailRefusal =
  | ActionRefusal
  | FeeRefusal
  | Extract<ChangeRefusal, { code: 'reason_required' | 'reason_too_long' }>

/**
 * The business came and could not do it, for a reason on the customer's side (octopus O76, O81); a reason is always
 * given. Where the organization has a call-out fee, the member says what becomes of it, or the refusal is
 * `fee_undecided`. Nobody outside is told.
 */
export async function markFailed<Objection = never>(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  sessionId: string,
  { fee, ...words }: { reason: string; fee?: FeeChoice | undefined },
  objection?: (booking: Booking) => Objection | null,
): Promise<Outcome<{ revision: number }, FailRefusal | Objection>> {
  const reason = words.reason.trim()
  if (reason === '') return refuse({ code: 'reason_required' })
  if (reason.length > LONGEST_REASON) return refuse({ code: 'reason_too_long', longest: LONGEST_REASON })
  return actOnSessions<'session.failed', Objection | FeeRefusal>(context, scope, {
    action: 'fail',
    bookingId,
    sessionIds: [sessionId],
    change: () => ({ state: 'failed' }),
    fact: { kind: 'session.failed', payload: () => ({ session: sessionId }) },
    permission: 'no_show',
    channel: authorOf(scope).channel,
    objection,
    along: chargeAttendance(scope, 'call_out', { fee, reason }),
  })
}

/** It was done after all: the session counts as completed, and the call-out fee is no longer asked for. */
export function revertFailed<Objection = never>(
  context: Context,
  scope: MemberScope,
  bookingId: string,
  sessionId: string,
  objection?: (booking: Booking) => Objection | null,
): Promise<Outcome<{ revision: number }, ActionRefusal | Objection>> {
  return actOnSessions(context, scope, {
    action: 'revert_failed',
    bookingId,
    sessionIds: [sessionId],
    change: (_session, to) => ({ state: to }),
    fact: { kind: 'session.failed_reverted', payload: () => ({ session: sessionId }) },
    permission: 'no_show',
    channel: authorOf(scope).channel,
    objection,
    along: dropAttendanceFee(scope, 'call_out'),
  })
}
