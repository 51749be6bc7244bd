import { whoMay } from '#domain/bookings/staff-reads.ts'
import { changeRefused } from '#messages/staff-change.ts'
import { bookingView } from './booking.tsx'
import { openBooking } from './open-booking.ts'
import { forbiddenPage, missingPage } from './refusal-pages.tsx'
import type { StaffContext } from './staff-env.ts'

/** An act on a booking that was refused: whom to ask, nothing there, or the booking as it stands now. */
export async function refusedAct(
  c: StaffContext,
  bookingId: string,
  refusal: { code: string },
): Promise<Response> {
  const { reader } = c.var.deps.context
  if (refusal.code === 'not_permitted')
    return forbiddenPage(c, await whoMay(reader, c.var.scope, 'booking.change.all'))
  if (refusal.code === 'unknown_booking' || refusal.code === 'unknown_session') return missingPage(c)
  const present = await openBooking(c, bookingId, c.var.deps.context.db)
  return present ? bookingView(c, present, 409, changeRefused('state', c.var.locale)) : missingPage(c)
}
