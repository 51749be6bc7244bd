import { whoMay } from '#domain/bookings/staff-reads.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeRefusal } from '#domain/bookings/change.ts'
import { changeRefused } from '#messages/staff-change.ts'
import { bookingView } from './booking.tsx'
import { forbiddenPage, missingPage } from './refusal-pages.tsx'
import type { StaffContext } from './staff-env.ts'

/**
 * A change that cannot even be quoted: 403 when the role forbids it, 404 when there is nothing to change, else
 * 409 with the booking as it stands now.
 */
export async function refuseChange(
  c: StaffContext,
  booking: Booking,
  refusal: ChangeRefusal,
): Promise<Response> {
  const { reader } = c.var.deps.context
  if (refusal.code === 'not_permitted')
    return forbiddenPage(c, await whoMay(reader, c.var.scope, 'booking.change.all'))
  if (refusal.code === 'unknown_booking' || refusal.code === 'unknown_session') return missingPage(c)
  const code = refusal.code === 'nothing_chosen' ? 'state' : refusal.code
  return bookingView(c, booking, 409, changeRefused(code, c.var.locale))
}
