import type { Booking, Session } from './booking.ts'
import type { Quote } from './change.ts'

/** Nearer to the start than this nothing is kept back for somebody who may come after all. */
const NEAREST_HOURS = 2

/**
 * Until when this change could be taken back, or null (domain.md §4): only a customer's cancellation of scheduled
 * sessions, not shortly before the first of them, and not once the customer was asked for money. Pure.
 */
export function undoWindow(
  booking: Booking,
  quote: Pick<Quote, 'actor' | 'cancel' | 'reschedule' | 'owedMinor'>,
): Temporal.Instant | null {
  const { undoMinutes } = booking.organization
  if (undoMinutes === 0 || quote.actor.kind !== 'customer') return null
  if (quote.reschedule.length > 0 || quote.cancel.length === 0 || quote.owedMinor !== '0') return null
  const off = booking.sessions.filter(({ id }) => quote.cancel.some((entry) => entry.session === id))
  if (off.some((session) => session.state !== 'scheduled')) return null
  const nearest = booking.now.add({ hours: NEAREST_HOURS })
  if (off.some(({ startsAt }) => Temporal.Instant.compare(startsAt, nearest) < 0)) return null
  return booking.now.add({ minutes: undoMinutes })
}

/** Until when the cancellation of these sessions can be taken back, or null: what they bring back waits for it. Pure. */
export function undoEndOf(sessions: readonly Session[], now: Temporal.Instant): Temporal.Instant | null {
  const ends = sessions
    .flatMap((session) => session.allocations)
    .flatMap(({ kind, expiresAt }) => (kind === 'undo' && expiresAt ? [expiresAt] : []))
    .filter((end) => Temporal.Instant.compare(end, now) > 0)
  return ends.toSorted(Temporal.Instant.compare)[0] ?? null
}
