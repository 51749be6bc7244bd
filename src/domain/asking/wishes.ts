import { farWhy, isWholeMinute, isWithinReach } from '#platform/zones.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Wish } from '#domain/asks/ask.ts'

export type WishRefusal =
  /** A wish for a session that is not asked about. */
  | { code: 'unknown_session'; session: string }
  | { code: 'too_many_times'; session: string; most: number }
  | { code: 'same_time'; session: string }
  | { code: 'slot_unavailable'; session: string; start: string; why: 'past' | 'horizon' | 'off_grid' }

/** Why these times cannot be wished for, or offered, or null. Whether they are free is a question for the answer. Pure. */
export function wishesRefusal(
  booking: Booking,
  sessions: readonly string[],
  wishes: readonly Wish[],
  most: number,
): WishRefusal | null {
  for (const [index, { session: id, starts }] of wishes.entries()) {
    const session = booking.sessions.find((entry) => entry.id === id)
    const isRepeated = wishes.findIndex((wish) => wish.session === id) !== index
    if (!session || !sessions.includes(id) || isRepeated) return { code: 'unknown_session', session: id }
    if (starts.length > most) return { code: 'too_many_times', session: id, most }
    if (new Set(starts.map(String)).size !== starts.length) return { code: 'same_time', session: id }
    for (const start of starts) {
      if (start.equals(session.startsAt)) return { code: 'same_time', session: id }
      const why = whyNot(booking.now, start)
      if (why) return { code: 'slot_unavailable', session: id, start: start.toString(), why }
    }
  }
  return null
}

function whyNot(now: Temporal.Instant, start: Temporal.Instant): 'past' | 'horizon' | 'off_grid' | null {
  if (!isWholeMinute(start)) return 'off_grid'
  if (Temporal.Instant.compare(start, now) <= 0) return 'past'
  return isWithinReach(start, now) ? null : farWhy(start, now)
}
