import {
  changeOperation,
  confirmOperation,
  linkOperation,
  noShowOperation,
  noShowReversalOperation,
  quoteOperation,
} from './booking-changes.ts'
import { BOOKING_OPERATIONS, RECORD_OPERATIONS } from './booking-operations.ts'
import type { Operation } from './operation.ts'
import { publicBookingOperation } from './public-bookings.ts'
import { publicPageOperation } from './public-pages.ts'
import { publicSlotsOperation } from './public-slots.ts'
import { SET_UP_OPERATIONS } from './set-up-operations.ts'
import { WEBHOOK_OPERATIONS } from './webhook-endpoints.ts'

/** Every operation of the API, in the order of its document. */
export const OPERATIONS: Operation[] = [
  ...BOOKING_OPERATIONS,
  quoteOperation,
  changeOperation,
  confirmOperation,
  noShowOperation,
  noShowReversalOperation,
  linkOperation,
  ...RECORD_OPERATIONS,
  publicPageOperation,
  publicSlotsOperation,
  publicBookingOperation,
  ...SET_UP_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
]
