import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import { openSessions } from './actions.ts'
import { startOfLink } from './move-asked.ts'
import { valuesOf } from './settings/typed-values.ts'

/** Sessions that a team member moves together, and the new times that were picked so far. */
export interface MovePlan {
  /** In the order of the booking. */
  sessions: Session[]
  picks: ReadonlyMap<string, Temporal.Instant>
}

/**
 * What an address or a form speaks of: `session` names those that move, `new` holds a pick as `<session>_<instant>`.
 * Without a session it is the only one that can move; `unclear` where there are several, `unknown` where a named one is
 * not of this booking.
 */
export function readPlan(booking: Booking, typed: Typed): MovePlan | 'unclear' | 'unknown' {
  const wanted = new Set(valuesOf(typed, 'session'))
  const open = openSessions(booking, 'reschedule')
  const sessions =
    wanted.size === 0 && open.length === 1
      ? open
      : booking.sessions.filter((session) => wanted.has(session.id))
  if (sessions.length < wanted.size) return 'unknown'
  if (sessions.length === 0) return 'unclear'
  const picks = valuesOf(typed, 'new').flatMap((text) => {
    const [id = '', start = ''] = text.split('_')
    const found = sessions.some((session) => session.id === id) ? startOfLink(start, booking.now) : null
    return found ? [[id, found] as const] : []
  })
  return { sessions, picks: new Map(picks) }
}

/** The plan that a quote was made for. */
export function planOfQuote(booking: Booking, quote: Quote): MovePlan {
  const picks = new Map(
    quote.reschedule.map((move) => [move.session, Temporal.Instant.from(move.start)] as const),
  )
  return { sessions: booking.sessions.filter((session) => picks.has(session.id)), picks }
}

/** The session that a time is chosen for: the one that the address asks for, else the first without a time. */
export function nextToPick(plan: MovePlan, wanted?: string): Session | undefined {
  return (
    plan.sessions.find((session) => session.id === wanted) ??
    plan.sessions.find((session) => !plan.picks.has(session.id))
  )
}

export function withPick(plan: MovePlan, session: Session, start: Temporal.Instant): MovePlan {
  return { ...plan, picks: new Map([...plan.picks, [session.id, start]]) }
}

export function withoutPick(plan: MovePlan, sessionId: string): MovePlan {
  return { ...plan, picks: new Map([...plan.picks].filter(([id]) => id !== sessionId)) }
}

/** The plan as fields of an address or a form. `current` is the session that a time is chosen for. */
export function planFields(plan: MovePlan, current?: Session): { name: string; value: string }[] {
  const several = plan.sessions.length > 1
  return [
    ...plan.sessions.map(({ id }) => ({ name: 'session', value: id })),
    ...[...plan.picks].map(([id, start]) => ({ name: 'new', value: `${id}_${start}` })),
    ...(several && current ? [{ name: 'for', value: current.id }] : []),
  ]
}

/** The address of the move with this plan, and what else it says. */
export function moveHref(
  booking: Booking,
  plan: MovePlan,
  current?: Session,
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams(planFields(plan, current).map(({ name, value }) => [name, value]))
  for (const [name, value] of Object.entries(more)) query.append(name, value)
  return `${paths.staffMove(booking.id)}?${query.toString()}`
}
