import type { Booking } from '#domain/bookings/booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import type { Database } from '#platform/db.ts'
import { openBooking } from './open-booking.ts'
import { forbiddenPage, missingPage } from './refusal-pages.tsx'
import type { StaffContext } from './staff-env.ts'

/**
 * The booking that a page is about to change, or the answer to who may not: 404 when they may not even see it,
 * 403 when they may only look. The use cases ask again under their lock.
 */
export async function openForChange(
  c: StaffContext,
  act: 'change' | 'no_show',
  db?: Database,
): Promise<Booking | Response> {
  const booking = await openBooking(c, c.req.param('id'), db)
  if (!booking) return missingPage(c)
  if (mayAct(c.var.scope, booking, act)) return booking
  return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, `booking.${act}.all`))
}
