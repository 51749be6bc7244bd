import { answerAskOperation, withdrawAskOperation } from './ask-acts.ts'
import {
  createAskOperation,
  createSuggestionOperation,
  listAsksOperation,
  listBookingAsksOperation,
} from './asks.ts'
import { ATTENDANCE_OPERATIONS } from './booking-attendance.ts'
import { changeOperation, confirmOperation, linkOperation, quoteOperation } from './booking-changes.ts'
import { BOOKING_OPERATIONS, RECORD_OPERATIONS } from './booking-operations.ts'
import { MONEY_OPERATIONS } from './money-operations.ts'
import type { Operation } from './operation.ts'
import { publicBookingOperation } from './public-bookings.ts'
import { publicPageOperation } from './public-pages.ts'
import { publicSlotsOperation } from './public-slots.ts'
import { SET_UP_OPERATIONS } from './set-up-operations.ts'
import { TAKING_BACK_OPERATIONS } from './taking-back.ts'
import { WEBHOOK_OPERATIONS } from './webhook-endpoints.ts'

/** Every operation of the API, in the order of its document. */
export const OPERATIONS: Operation[] = [
  ...BOOKING_OPERATIONS,
  quoteOperation,
  changeOperation,
  confirmOperation,
  ...ATTENDANCE_OPERATIONS,
  linkOperation,
  ...TAKING_BACK_OPERATIONS,
  listAsksOperation,
  listBookingAsksOperation,
  createAskOperation,
  createSuggestionOperation,
  answerAskOperation,
  withdrawAskOperation,
  ...MONEY_OPERATIONS,
  ...RECORD_OPERATIONS,
  publicPageOperation,
  publicSlotsOperation,
  publicBookingOperation,
  ...SET_UP_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
]
