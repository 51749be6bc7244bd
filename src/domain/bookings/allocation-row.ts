import { newId } from '#platform/ids.ts'

/** Lengths agreed at booking, and whose they are. */
interface Padded {
  orgId: string
  id: string
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
}

/** The row that takes an owner's time for a session: its span padded by the booking's own buffers, half open. */
export function allocationRow(
  booking: Padded,
  sessionId: string,
  ownerId: string,
  span: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
  /** Until when an unpaid booking keeps the time; absent for one that is made. */
  heldUntil: Temporal.Instant | null = null,
) {
  const from = span.startsAt.subtract({ minutes: booking.bufferBeforeMinutes })
  const to = span.endsAt.add({ minutes: booking.bufferAfterMinutes })
  return {
    org_id: booking.orgId,
    id: newId(),
    owner_id: ownerId,
    during: `[${from.toString()},${to.toString()})`,
    kind: heldUntil ? 'hold' : 'session',
    booking_id: booking.id,
    session_id: sessionId,
    expires_at: heldUntil,
  }
}
