import { done, type Outcome } from '#platform/context.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { etagOf, showBooking, type ShownBooking } from './booking-schema.ts'
import type { Answer } from './operation.ts'
import type { Problem } from './problems.ts'

/** The booking as it stands after something was done to it, with its ETag. */
export function bookingAnswer(outcome: Outcome<Booking, Problem>): Outcome<Answer<ShownBooking>, Problem> {
  if (!outcome.ok) return outcome
  return done({ value: showBooking(outcome.value), headers: { etag: etagOf(outcome.value) } })
}
