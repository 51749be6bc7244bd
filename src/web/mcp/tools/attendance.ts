import { z } from 'zod'
import { done } from '#platform/context.ts'
import { markNoShow } from '#domain/bookings/mark-no-show.ts'
import { inputWords } from '#messages/mcp.ts'
import { bookingSchema, showBooking } from '../../api/booking-schema.ts'
import { keepFor, markAttendance } from '../../api/change-calls.ts'
import { readId } from '#platform/public-ids.ts'
import { feeChoiceSchema, readFeeChoice } from '../../api/money-choices.ts'
import { wordsFor } from '../answers.ts'
import { bookingId, sessionId, zoneIn } from '../inputs.ts'
import { ADDS, DESTROYS, tool } from '../tool.ts'

export const keepBooking = tool({
  name: 'keep_booking',
  scope: 'bookings:write',
  hints: ADDS,
  input: z.strictObject({ booking: bookingId, zone: zoneIn }),
  output: bookingSchema,
  async run(c, { booking: id, zone }) {
    const outcome = await keepFor(c, readId(id))
    if (!outcome.ok) return outcome
    const value = showBooking(outcome.value)
    return done({ value, text: wordsFor(outcome.value, zone).kept(value) })
  },
})

export const markNoShowTool = tool({
  name: 'mark_no_show',
  scope: 'bookings:write',
  hints: DESTROYS,
  input: z.strictObject({
    booking: bookingId,
    session: sessionId,
    fee: feeChoiceSchema.describe(inputWords.attendanceFee).optional(),
    zone: zoneIn,
  }),
  output: bookingSchema,
  async run(c, { booking: id, session, fee, zone }) {
    const { context } = c.var.deps
    const choices = fee ? { fee: readFeeChoice(fee) } : {}
    const outcome = await markAttendance(c, readId(id), 'no_show', (objection) =>
      markNoShow(context, c.var.scope, readId(id), readId(session), objection, choices),
    )
    if (!outcome.ok) return outcome
    const value = showBooking(outcome.value)
    return done({ value, text: wordsFor(outcome.value, zone).noShow(value) })
  },
})
