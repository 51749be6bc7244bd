import type { Booking } from '#domain/bookings/booking.ts'
import type { PaymentOnFile } from '#domain/money/booking-money.ts'
import { refundable } from '#domain/money/refund-plan.ts'

/** The payments of a booking of which something can still go back, the newest first. */
export function refundablePayments(booking: Booking): PaymentOnFile[] {
  return booking.money.payments.filter((payment) => refundable(payment) > 0n).toReversed()
}
