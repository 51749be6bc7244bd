import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { actorOf, type GuestScope } from '#domain/access/scope.ts'
import type { Channel, Fact } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import { isOpen } from './booking.ts'
import { lockedBooking } from './locked-booking.ts'
import { surroundings } from './people-concerned.ts'
import { writeRows } from './write-rows.ts'

export type LeaveRefusal =
  | { code: 'unknown_booking' }
  /** Nothing of the booking is still to come. */
  | { code: 'nothing_to_leave' }

/**
 * A guest will not come: they hear no more of it, and for everybody else nothing changes (oncehub R176 gives guests no
 * way at all). Their link then says so. Leaving twice is leaving once, and there is no way back but a new invitation.
 */
export async function leaveBooking(
  context: Context,
  scope: GuestScope,
  channel: Channel,
): Promise<Outcome<{ revision: number }, LeaveRefusal>> {
  const { bookingId, guestId } = scope.actor
  return inTransaction(context.db, async (tx): Promise<Outcome<{ revision: number }, LeaveRefusal>> => {
    const booking = await lockedBooking(tx, scope, bookingId)
    if (!booking) return refuse({ code: 'unknown_booking' })
    // Whoever has left is not loaded any more.
    if (!booking.guests.some(({ id }) => id === guestId)) return done({ revision: booking.revision })
    if (!booking.sessions.some(isOpen)) return refuse({ code: 'nothing_to_leave' })
    const revision = booking.revision + 1
    const { orgId, now } = booking
    const fact: Fact<'guest.left'> = {
      id: newId(),
      orgId,
      kind: 'guest.left',
      at: now,
      bookingId,
      revision,
      actor: actorOf(scope),
      channel,
      remarkId: null,
      payload: { guest: guestId },
    }
    const rows = {
      changed_guests: [{ org_id: orgId, id: guestId, left_at: now }],
      changed_bookings: [{ org_id: orgId, id: bookingId, revision, updated_at: now }],
    }
    await writeRows(context, tx, orgId, rows, [record(fact as Fact, surroundings(booking, []))])
    return done({ revision })
  })
}
