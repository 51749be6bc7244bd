import { linkToken } from '#domain/access/booking-links.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { DeliveryDetail } from '#domain/notifications/queries.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { waitingToken } from '#domain/waitlist/entry.ts'
import { paths } from '#paths.ts'
import type { StaffContext } from './staff-env.ts'

/**
 * Where the hidden link of a customer's mail leads, in a demonstration and for a made-up business only: without a mail server
 * nobody could otherwise follow it. A real business never shows its customers' links, whoever asks.
 */
export async function sampleLink(c: StaffContext, delivery: DeliveryDetail): Promise<string | null> {
  const { config, context } = c.var.deps
  if (!config.demo || delivery.audience !== 'customer') return null
  if (!(await loadSettings(context.reader, c.var.scope)).isSample) return null
  if (delivery.waitingEntryId !== null)
    return paths.waiting(waitingToken(context.secret, c.var.scope.orgId, delivery.waitingEntryId))
  if (delivery.bookingId === null) return null
  const booking = await loadBooking(context.reader, c.var.scope, delivery.bookingId)
  const newest = booking?.linkGenerations.find((link) => link.audience === 'customer')
  return booking && newest
    ? paths.manage(linkToken(context.secret, booking.orgId, booking.id, 'customer', newest.generation))
    : null
}
