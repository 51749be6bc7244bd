import { z } from 'zod'
import { done } from '#platform/context.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { inputWords } from '#messages/mcp.ts'
import { commitFor } from '../../api/change-calls.ts'
import { receiptSchema, showReceipt } from '../../api/receipt-schema.ts'
import { readId } from '#platform/public-ids.ts'
import { optionalText } from '../../api/text-schemas.ts'
import { wordsFor } from '../answers.ts'
import { bookingId, zoneIn } from '../inputs.ts'
import { DESTROYS, tool } from '../tool.ts'

export const commitQuote = tool({
  name: 'commit_quote',
  scope: 'bookings:write',
  hints: DESTROYS,
  input: z.strictObject({
    booking: bookingId,
    quote: z.string().min(1).max(50_000).describe(inputWords.quote),
    reason: optionalText(LONGEST_REASON).describe(inputWords.reason).optional(),
    tell_customer: z.boolean().optional().describe(inputWords.tellCustomer),
    zone: zoneIn,
  }),
  output: receiptSchema,
  async run(c, { booking: id, quote, reason, tell_customer: tellCustomer, zone }) {
    const outcome = await commitFor(c, readId(id), quote, {
      ...(reason === undefined ? {} : { reason }),
      ...(tellCustomer === undefined ? {} : { tellCustomer }),
    })
    if (!outcome.ok) return outcome
    const { booking, receipt } = outcome.value
    const value = showReceipt(receipt, booking)
    return done({ value, text: wordsFor(booking, zone).committed(value.booking) })
  },
})
