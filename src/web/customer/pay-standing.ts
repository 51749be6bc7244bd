import type { Booking } from '#domain/bookings/booking.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { linksOf, type LinkView } from './manage-view.ts'

/**
 * Where a booking stands with paying: `held` waits for it, `lost` waited too long or was given back, `open` is made
 * and owes something, `nothing` is what most bookings are.
 */
export type PayStanding = 'held' | 'lost' | 'open' | 'nothing'

export function standingOfPay(booking: Booking): PayStanding {
  if (booking.heldUntil) return Temporal.Instant.compare(booking.now, booking.heldUntil) < 0 ? 'held' : 'lost'
  if (wasReleased(booking)) return 'lost'
  return balanceOfBooking(booking) > 0n ? 'open' : 'nothing'
}

/** True for times that were held and went back: nothing was ever sold. */
export function wasReleased({ sessions, money, revision, paymentMode }: Booking): boolean {
  const allOff = sessions.every((session) => session.state === 'canceled')
  return allOff && paymentMode === 'price_collected' && money.invoice === null && revision === 2
}

/** True when nothing happened to the booking but that it was made; one that was held first was made by its payment. */
export function isAsMade({ revision, money, sessions }: Booking): boolean {
  const wasHeld = money.payments.some(
    ({ purpose, provider }) =>
      (purpose === 'booking' || purpose === 'card') && provider !== 'manual' && provider !== 'credit',
  )
  // An offered time that was held and taken for nothing, or a request that was approved, was made by that.
  const isUntouched = sessions.every(
    ({ sequence, confirmedAt, state }) => sequence === 0 && confirmedAt === null && state === 'scheduled',
  )
  return revision <= (wasHeld || isUntouched ? 2 : 1)
}

/** The page that says what the booking is: just made, or what became of it since. */
export function resultOfBooking(view: LinkView): string {
  return isAsMade(view.booking) ? linksOf(view).result({ done: 'booked' }) : linksOf(view).manage()
}
