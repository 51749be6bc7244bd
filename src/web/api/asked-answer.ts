import type { z } from '@hono/zod-openapi'
import { done, type Outcome } from '#platform/context.ts'
import { listAsks } from '#domain/asking/load-asks.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { ApiContext } from './api-env.ts'
import { showAsk, type askedSchema } from './ask-schema.ts'
import { etagOf, showBooking } from './booking-schema.ts'
import type { Answer } from './operation.ts'
import type { Problem } from './problems.ts'

/** How many asks of a booking are looked through for the one that was just made or answered. */
const NEWEST = 200

/** An ask and its booking as they stand now, from the connection that writes. */
export async function askedAnswer(
  c: ApiContext,
  bookingId: string,
  askId: string,
): Promise<Outcome<Answer<z.input<typeof askedSchema>>, Problem>> {
  const { db } = c.var.deps.context
  const booking = (await loadBooking(db, c.var.scope, bookingId))!
  const page = { after: null, limit: NEWEST }
  const asks = await listAsks(db, c.var.scope, { state: 'all', bookingId }, page)
  const ask = showAsk(asks.find(({ id }) => id === askId)!)
  return done({ value: { ask, booking: showBooking(booking) }, headers: { etag: etagOf(booking) } })
}
