import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Booking } from '#domain/bookings/booking.ts'
import { representBooking } from '#domain/bookings/represent-booking.ts'
import { idOf, idOfOwner } from './ids.ts'
import { instant, money, zone } from './schemas.ts'
import { termsSchema } from './terms-schema.ts'

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
    new_time_asked_at: instant.nullable().openapi({
      description: 'Since when the customer is asked to choose another time; it is canceled meanwhile.',
    }),
    price_share: money.openapi({
      description: 'Its part of `money.total`; the parts of a booking sum to it.',
    }),
    charged: money.openapi({
      description: 'Asked for it now: its part while it is not cancelled, and fees.',
    }),
    paid: money.openapi({ description: 'Paid for it and not promised back.' }),
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

const moneySchema = z
  .strictObject({
    total: money.openapi({ description: 'What the customer pays as agreed: discounted, with tax.' }),
    discount: money,
    discount_code: z.string().nullable(),
    tax: money.openapi({ description: 'The part of `total` that is tax.' }),
    tax_basis_points: z.number().int().openapi({ description: '2000 is 20 %.' }),
    tax_inclusive: z.boolean().openapi({ description: 'Whether `price` has the tax in it.' }),
    paid: money.openapi({ description: 'Money that arrived, in all.' }),
    refunded: money.openapi({ description: 'Of it, promised or paid back.' }),
    balance: money.openapi({
      description: 'What is still asked of the customer. Below 0 it is theirs to get back.',
    }),
    terms: termsSchema,
    invoice: idOf('invoice').nullable(),
  })
  .openapi('BookingMoney', {
    description: 'As the ledger has it. Money moves only where the payment mode is `price_collected`.',
  })

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
    held_until: instant.nullable().openapi({
      description: 'Until when the times are kept for somebody who still has to pay; null once it is made.',
    }),
    needs_approval: z.boolean().openapi({
      description: 'The team decides on it, and on every new time that the customer wants.',
    }),
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
    price: money.openapi({ description: 'The list price; `money.total` is what the customer pays.' }),
    payment_mode: z.enum(['free', 'price_shown', 'price_collected']),
    money: moneySchema,
    sessions: z.array(sessionSchema),
  })
  .openapi('Booking')

export type ShownBooking = z.input<typeof bookingSchema>

/** The one representation of a booking; the compiler holds it against the schema. */
export function showBooking(booking: Booking): ShownBooking {
  return representBooking(booking)
}

/**
 * The tag of a booking as it stands: its revision, and where there is money, what stands on file of it. A payment does
 * not change the booking, but it changes the answer.
 */
export function etagOf(booking: Booking): string {
  const { money, sessions } = booking
  if (money.invoice === null && money.payments.length === 0) return `"${booking.revision}"`
  const onFile = [money, sessions.map(({ chargedMinor, paidMinor }) => [chargedMinor, paidMinor])]
  const text = JSON.stringify(onFile, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return `"${booking.revision}-${createHash('sha256').update(text).digest('base64url').slice(0, 11)}"`
}

/** Whether a tag that somebody sent back names this revision, whatever happened to its money since. */
export function isOfRevision(tag: string, { revision }: Booking): boolean {
  return /^"(\d{1,9})(?:-[\w-]{11})?"$/.exec(tag)?.[1] === String(revision)
}
