import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { may } from '#domain/access/scope.ts'
import {
  isBookingKey,
  listBookings,
  unknownFilter,
  type BookingFilters,
} from '#domain/bookings/list-bookings.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { bookingSchema, etagOf, showBooking } from './booking-schema.ts'
import { EXPANDABLE, expandedBookingSchema, showExpanded } from './bookings-expanded.ts'
import { someOf } from './comma-lists.ts'
import { idOf, idOfOwner } from './ids.ts'
import { readId } from '#platform/public-ids.ts'
import { cursorOf, pagingBy } from './list-pages.ts'
import { operation } from './operation.ts'
import { pageOf } from './schemas.ts'
import { instantOfOurTime } from './slots.ts'

const tag = 'Bookings'

const status = someOf(bookingSchema.shape.status.options, 'scheduled,rescheduled')

const filters = {
  customer: idOf('customer').optional(),
  event_type: idOf('eventType').optional(),
  booking_page: idOf('page').optional(),
  host: idOfOwner().optional().openapi({ description: 'A member or resource who sits in a session.' }),
  status: status.optional(),
  from: instantOfOurTime
    .optional()
    .openapi({ description: 'A session starts then or later; with `host`, one in which they sit.' }),
  to: instantOfOurTime.optional().openapi({ description: 'That session starts before this.' }),
  updated_since: instantOfOurTime.optional().openapi({ description: 'Made or changed then or later.' }),
  reference: z
    .string()
    .min(1)
    .max(20)
    .optional()
    .openapi({ description: 'With or without its hyphen.', example: '7KQ-4MD' }),
}

const querySchema = z.strictObject({ ...filters, ...pagingBy(isBookingKey) })

export const listBookingsOperation = operation({
  method: 'get',
  path: '/v1/bookings',
  id: 'listBookings',
  tag,
  summary: 'List bookings',
  description:
    'The newest update first, and only what the member of the key may see. A booking that changes while you walk through the pages moves to the front: ask again with `updated_since` to meet it.',
  scope: 'bookings:read',
  query: querySchema,
  answer: { status: 200, schema: pageOf(bookingSchema, 'BookingsPage'), description: 'Bookings.' },
  async handle(c, { query }) {
    const { reader } = c.var.deps.context
    const { scope } = c.var
    if (!may(scope, 'booking.view.all') && !may(scope, 'booking.view.own'))
      return refuse({ code: 'not_permitted' })
    const wanted = filtersOf(query)
    const page = { after: query.cursor ?? null, limit: query.limit }
    const { bookings, next } = await listBookings(reader, scope, wanted, page)
    // Whatever has a booking exists; only an empty answer leaves the question.
    const unknown = bookings.length === 0 ? await unknownFilter(reader, scope, wanted) : null
    if (unknown) return refuse({ code: 'not_found', field: FIELD_OF[unknown] })
    return done({
      value: { data: bookings.map(showBooking), next_cursor: next === null ? null : cursorOf(next) },
    })
  },
})

export const readBookingOperation = operation({
  method: 'get',
  path: '/v1/bookings/{booking}',
  id: 'getBooking',
  tag,
  summary: 'Look at one booking',
  description:
    'Its ETag is its revision. With `expand`, the named members are the whole things, each as its own operation shows it; this needs the scope that reading them needs, and is always answered in full.',
  scope: 'bookings:read',
  headers: 'if-none-match',
  params: z.strictObject({ booking: idOf('booking') }),
  query: z.strictObject({ expand: someOf(EXPANDABLE, 'customer,event_type').optional() }),
  answer: { status: 200, schema: expandedBookingSchema, description: 'The booking.' },
  async handle(c, { params: { booking: id }, query: { expand = [] } }) {
    const booking = await loadBooking(c.var.deps.context.reader, c.var.scope, readId(id))
    if (!booking || !mayAct(c.var.scope, booking, 'view'))
      return refuse({ code: 'not_found', field: 'path:booking' })
    const etag = etagOf(booking)
    // What is expanded can change while the booking stays as it is.
    if (expand.length === 0 && names(c.req.header('if-none-match'), etag)) return c.body(null, 304, { etag })
    const shown = await showExpanded(c, booking, expand)
    return shown.ok ? done({ value: shown.value, headers: { etag } }) : shown
  },
})

const FIELD_OF = {
  customerId: 'query:customer',
  eventTypeId: 'query:event_type',
  pageId: 'query:booking_page',
  ownerId: 'query:host',
} as const

function filtersOf(query: z.output<typeof querySchema>): BookingFilters {
  const { customer, event_type, booking_page, host, from, to, updated_since } = query
  return {
    ...(customer === undefined ? {} : { customerId: readId(customer) }),
    ...(event_type === undefined ? {} : { eventTypeId: readId(event_type) }),
    ...(booking_page === undefined ? {} : { pageId: readId(booking_page) }),
    ...(host === undefined ? {} : { ownerId: readId(host) }),
    ...(query.status === undefined ? {} : { statuses: query.status }),
    ...(from === undefined ? {} : { from: Temporal.Instant.from(from) }),
    ...(to === undefined ? {} : { to: Temporal.Instant.from(to) }),
    ...(updated_since === undefined ? {} : { updatedSince: Temporal.Instant.from(updated_since) }),
    ...(query.reference === undefined ? {} : { reference: query.reference }),
  }
}

/** True when If-None-Match names this tag: alone, in a list, as a weak one, or as any. */
function names(header: string | undefined, etag: string): boolean {
  const tags = new Set((header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, '')))
  return tags.has('*') || tags.has(etag)
}
