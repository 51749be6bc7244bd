import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { bookingFaults } from '#messages/api-bookings.ts'
import { localeOf } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { visitorThrough, type MemberScope } from '#domain/access/scope.ts'
import { bookOffer } from '#domain/bookings/book.ts'
import type { BookingDetails } from '#domain/bookings/booking-details.ts'
import type { BookingRequest } from '#domain/bookings/booking-request.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayBook } from '#domain/bookings/may-act.ts'
import { zoneOfCustomer } from '#domain/event-types/meeting-zone.ts'
import { loadOffer, type Offer } from '#domain/event-types/offer.ts'
import { findBookingPage } from '#domain/event-types/browse-booking-pages.ts'
import { pagesOffering } from '#domain/event-types/pages-offering.ts'
import { todaysName } from '../customer/zone-options.ts'
import { bookingSchema, etagOf, showBooking } from './booking-schema.ts'
import { payLink, paySchema, problemOfBooking, readDetailsIn, requestFields } from './bookings-request.ts'
import { idOf } from './ids.ts'
import { readId, showId } from '#platform/public-ids.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { zoneIn } from './text-schemas.ts'

/** What a program sends to book. */
export const bookSchema = z
  .strictObject({
    event_type: idOf('eventType'),
    booking_page: idOf('page').optional().openapi({
      description: 'May be left out where the event type stands on exactly one page that is switched on.',
    }),
    starts: requestFields.starts,
    customer: z.strictObject({
      name: z.string().min(1).max(200),
      email: z.string().min(1).max(254),
      phone: z.string().max(40).optional().openapi({
        description: 'Required where the `location_kind` of the event type is `phone`.',
      }),
      zone: zoneIn().openapi({
        description:
          "The IANA zone in which the customer reads times. With `in_person` the booking keeps the place's zone, because people meet on its clock.",
      }),
      locale: z
        .string()
        .max(35)
        .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
        .optional()
        .openapi({
          description: "The nearest language that Kept speaks is used; the organization's unless given.",
          example: 'en-GB',
        }),
    }),
    guests: requestFields.guests,
    answers: requestFields.answers,
    discount_code: requestFields.discount_code,
    actor: z.enum(['customer', 'team_member']).default('customer').openapi({
      description:
        'Who books: the customer, as on the booking page, or the team member of the key. Both keep the same rules.',
    }),
  })
  .openapi('BookingRequest')

type Body = z.output<typeof bookSchema>

/** A new booking with the link that opens it. */
export const newBookingSchema = z
  .strictObject({
    ...bookingSchema.shape,
    manage_url: z.string().openapi({
      description: "The customer's link. Whoever has it can change the booking: treat it as a password.",
    }),
    pay: paySchema,
  })
  .openapi('NewBooking')

export const bookOperation = operation({
  method: 'post',
  path: '/v1/bookings',
  id: 'createBooking',
  tag: 'Bookings',
  summary: 'Book one session or a package',
  description:
    'The same rules as on the booking page: free times, required answers, guests. Everybody concerned is told by mail. All sessions are booked, or none. Where something has to be paid first, the booking is `held` until `held_until`: send the customer to `pay`, and it is made once that is paid. Of a held booking nobody is told. Where the event type has the team decide, `starts` are what the customer suggests, the best liked first, and the booking is `requested`.',
  scope: 'bookings:write',
  idempotent: true,
  body: bookSchema,
  answer: { status: 201, schema: newBookingSchema, description: 'The booking, and where it is.' },
  problems: [
    'slot_taken',
    'slot_unavailable',
    'not_offered',
    'wrong_number_of_times',
    'same_time_twice',
    'discount_refused',
  ],
  async handle(c, { body }) {
    const sent = { key: c.req.header('idempotency-key') ?? '', text: await c.req.text() }
    const outcome = await bookFor(c, body, sent)
    if (!outcome.ok) return outcome
    const booking = outcome.value
    const location = `/v1/bookings/${showId('booking', booking.id)}`
    return done({
      value: showNewBooking(c, booking),
      headers: { etag: etagOf(booking), location },
    })
  },
})

/** Books what a program asks for. `sent` says which wish it is: its key, and the words in which it came. */
export async function bookFor(
  c: ApiContext,
  body: Body,
  sent: { key: string; text: string },
): Promise<Outcome<Booking, Problem>> {
  const { context } = c.var.deps
  const found = await findOfferOf(c, body)
  if (!found.ok) return found
  const offer = found.value
  if (body.actor === 'team_member' && !mayBook(c.var.scope, offer))
    return refuse({ code: 'not_permitted', field: '/actor' })
  const details = readDetailsIn(offer, body)
  if (!details.ok) return details
  const scope = body.actor === 'team_member' ? c.var.scope : visitorThrough(c.var.scope)
  const requestKey = requestKeyOf(c.var.scope, sent.key, sent.text)
  const outcome = await bookOffer(context, scope, offer, requestOf(offer, body, details.value, requestKey))
  if (!outcome.ok) return refuse(problemOfBooking(outcome.refusal, body.starts))
  return done((await loadBooking(context.db, scope, outcome.value.bookingId))!)
}

/** The event type on the page that is named, or on the one that offers it. */
async function findOfferOf(c: ApiContext, body: Body): Promise<Outcome<Offer, Problem>> {
  const { reader } = c.var.deps.context
  const { scope } = c.var
  const eventTypeId = readId(body.event_type)
  const named = body.booking_page === undefined ? null : readId(body.booking_page)
  const offered = named && (await loadOffer(reader, scope, named, eventTypeId))
  if (offered && offered.page.active && offered.eventType.active) return done(offered)
  const offering = await pagesOffering(reader, scope, eventTypeId)
  if (!offering) return refuse({ code: 'not_found', field: '/event_type' })
  if (named !== null && !(await findBookingPage(reader, scope, named)))
    return refuse({ code: 'not_found', field: '/booking_page' })
  const open = offering.pages.filter((page) => page.active && (named === null || page.id === named))
  const [only, ...others] = open
  if (!only || !offering.active) return refuse({ code: 'not_offered' })
  if (others.length > 0) return refuse(whichPage(open))
  const offer = await loadOffer(reader, scope, only.id, eventTypeId)
  return offer ? done(offer) : refuse({ code: 'not_offered' })
}

function whichPage(open: { id: string; title: string; slug: string | null }[]): Problem {
  return {
    code: 'invalid_request',
    errors: [{ field: '/booking_page', code: 'required', detail: bookingFaults.severalPages }],
    more: { booking_pages: open.map(({ id, title, slug }) => ({ id: showId('page', id), title, slug })) },
  }
}

function requestOf(offer: Offer, body: Body, details: BookingDetails, requestKey: string): BookingRequest {
  const { name, email, phone, guests, answers } = details
  const { zone, locale } = body.customer
  return {
    pageId: offer.page.id,
    eventTypeId: offer.eventType.id,
    starts: body.starts.map((start) => Temporal.Instant.from(start)),
    customer: {
      name,
      email,
      phone,
      zone: zoneOfCustomer(offer, todaysName(zone)) ?? offer.organization.zone,
      locale: localeOf(locale ?? offer.organization.locale),
    },
    guests,
    answers,
    discountCode: body.discount_code ?? '',
    requestKey,
    channel: 'api',
  }
}

/**
 * One wish has one key, also when the answer to it was lost in a crash: then the same request finds its booking.
 * What it says belongs to the key, because the same Idempotency-Key may mean another wish after 72 hours.
 */
function requestKeyOf({ apiKeyId }: MemberScope, key: string, body: string): string {
  return `api:${createHash('sha256').update(`${apiKeyId}\n${key.trim()}\n${body}`).digest('base64url')}`
}

/** A booking as it is answered to whoever made it, with the customer's links. */
export function showNewBooking(c: ApiContext, booking: Booking): z.input<typeof newBookingSchema> {
  const token = customerToken(c, booking)
  return {
    ...showBooking(booking),
    manage_url: `${c.var.deps.config.publicUrl}${paths.manage(token)}`,
    pay: payLink(c, booking, token),
  }
}

/** The newest link of the booking's customer. */
export function customerToken(c: ApiContext, { orgId, id, linkGenerations }: Booking): string {
  const { generation } = linkGenerations.find((link) => link.audience === 'customer')!
  return linkToken(c.var.deps.context.secret, orgId, id, 'customer', generation)
}
