import { evaluateSession } from '#domain/bookings/decide-change.ts'
import { transition } from '#domain/bookings/lifecycle.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { PolicyRefusal, Verdict } from '#domain/policies/evaluate.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { openSessions } from './manage-view.ts'

/** What is possible for one action now, session by session. */
export interface ActionStanding {
  verdicts: { session: Session; verdict: Verdict }[]
  /** Why nothing is possible: the refusal of the first open session; null when at least one session allows it. */
  refusal: PolicyRefusal | null
}

/** Where a booking stands for the customer who looks at it. */
export interface Standing {
  /** `open` while a session is to come or going on; else why there is nothing to do. */
  kind: 'open' | 'canceled' | 'no_show' | 'over'
  sessions: Session[]
  cancel: ActionStanding
  reschedule: ActionStanding
  /** True when "I'll be there" can be said. */
  canKeep: boolean
  /** When it was said for every coming session. */
  confirmedAt: Temporal.Instant | null
}

/** The policy's and the lifecycle's answer for every action; pure, so a page may ask as often as it likes. */
export function standingOf(booking: Booking): Standing {
  const sessions = openSessions(booking)
  return {
    kind: sessions.length > 0 ? 'open' : closedKind(booking),
    sessions,
    cancel: actionStanding(booking, sessions, 'cancel'),
    reschedule: actionStanding(booking, sessions, 'reschedule'),
    ...keepingOf(booking, sessions),
  }
}

/** Whether it can be said of these sessions, and when it was. Pure. */
export function keepingOf(
  booking: Booking,
  sessions: readonly Session[],
): Pick<Standing, 'canKeep' | 'confirmedAt'> {
  const coming = sessions.filter((session) => transition('keep', 'customer', session, booking.now).ok)
  const confirmed = coming.map((session) => session.confirmedAt)
  return {
    canKeep: coming.length > 0,
    confirmedAt: confirmed.length > 0 && confirmed.every((at) => at !== null) ? confirmed[0]! : null,
  }
}

function actionStanding(booking: Booking, sessions: Session[], action: PolicyAction): ActionStanding {
  const verdicts = sessions.map((session) => ({
    session,
    verdict: evaluateSession(booking, session, action),
  }))
  const possible = verdicts.some(({ verdict }) => verdict.allowed)
  const refused = verdicts.flatMap(({ verdict }) => (verdict.allowed ? [] : [verdict.refusal]))
  return { verdicts, refusal: possible ? null : (refused[0] ?? null) }
}

function closedKind(booking: Booking): Standing['kind'] {
  if (booking.sessions.every((session) => session.state === 'canceled')) return 'canceled'
  return booking.sessions.some((session) => session.state === 'no_show') ? 'no_show' : 'over'
}
