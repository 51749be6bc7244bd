import { z } from 'zod'
import { done } from '#platform/context.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { inputWords } from '#messages/mcp.ts'
import { mcpAnswers } from '#messages/mcp-answers.ts'
import type { z as schemas } from '@hono/zod-openapi'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ApiContext } from '../../api/api-env.ts'
import { bookingSchema, showBooking } from '../../api/booking-schema.ts'
import { bookFor, bookSchema, showNewBooking } from '../../api/bookings-new.ts'
import { paySchema } from '../../api/bookings-request.ts'
import { startFor } from '../../api/payment-starts.ts'
import { line } from '../../api/text-schemas.ts'
import { zoneIn } from '../inputs.ts'
import { once } from '../once.ts'
import { ADDS, tool } from '../tool.ts'

const { event_type, booking_page, starts, customer, guests, answers, discount_code, actor } = bookSchema.shape
const { name, email, phone, zone: customerZone, locale } = customer.shape

const bookedSchema = z.strictObject({ ...bookingSchema.shape, pay: paySchema })

/**
 * The link of the booking stays out of the answer: whoever has it can change the booking, and the customer gets it.
 * Only of a booking that is held nobody is told by mail, so the customer needs an address to pay at.
 */
export const book = tool({
  name: 'book',
  scope: 'bookings:write',
  hints: ADDS,
  input: z.strictObject({
    event_type: event_type.describe(inputWords.eventType),
    booking_page: booking_page.describe(inputWords.page),
    starts: starts.describe(inputWords.starts),
    customer: z
      .strictObject({
        name: name.describe(inputWords.customerName),
        email: email.describe(inputWords.customerEmail),
        phone: phone.describe(inputWords.customerPhone),
        zone: customerZone.describe(inputWords.customerZone),
        locale: locale.describe(inputWords.customerLocale),
      })
      .describe(inputWords.customer),
    guests: guests.describe(inputWords.guests),
    answers: answers.describe(inputWords.answers),
    discount_code: discount_code.describe(inputWords.discountCode),
    actor: actor.describe(inputWords.booksAs),
    request_key: line(100).describe(inputWords.requestKey),
    zone: zoneIn,
  }),
  output: bookedSchema,
  async run(c, { request_key, zone, ...body }) {
    const wish = { key: `mcp:book:${request_key}`, text: JSON.stringify(body) }
    const outcome = await once<schemas.input<typeof bookedSchema>>(c, wish, async () => {
      const booked = await bookFor(c, body, wish)
      if (!booked.ok) return booked
      return done({ ...showBooking(booked.value), pay: await payAt(c, booked.value) })
    })
    if (!outcome.ok) return outcome
    const settings = await loadSettings(c.var.deps.context.reader, c.var.scope)
    const words = mcpAnswers(localeOf(settings.locale), zone ?? settings.zone)
    return done({ value: outcome.value, text: words.booked(outcome.value) })
  },
})

/** The provider's own page where the key may start payments, else ours, which the customer's link opens. */
async function payAt(c: ApiContext, booking: Booking): Promise<schemas.input<typeof paySchema>> {
  const { pay } = showNewBooking(c, booking)
  if (!pay || !c.var.scopes.has('payments:write')) return pay
  const started = await startFor(c, booking.id, { for: 'booking' })
  return started.ok ? { amount: pay.amount, url: started.value.url } : pay
}
