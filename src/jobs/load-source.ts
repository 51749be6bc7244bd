import type { Reader } from '#platform/db.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import { sealBookedBefore } from '#domain/bookings/booked-before.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { nearestStartsOf } from '#domain/bookings/nearest-times.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import type { Again, MailSource } from './mail-source.ts'
import type { Told } from './told.ts'
import { toldSessions } from './told-sessions.ts'

/** Everything the mail of a delivery is written from at this moment, or null when it has nothing to say any more. */
export async function loadMailSource(
  db: Reader,
  scope: SystemScope,
  { delivery, booking }: { delivery: MailToDeliver; booking: Booking },
  from: { secret: string; publicUrl: string },
): Promise<MailSource | null> {
  const told = toldSessions(delivery, booking)
  if (!told) return null
  return {
    delivery,
    booking,
    told,
    publicUrl: from.publicUrl,
    token: tokenOf(from.secret, delivery),
    again: await againOf(db, scope, { delivery, booking, told }, from.secret),
  }
}

/** The recipient's own link; null for the team, and when every link was revoked. */
export function tokenOf(secret: string, { orgId, bookingId, link }: MailToDeliver): string | null {
  return link && bookingId ? linkToken(secret, orgId, bookingId, link.audience, link.generation) : null
}

// Where a member canceled one session, the customer is shown the free times nearest to it. Near several there is no
// one time, and where the team decides several are suggested.
async function againOf(
  db: Reader,
  scope: SystemScope,
  { delivery, booking, told }: { delivery: MailToDeliver; booking: Booking; told: Told },
  secret: string,
): Promise<Again | null> {
  const byTeam = told.kind === 'canceled' && delivery.fact.actor.kind === 'member'
  if (!byTeam || delivery.audience !== 'customer') return null
  const prefill = sealBookedBefore(secret, booking)
  const { page, eventType } = booking
  const { sessions } = told
  const oneClick = page.active && sessions.length === 1 && eventType.asking.approval === 'automatic'
  if (!oneClick) return { starts: [], prefill }
  const nearest = await nearestStartsOf(db, scope, eventType.id, sessions[0]!.session.startsAt)
  return { starts: nearest.map((start) => Temporal.Instant.from(start)), prefill }
}
