import { done, refuse, type Outcome } from '#platform/context.ts'
import { customerThrough, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { isOfRevision, showBooking } from './booking-schema.ts'
import type { ApiContext } from './api-env.ts'
import type { Problem } from './problems.ts'

export interface OpenBooking {
  booking: Booking
  /** Whoever acts: the member of the key, or the customer for whom it acts. */
  scope: CustomerScope | MemberScope
}

/** The booking as whoever acts may change it, at the revision that If-Match names; or the problem. */
export async function openBooking(
  c: ApiContext,
  bookingId: string,
  by: 'customer' | 'team_member',
): Promise<Outcome<OpenBooking, Problem>> {
  const member = c.var.scope
  const seen = await viewBooking(c, bookingId)
  if (!seen.ok) return seen
  const problem = objectionTo(c, seen.value)
  if (problem) return refuse(problem)
  return done({
    booking: seen.value,
    scope: by === 'customer' ? customerThrough(member, bookingId) : member,
  })
}

/**
 * Why the member of the key may not change this booking as it stands, or null. What was done already is said again
 * whatever revision the request names.
 */
export function objectionTo(c: ApiContext, booking: Booking, isRepeat = false): Problem | null {
  const member = c.var.scope
  if (!mayAct(member, booking, 'view')) return { code: 'not_found', field: 'path:booking' }
  if (!mayAct(member, booking, 'change')) return { code: 'not_permitted' }
  const wanted = c.req.header('if-match')
  if (isRepeat || wanted === undefined || wanted === '*' || isOfRevision(wanted, booking)) return null
  return { code: 'precondition_failed', field: 'header:if-match', more: { booking: showBooking(booking) } }
}

/** The booking as the member of the key may see it; for everybody else there is none. */
export async function viewBooking(c: ApiContext, bookingId: string): Promise<Outcome<Booking, Problem>> {
  const member = c.var.scope
  const booking = await loadBooking(c.var.deps.context.reader, member, bookingId)
  return booking && mayAct(member, booking, 'view')
    ? done(booking)
    : refuse({ code: 'not_found', field: 'path:booking' })
}
