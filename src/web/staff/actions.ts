import type { MemberScope } from '#domain/access/scope.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { transition, type SessionAction } from '#domain/bookings/lifecycle.ts'
import { mayAct } from '#domain/bookings/may-act.ts'

/** Whether a control works now; if not, `code` and `state` say why. */
export type Possible = { possible: true } | { possible: false; code: string; state: Session['state'] | null }

/** The sessions of a booking on which a member could do this now. */
export function openSessions(booking: Booking, action: SessionAction): Session[] {
  return booking.sessions.filter((session) => transition(action, 'member', session, booking.now).ok)
}

/** Whether a change of the whole booking has anything to change. */
export function changePossible(
  scope: MemberScope,
  booking: Booking,
  action: 'cancel' | 'reschedule',
): Possible {
  if (!mayAct(scope, booking, 'change')) return { possible: false, code: 'not_permitted', state: null }
  if (openSessions(booking, action).length > 0) return { possible: true }
  return { possible: false, code: 'not_from_this_state', state: booking.sessions[0]!.state }
}

/** Whether one session can be marked as missed or failed, or back. */
export function markPossible(
  scope: MemberScope,
  booking: Booking,
  session: Session,
  action: 'no_show' | 'revert_no_show' | 'fail' | 'revert_failed',
): Possible {
  if (!mayAct(scope, booking, 'no_show')) return { possible: false, code: 'not_permitted', state: null }
  const result = transition(action, 'member', session, booking.now)
  return result.ok ? { possible: true } : { possible: false, code: result.refusal.code, state: session.state }
}
