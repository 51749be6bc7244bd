import type { Tool } from './tool.ts'
import { keepBooking, markNoShowTool } from './tools/attendance.ts'
import { book } from './tools/book.ts'
import { commitQuote } from './tools/commit-quote.ts'
import { findSlots } from './tools/find-slots.ts'
import { getBooking } from './tools/get-booking.ts'
import { listEventTypes } from './tools/list-event-types.ts'
import { listBookings } from './tools/list-bookings.ts'
import { cancelBooking, quoteChange, rescheduleBooking } from './tools/quote-change.ts'

/** Every tool, in the order in which they are listed. */
export const TOOLS: Tool[] = [
  listEventTypes,
  findSlots,
  listBookings,
  getBooking,
  quoteChange,
  cancelBooking,
  rescheduleBooking,
  commitQuote,
  keepBooking,
  book,
  markNoShowTool,
]
