import { z } from '@hono/zod-openapi'
import { refuse, type Outcome } from '#platform/context.ts'
import { bookingFaults } from '#messages/api-bookings.ts'
import { fieldErrorText } from '#messages/forms.ts'
import {
  MOST_GUESTS,
  readDetails,
  type BookingDetails,
  type DetailsMistake,
} from '#domain/bookings/booking-details.ts'
import type { BookingRefusal } from '#domain/bookings/booking-request.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { payableNow } from '#domain/bookings/start-payment.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { paths } from '#paths.ts'
import type { ApiContext } from './api-env.ts'
import type { FieldError, Problem } from './problems.ts'
import { instantIn, money } from './schemas.ts'

const MOST_SESSIONS = 20
const MOST_ANSWERS = 100

/** What every request for a booking says, whoever sends it. */
export const requestFields = {
  starts: z
    .array(instantIn)
    .min(1)
    .max(MOST_SESSIONS)
    .openapi({ description: 'As many free times as the event type has sessions.' }),
  guests: z
    .array(z.strictObject({ name: z.string().max(200).default(''), email: z.string().min(1).max(254) }))
    .max(MOST_GUESTS)
    .default([])
    .openapi({ description: 'Others who are told and may look. They cannot change the booking.' }),
  answers: z
    .record(z.string().max(200), z.string().max(2_000))
    .refine((answers) => Object.keys(answers).length <= MOST_ANSWERS, bookingFaults.moreThan(MOST_ANSWERS))
    .default({})
    .openapi({
      description: 'By the key of the question, as the event type names it.',
      example: { role: 'Designer' },
    }),
  discount_code: z.string().max(30).optional().openapi({
    description: 'Letters, digits and hyphens, in either case. One that takes nothing off is refused.',
    example: 'WELCOME-10',
  }),
}

/** What a new booking needs before it is made, or null for one that is made already. */
export const paySchema = z
  .strictObject({
    amount: money.openapi({ description: '0 where only a card is left for later.' }),
    url: z.string().openapi({ description: 'Our page on which the customer pays. Send them there.' }),
  })
  .openapi('PayLink')
  .nullable()
  .openapi({
    description: 'For a `held` booking: what is paid first, and where. Null for one that is made already.',
  })

/** Where the customer pays for a booking that is held. */
export function payLink(c: ApiContext, booking: Booking, token: string): z.input<typeof paySchema> {
  if (!booking.heldUntil) return null
  const url = `${c.var.deps.config.publicUrl}${paths.pay(token)}`
  return { amount: showMoney(payableNow(booking), booking.currency), url }
}

interface DetailsIn {
  customer: { name: string; email: string; phone?: string | undefined }
  guests: { name: string; email: string }[]
  answers: Record<string, string>
}

/** Who is coming, by the rules that the booking form keeps; an answer to a question nobody asks is a mistake. */
export function readDetailsIn(
  offer: Offer,
  { customer, guests, answers }: DetailsIn,
): Outcome<BookingDetails, Problem> {
  const asked = new Set(offer.eventType.questions.map((question) => question.key))
  const strays = Object.keys(answers).filter((key) => !asked.has(key))
  const read = readDetails(offer, { ...customer, phone: customer.phone ?? '', guests, answers })
  const mistakes: DetailsMistake[] = [
    ...strays.map((key): DetailsMistake => ({ at: ['answers', key], error: { code: 'not_a_choice' } })),
    ...(read.ok ? [] : read.refusal),
  ]
  if (read.ok && mistakes.length === 0) return read
  return refuse({ code: 'invalid_request', errors: mistakes.map(fieldErrorOf) })
}

function fieldErrorOf({ at, error }: DetailsMistake): FieldError {
  const path = at[0] === 'answers' || at[0] === 'guests' ? at : ['customer', ...at]
  const field = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { field, code: error.code, detail: fieldErrorText(error, String(path.at(-1)), 'en-GB') }
}

/** Why nothing was booked, at the start that stands in the way; `nearest` are free starts around it. */
export function problemOfBooking(refusal: BookingRefusal, starts: readonly string[]): Problem {
  if (refusal.code === 'discount_refused')
    return { code: refusal.code, field: '/discount_code', more: { because: refusal.because } }
  const { code, ...more } = refusal
  if (!('start' in more)) return { code, ...(code === 'not_offered' ? {} : { field: '/starts', more }) }
  const wanted = Temporal.Instant.from(more.start)
  const index = starts.findIndex((start) => Temporal.Instant.from(start).equals(wanted))
  return { code, field: `/starts/${Math.max(0, index)}`, more }
}
