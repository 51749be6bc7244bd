import { z } from '@hono/zod-openapi'
import { spellReference } from '#platform/ids.ts'
import {
  bookingStatus,
  sessionStatus,
  type Assignment,
  type Booking,
  type Session,
} from '#domain/bookings/booking.ts'
import { idOf, idOfOwner, showId } from './ids.ts'
import { instant, money, showMoney, zone } from './schemas.ts'

const STATUSES = [
  'held',
  'requested',
  'scheduled',
  'rescheduled',
  'in_progress',
  'awaiting_update',
  'completed',
  'canceled',
  'no_show',
  'failed',
] as const

const sessionSchema = z
  .strictObject({
    id: idOf('session'),
    position: z.number().int().openapi({ description: 'Place in the booking, from 0.' }),
    status: z.enum(STATUSES),
    start: instant,
    end: instant,
    zone: zone.openapi({ description: "The primary host's zone: the promise was made in it." }),
    uid: z.string().openapi({ description: 'Of the calendar event, for life.' }),
    sequence: z.number().int(),
    times_rescheduled: z.number().int(),
    confirmed_at: instant.nullable().openapi({ description: 'When the customer said that they come.' }),
    price_share: money,
    hosts: z.array(
      z.strictObject({
        id: idOfOwner(),
        name: z.string(),
        role: z.enum(['primary', 'additional', 'resource']),
        label: z
          .string()
          .openapi({ description: 'What the seat is called, such as "Hiring manager"; may be empty.' }),
      }),
    ),
  })
  .openapi('Session')

export const customerSchema = z
  .strictObject({
    id: idOf('customer'),
    name: z.string(),
    email: z.string(),
    phone: z.string(),
    zone,
    locale: z.string(),
  })
  .openapi('BookingCustomer', { description: 'The customer as they were named in this booking.' })

/** A booking as programs see it. */
export const bookingSchema = z
  .strictObject({
    id: idOf('booking'),
    reference: z.string().openapi({ example: '7KQ-4MD' }),
    revision: z
      .number()
      .int()
      .openapi({ description: 'Grows by one with every change; it is the ETag, too.' }),
    status: z.enum([...STATUSES, 'created', 'updated']),
    created_at: instant,
    updated_at: instant,
    channel: z.string(),
    event_type: z.strictObject({ id: idOf('eventType'), name: z.string(), slug: z.string() }),
    booking_page: z.strictObject({ id: idOf('page'), title: z.string(), slug: z.string().nullable() }),
    policy_version: z.strictObject({
      id: idOf('policyVersion'),
      policy: idOf('policy'),
      version: z.number().int(),
    }),
    customer: customerSchema,
    guests: z.array(z.strictObject({ id: idOf('guest'), name: z.string(), email: z.string() })),
    answers: z.array(z.strictObject({ key: z.string(), label: z.string(), answer: z.string() })),
    duration_minutes: z.number().int(),
    price: money,
    payment_mode: z.enum(['free', 'price_shown', 'price_collected']),
    sessions: z.array(sessionSchema),
  })
  .openapi('Booking')

export type ShownBooking = z.input<typeof bookingSchema>

export function showBooking(booking: Booking): ShownBooking {
  return {
    id: showId('booking', booking.id),
    reference: spellReference(booking.reference),
    revision: booking.revision,
    status: bookingStatus(booking),
    created_at: booking.createdAt.toString(),
    updated_at: booking.updatedAt.toString(),
    channel: booking.channel,
    event_type: {
      id: showId('eventType', booking.eventType.id),
      name: booking.eventType.name,
      slug: booking.eventType.slug,
    },
    booking_page: { id: showId('page', booking.page.id), title: booking.page.title, slug: booking.page.slug },
    policy_version: {
      id: showId('policyVersion', booking.policy.versionId),
      policy: showId('policy', booking.policy.policyId),
      version: booking.policy.version,
    },
    customer: { ...booking.customer, id: showId('customer', booking.customer.id) },
    guests: booking.guests.map((guest) => ({ ...guest, id: showId('guest', guest.id) })),
    answers: booking.answers,
    duration_minutes: booking.durationMinutes,
    price: showMoney(booking.priceMinor, booking.currency),
    payment_mode: booking.paymentMode,
    sessions: booking.sessions.map((session) => showSession(session, booking.currency)),
  }
}

/** The tag of a booking as it stands. */
export function etagOf(booking: { revision: number }): string {
  return `"${booking.revision}"`
}

function showSession(session: Session, currency: string): z.input<typeof sessionSchema> {
  return {
    id: showId('session', session.id),
    position: session.position,
    status: sessionStatus(session),
    start: session.startsAt.toString(),
    end: session.endsAt.toString(),
    zone: session.zone,
    uid: session.uid,
    sequence: session.sequence,
    times_rescheduled: session.rescheduleCount,
    confirmed_at: session.confirmedAt?.toString() ?? null,
    price_share: showMoney(session.priceShareMinor, currency),
    hosts: session.assignments.map(showHost),
  }
}

function showHost({ ownerId, kind, name, role, label }: Assignment) {
  return { id: showId(kind, ownerId), name, role, label }
}
