import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import type { ChangePayload, FactPayloads } from '#domain/facts/fact.ts'
import { isOpen, type Booking, type Session } from '#domain/bookings/booking.ts'
import type { MailFactKind } from '#messages/mail.ts'
import { toldAsk } from './told-asks.ts'
import type { SessionChange, Told, ToldSession } from './told.ts'

/**
 * The sessions a delivery still has something to say about, or null when it was overtaken: a mail about a time
 * that was canceled meanwhile stays silent, since the cancellation has a mail of its own, and a late mail about
 * a move shows the present time.
 */
export function toldSessions(delivery: MailToDeliver, booking: Booking): Told | null {
  const kind = KINDS[delivery.kind]
  if (!kind) return toldAsk(delivery, booking)
  if (kind === 'canceled' && !delivery.fact.wasBooked) return requestCanceled(delivery, booking)
  const sessions = kind === 'link_again' ? linked(booking) : changed(delivery, booking)
  return sessions.length === 0 ? null : { kind, sessions }
}

// Nothing was in anybody's calendar, so nothing is taken out of it.
function requestCanceled(delivery: MailToDeliver, booking: Booking): Told | null {
  const sessions = changed(delivery, booking).map((entry) => ({ ...entry, change: 'declined' as const }))
  return sessions.length === 0 ? null : { kind: 'request_canceled', sessions }
}

const KINDS: Partial<Record<MailToDeliver['kind'], MailFactKind>> = {
  booking_scheduled: 'booked',
  booking_rescheduled: 'moved',
  booking_canceled: 'canceled',
  booking_changed: 'changed',
  link_again: 'link_again',
}

// A lost link is asked for again whatever became of the booking, so all of it is shown.
function linked(booking: Booking): ToldSession[] {
  const live = booking.sessions.filter(isOpen)
  return (live.length > 0 ? live : booking.sessions).map((session) => ({
    session,
    change: asItStands(session),
    from: null,
  }))
}

function asItStands({ state, askedToMoveAt }: Session): SessionChange {
  if (askedToMoveAt) return 'given_up'
  return state === 'canceled'
    ? 'canceled'
    : state === 'requested' || state === 'held'
      ? 'requested'
      : 'booked'
}

function changed(delivery: MailToDeliver, booking: Booking): ToldSession[] {
  const { payload } = delivery.fact
  if (delivery.kind === 'booking_scheduled') {
    const scheduled = new Set(
      (payload as FactPayloads['booking.scheduled']).sessions.map(({ session }) => session),
    )
    return booking.sessions
      .filter((session) => scheduled.has(session.id) && session.state !== 'canceled')
      .map((session) => ({ session, change: 'booked', from: null }))
  }
  const { canceled, rescheduled } = payload as ChangePayload
  return booking.sessions.flatMap((session): ToldSession[] => {
    if (canceled.some((entry) => entry.session === session.id)) {
      return session.state === 'canceled' ? [{ session, change: 'canceled', from: null }] : []
    }
    const move = rescheduled.find((entry) => entry.session === session.id)
    return move && session.state !== 'canceled'
      ? [{ session, change: 'moved', from: before(move, session) }]
      : []
  })
}

function before(move: ChangePayload['rescheduled'][number], session: Session): ToldSession['from'] {
  const startsAt = Temporal.Instant.from(move.fromStart)
  return startsAt.equals(session.startsAt) ? null : { startsAt, endsAt: Temporal.Instant.from(move.fromEnd) }
}
