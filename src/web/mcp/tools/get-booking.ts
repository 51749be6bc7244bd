import { z } from 'zod'
import { done } from '#platform/context.ts'
import { bookingSchema, showBooking } from '../../api/booking-schema.ts'
import { readId } from '#platform/public-ids.ts'
import { viewBooking } from '../../api/open-booking.ts'
import { wordsFor } from '../answers.ts'
import { bookingId, zoneIn } from '../inputs.ts'
import { LOOKS, tool } from '../tool.ts'

export const getBooking = tool({
  name: 'get_booking',
  scope: 'bookings:read',
  hints: LOOKS,
  input: z.strictObject({ booking: bookingId, zone: zoneIn }),
  output: bookingSchema,
  async run(c, { booking: id, zone }) {
    const found = await viewBooking(c, readId(id))
    if (!found.ok) return found
    const value = showBooking(found.value)
    return done({ value, text: wordsFor(found.value, zone).booking(value) })
  },
})
