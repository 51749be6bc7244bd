import type { Booking } from '#domain/bookings/booking.ts'
import { moneyProblem, type MoneyRefusalInWords } from '#messages/staff-money-problems.ts'
import { bookingView } from '../booking.tsx'
import { openBooking } from '../open-booking.ts'
import type { StaffContext } from '../staff-env.ts'

/** An act that was refused as a whole: the booking as it stands now, with the reason at the top. */
export async function refusedOnBooking(
  c: StaffContext,
  booking: Booking,
  refusal: MoneyRefusalInWords,
): Promise<Response> {
  const present = (await openBooking(c, booking.id, c.var.deps.context.db)) ?? booking
  return bookingView(c, present, 409, moneyProblem(refusal, c.var.locale))
}
