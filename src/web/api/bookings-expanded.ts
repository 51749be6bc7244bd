import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { ApiScope } from '#domain/access/api-scopes.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { findCustomer } from '#domain/bookings/customers-seen.ts'
import { findBookingPage } from '#domain/event-types/browse-booking-pages.ts'
import { findEventType } from '#domain/event-types/browse-event-types.ts'
import { browseVersions } from '#domain/policies/browse-policies.ts'
import { findOwners } from '#domain/team/find-owner.ts'
import { bookingPageSchema, showBookingPage } from './booking-page-schema.ts'
import { bookingSchema, showBooking } from './booking-schema.ts'
import { customerSchema, showCustomer } from './customers.ts'
import { eventTypeSchema, showEventType } from './event-type-schema.ts'
import type { ApiContext } from './api-env.ts'
import { policyVersionSchema, showVersion } from './policy-schema.ts'
import type { Problem } from './problems.ts'

/** What a booking can be read with, and the scope that reading it alone needs. */
const SCOPE_OF = {
  customer: 'customers:read',
  event_type: 'event_types:read',
  booking_page: 'booking_pages:read',
  policy_version: 'policies:read',
} as const satisfies Record<string, ApiScope>

export type Expandable = keyof typeof SCOPE_OF

export const EXPANDABLE = Object.keys(SCOPE_OF) as [Expandable, ...Expandable[]]

const { shape } = bookingSchema

/** The customer as they were named in this booking, with what their own record adds. */
const expandedCustomerSchema = z
  .strictObject({
    ...shape.customer.shape,
    created_at: customerSchema.shape.created_at,
    bookings: customerSchema.shape.bookings,
  })
  .openapi('ExpandedCustomer', {
    description: 'The customer as they were named in this booking, with what their own record adds.',
  })

/** A booking of which some members may stand as the whole things they name. */
export const expandedBookingSchema = z
  .strictObject({
    ...shape,
    customer: z.union([shape.customer, expandedCustomerSchema]),
    event_type: z.union([shape.event_type, eventTypeSchema]),
    booking_page: z.union([shape.booking_page, bookingPageSchema]),
    policy_version: z.union([shape.policy_version, policyVersionSchema]),
  })
  .openapi('ExpandedBooking')

type Shown = z.input<typeof expandedBookingSchema>

/** The booking with the members that are wanted whole; a key reads no more through it than it may read alone. */
export async function showExpanded(
  c: ApiContext,
  booking: Booking,
  wanted: readonly Expandable[],
): Promise<Outcome<Shown, Problem>> {
  const lacking = wanted.find((name) => !c.var.scopes.has(SCOPE_OF[name]))
  if (lacking)
    return refuse({ code: 'scope_missing', field: 'query:expand', more: { scope: SCOPE_OF[lacking] } })
  const parts = await Promise.all(wanted.map(async (name) => [name, await LOAD[name](c, booking)] as const))
  return done({ ...showBooking(booking), ...Object.fromEntries(parts) } as Shown)
}

// What a booking names is never deleted, so each of these finds what it looks for.
const LOAD: { [Name in Expandable]: (c: ApiContext, booking: Booking) => Promise<Shown[Name]> } = {
  async customer(c, booking) {
    const { reader } = c.var.deps.context
    const record = showCustomer((await findCustomer(reader, c.var.scope, booking.customer.id))!)
    return { ...record, ...showBooking(booking).customer }
  },
  async event_type(c, { eventType }) {
    const { reader } = c.var.deps.context
    const stored = (await findEventType(reader, c.var.scope, eventType.id))!
    const candidates = stored.input.seats.flatMap((seat) => seat.candidates)
    return showEventType(stored, await findOwners(reader, c.var.scope, candidates))
  },
  async booking_page(c, { page }) {
    const { config, context } = c.var.deps
    return showBookingPage((await findBookingPage(context.reader, c.var.scope, page.id))!, config.publicUrl)
  },
  async policy_version(c, { policy }) {
    const just = { before: policy.version + 1, take: 1 }
    const found = await browseVersions(c.var.deps.context.reader, c.var.scope, policy.policyId, just)
    return showVersion(found[0]!)
  },
}
