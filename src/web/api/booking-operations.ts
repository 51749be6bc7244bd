import { bookOperation } from './bookings-new.ts'
import { listBookingsOperation, readBookingOperation } from './bookings.ts'
import { listCustomersOperation, readCustomerOperation } from './customers.ts'
import { listDeliveriesOperation, readDeliveryOperation, resendOperation } from './deliveries.ts'
import { listFactsOperation, readFactOperation } from './facts.ts'
import type { Operation } from './operation.ts'
import { slotsOperation } from './slots.ts'

/** From a free time to a booking. */
export const BOOKING_OPERATIONS: Operation[] = [
  slotsOperation,
  listBookingsOperation,
  bookOperation,
  readBookingOperation,
]

/** Who booked, what happened, and who was told. */
export const RECORD_OPERATIONS: Operation[] = [
  listCustomersOperation,
  readCustomerOperation,
  listFactsOperation,
  readFactOperation,
  listDeliveriesOperation,
  readDeliveryOperation,
  resendOperation,
]
