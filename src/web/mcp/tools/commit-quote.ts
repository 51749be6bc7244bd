import { z } from 'zod'
import { done, refuse } from '#platform/context.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { inputWords } from '#messages/mcp.ts'
import type { ApiContext } from '../../api/api-env.ts'
import { commitFor } from '../../api/change-calls.ts'
import { choicesSchema, readChoices } from '../../api/money-choices.ts'
import { startFor } from '../../api/payment-starts.ts'
import type { Problem } from '../../api/problems.ts'
import { receiptSchema, showReceipt } from '../../api/receipt-schema.ts'
import { readId } from '#platform/public-ids.ts'
import { optionalText } from '../../api/text-schemas.ts'
import { wordsFor } from '../answers.ts'
import { bookingId, zoneIn } from '../inputs.ts'
import { DESTROYS, tool } from '../tool.ts'

const { take, fee, refund } = choicesSchema.shape

/** No money moves that a person did not name: what the quote says, or an amount that a team member decided on. */
export const commitQuote = tool({
  name: 'commit_quote',
  scope: 'bookings:write',
  hints: DESTROYS,
  input: z.strictObject({
    booking: bookingId,
    quote: z.string().min(1).max(50_000).describe(inputWords.quote),
    reason: optionalText(LONGEST_REASON).describe(inputWords.reason).optional(),
    tell_customer: z.boolean().optional().describe(inputWords.tellCustomer),
    take: take.describe(inputWords.take),
    fee: fee.describe(inputWords.fee),
    refund: refund.describe(inputWords.refund),
    zone: zoneIn,
  }),
  output: receiptSchema,
  async run(c, { booking: id, quote, reason, zone, ...choices }) {
    const said = reason === undefined ? {} : { reason }
    const outcome = await commitFor(c, readId(id), quote, { ...said, ...readChoices(choices) })
    if (!outcome.ok)
      return refuse(await withPayPage(c, readId(id), outcome.refusal, { quote, ...said, take: choices.take }))
    const { booking, receipt } = outcome.value
    const value = showReceipt(receipt, booking)
    return done({ value, text: wordsFor(booking, zone).committed(value.booking) })
  },
})

/** A fee that has to be paid first comes with the page on which the customer pays it; the change follows by itself. */
async function withPayPage(
  c: ApiContext,
  bookingId: string,
  problem: Problem,
  change: { quote: string; reason?: string; take: 'money' | 'credit' | undefined },
): Promise<Problem> {
  if (problem.code !== 'payment_required' || !c.var.scopes.has('payments:write')) return named(problem)
  const started = await startFor(c, bookingId, { for: 'change', ...change })
  if (!started.ok) return started.refusal
  return {
    ...problem,
    more: { ...problem.more, pay_url: started.value.url, payment: started.value.payment.id },
  }
}

/** The problem with the member as this tool calls it. */
function named(problem: Problem): Problem {
  const plain = (field: string) => field.replace('/choices', '')
  return {
    ...problem,
    ...(problem.field === undefined ? {} : { field: plain(problem.field) }),
    ...(problem.errors === undefined
      ? {}
      : { errors: problem.errors.map((error) => ({ ...error, field: plain(error.field) })) }),
  }
}
