import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { spellReference } from '#platform/ids.ts'
import { paths } from '#paths.ts'
import { bookOffer } from '#domain/bookings/book.ts'
import type { BookingDetails } from '#domain/bookings/booking-details.ts'
import type { BookingRequest } from '#domain/bookings/booking-request.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { readCode } from '#domain/event-types/discount-codes.ts'
import { zoneOfCustomer } from '#domain/event-types/meeting-zone.ts'
import { findOffer, type Offer } from '#domain/event-types/offer.ts'
import { todaysName } from '../customer/zone-options.ts'
import { bookingSchema, showBooking } from './booking-schema.ts'
import { payLink, paySchema, problemOfBooking, readDetailsIn, requestFields } from './bookings-request.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import { nothingPublic } from './public-gate.ts'
import { ofPage, publicTag, readerOf } from './public-pages.ts'
import { instant, money } from './schemas.ts'
import { slugIn, zoneIn } from './text-schemas.ts'

const bodySchema = z
  .strictObject({
    event_type: slugIn(),
    starts: requestFields.starts,
    customer: z.strictObject({
      name: z.string().min(1).max(200),
      email: z.string().min(1).max(254),
      phone: z.string().max(40).optional(),
      zone: zoneIn().optional(),
    }),
    guests: requestFields.guests,
    answers: requestFields.answers,
    discount_code: requestFields.discount_code,
  })
  .openapi('PublicBookingRequest')

type Body = z.output<typeof bodySchema>

export const publicBookingOperation = operation({
  method: 'post',
  path: '/v1/public/pages/{page}/bookings',
  id: 'createPublicBooking',
  tag: publicTag,
  summary: 'Book, as a visitor of the page does',
  description:
    'The same rules as on the page itself. Everybody concerned is told by mail, with the same link as in `manage_url`. Where something has to be paid first, the booking is `held`: open `pay.url`, and it is made once that is paid.',
  scope: null,
  idempotent: true,
  params: ofPage,
  body: bodySchema,
  answer: {
    status: 201,
    schema: z
      .strictObject({
        reference: z.string().openapi({ example: '7KQ-4MD' }),
        status: bookingSchema.shape.status,
        held_until: bookingSchema.shape.held_until,
        sessions: z.array(z.strictObject({ start: instant, end: instant })),
        price: money.openapi({ description: 'What the customer pays in all: discounted, with tax.' }),
        pay: paySchema,
        manage_url: z.string().openapi({
          description: 'Whoever has it can change the booking: show it to the customer and to nobody else.',
        }),
      })
      .openapi('PublicBooking'),
    description: 'The booking. Sent again with the same key, it is the same booking as it stands then.',
  },
  problems: [
    'slot_taken',
    'slot_unavailable',
    'not_offered',
    'wrong_number_of_times',
    'same_time_twice',
    'discount_refused',
  ],
  async handle(c, { body }) {
    const { page } = c.var
    const { config, context } = c.var.deps
    const offer = await findOffer(context.reader, page.scope, page.pageId, body.event_type)
    if (!offer) return refuse(nothingPublic('/event_type', 'event_type'))
    const details = readDetailsIn(offer, body)
    if (!details.ok) return details
    const request = requestOf(c, offer, body, details.value)
    const outcome = await bookOffer(context, page.scope, offer, request)
    if (!outcome.ok) return refuse(problemOfBooking(outcome.refusal, body.starts))
    const booking = (await loadBooking(context.db, page.scope, outcome.value.bookingId))!
    if (!isOf(booking, request)) return refuse({ code: 'idempotency_key_reused' })
    const { status, held_until, money: shown } = showBooking(booking)
    return done({
      value: {
        reference: spellReference(booking.reference),
        status,
        held_until,
        price: shown.total,
        pay: payLink(c, booking, outcome.value.token),
        sessions: booking.sessions.map(({ startsAt, endsAt }) => ({
          start: startsAt.toString(),
          end: endsAt.toString(),
        })),
        manage_url: `${config.publicUrl}${paths.manage(outcome.value.token)}`,
      },
    })
  },
})

function requestOf(c: ApiContext, offer: Offer, body: Body, details: BookingDetails): BookingRequest {
  const { name, email, phone, guests, answers } = details
  const zone = zoneOfCustomer(offer, todaysName(body.customer.zone ?? '')) ?? offer.organization.zone
  return {
    pageId: offer.page.id,
    eventTypeId: offer.eventType.id,
    starts: body.starts.map((start) => Temporal.Instant.from(start)),
    customer: { name, email, phone, zone, locale: readerOf(c, offer) },
    guests,
    answers,
    discountCode: body.discount_code ?? '',
    requestKey: requestKeyOf(c.req.header('idempotency-key') ?? ''),
    channel: 'api',
  }
}

/** Short enough for its column, whatever the key is; and never the key of a form or of a program with a key. */
function requestKeyOf(key: string): string {
  return `public:${createHash('sha256').update(key.trim()).digest('base64url')}`
}

/**
 * Whether this request made the booking: under another one's key nobody gets another one's link, and nobody is told
 * that a guest or an answer was taken who was not. The language is left out, because a header says it.
 */
function isOf(booking: Booking, request: BookingRequest): boolean {
  const asked = new Set(request.starts.map((start) => start.epochMilliseconds))
  return (
    booking.eventType.id === request.eventTypeId &&
    wordsOf(booking) === wordsOf(request) &&
    booking.money.discountCode?.code === (readCode(request.discountCode ?? '') ?? undefined) &&
    booking.sessions.length === asked.size &&
    booking.sessions.every(
      ({ rescheduleCount, startsAt }) => rescheduleCount > 0 || asked.has(startsAt.epochMilliseconds),
    )
  )
}

/** Who is coming and what they said, in one text that is the same for the same words. */
function wordsOf({
  customer,
  guests,
  answers,
}: Pick<BookingRequest, 'customer' | 'guests' | 'answers'>): string {
  const { name, email, phone, zone } = customer
  return JSON.stringify([
    [name, email.toLowerCase(), phone, zone],
    guests.map((guest) => [guest.email.toLowerCase(), guest.name]).toSorted(byFirst),
    answers.map(({ key, answer }) => [key, answer]).toSorted(byFirst),
  ])
}

function byFirst([a]: string[], [b]: string[]): number {
  return a! < b! ? -1 : 1
}
