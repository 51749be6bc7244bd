import type { Typed } from '#platform/forms.ts'
import { sealCredit } from '#domain/money/credits.ts'
import { openBookedBefore, sealBookedBefore } from '#domain/bookings/booked-before.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { WebContext } from '../deps.ts'
import { questionName } from './booking-form.ts'
import type { OpenOffer } from './booking-offer.tsx'
import { wasReleased } from './pay-standing.ts'
import type { Prefill } from './prefill.ts'

/** For addresses of the booking flow: the form begins with what this booking's form said, and its credit comes along. */
export function prefillFrom(secret: string, booking: Booking): Prefill {
  const again = sealBookedBefore(secret, booking)
  const usedCredit = booking.money.payments.some(({ provider }) => provider === 'credit')
  return { again, ...(usedCredit ? creditPrefill(secret, booking) : {}) }
}

/** The same with the customer's credit, which only their own link may hand on. */
export function prefillWithCredit(secret: string, booking: Booking): Prefill {
  return { ...prefillFrom(secret, booking), ...creditPrefill(secret, booking) }
}

function creditPrefill(secret: string, booking: Booking): Prefill {
  return { credit: sealCredit(secret, booking.orgId, booking.customer.id) }
}

/** What the form said that the address brings back; nothing for an address without one. */
export async function typedBefore(c: WebContext, { scope, prefill }: OpenOffer): Promise<Typed> {
  const { reader, secret } = c.var.deps.context
  const bookingId = openBookedBefore(secret, scope.orgId, prefill['again'] ?? '')
  const booking = bookingId ? await loadBooking(reader, scope, bookingId) : null
  if (!booking) return {}
  const { customer, guests, answers, money } = booking
  return {
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    guests: guests.map((guest) => guest.email).join('\n'),
    ...Object.fromEntries(answers.map((answer) => [questionName(answer), answer.answer])),
    ...(money.discountCode ? { discount: money.discountCode.code } : {}),
  }
}

/** The booking that the new one comes of, for its row; times that were only held are none. */
export async function bookingBefore(
  c: WebContext,
  { scope, prefill }: OpenOffer,
): Promise<{ followsBookingId?: string }> {
  const { db, secret } = c.var.deps.context
  const bookingId = openBookedBefore(secret, scope.orgId, prefill['again'] ?? '')
  const booking = bookingId ? await loadBooking(db, scope, bookingId) : null
  return !booking || booking.heldUntil || wasReleased(booking) ? {} : { followsBookingId: booking.id }
}
