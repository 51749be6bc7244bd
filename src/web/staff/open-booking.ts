import { bookingStatus, type Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import type { Database } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { ownStaffPath } from './gate.ts'
import type { StaffContext } from './staff-env.ts'

/** A booking the member may see, or null: the same for what never was, for another organization's and for a colleague's. */
export async function openBooking(
  c: StaffContext,
  id: string | undefined,
  db?: Database,
): Promise<Booking | null> {
  if (!id || !isId(id)) return null
  const booking = await loadBooking(db ?? c.var.deps.context.reader, c.var.scope, id)
  return booking && mayAct(c.var.scope, booking, 'view') ? booking : null
}

/** What the pages about a booking call it. */
export function titleOf(c: StaffContext, booking: Booking): string {
  return bookingWords(c.var.locale).title(booking.customer.name, booking.eventType.name)
}

/** True when nothing of the booking is left to happen. */
export function isOver(booking: Booking): boolean {
  return ['canceled', 'completed', 'no_show', 'failed'].includes(bookingStatus(booking))
}

/** Where a form wants to go back to, as long as it is one of our own pages. */
export function backOf(typed: Typed, otherwise: string): string {
  const back = typed.back
  return (typeof back === 'string' ? ownStaffPath(cleanText(back)) : null) ?? otherwise
}
