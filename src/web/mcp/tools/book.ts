import { z } from 'zod'
import { done } from '#platform/context.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { inputWords } from '#messages/mcp.ts'
import { mcpAnswers } from '#messages/mcp-answers.ts'
import { bookingSchema, showBooking, type ShownBooking } from '../../api/booking-schema.ts'
import { bookFor, bookSchema } from '../../api/bookings-new.ts'
import { line } from '../../api/text-schemas.ts'
import { zoneIn } from '../inputs.ts'
import { once } from '../once.ts'
import { ADDS, tool } from '../tool.ts'

const { event_type, booking_page, starts, customer, guests, answers, actor } = bookSchema.shape
const { name, email, phone, zone: customerZone, locale } = customer.shape

/** The link of the booking stays out of the answer: whoever has it can change the booking, and the customer gets it. */
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
    actor: actor.describe(inputWords.booksAs),
    request_key: line(100).describe(inputWords.requestKey),
    zone: zoneIn,
  }),
  output: bookingSchema,
  async run(c, { request_key, zone, ...body }) {
    const wish = { key: `mcp:book:${request_key}`, text: JSON.stringify(body) }
    const outcome = await once<ShownBooking>(c, wish, async () => {
      const booked = await bookFor(c, body, wish)
      return booked.ok ? done(showBooking(booked.value)) : booked
    })
    if (!outcome.ok) return outcome
    const settings = await loadSettings(c.var.deps.context.reader, c.var.scope)
    const words = mcpAnswers(localeOf(settings.locale), zone ?? settings.zone)
    return done({ value: outcome.value, text: words.booked(outcome.value) })
  },
})
