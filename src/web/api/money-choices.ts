import { z } from '@hono/zod-openapi'
import type { ChangeChoices } from '#domain/bookings/change.ts'
import { bookingFaults } from '#messages/api-bookings.ts'
import type { Problem } from './problems.ts'
import { amountIn, HIGHEST_AMOUNT } from './terms-schema.ts'

export type FeeChoice = NonNullable<ChangeChoices['fee']>

/** What a team member decides about a fee; with `change` they name the amount. */
export const feeChoiceSchema = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('accept') }),
    z.strictObject({ decision: z.literal('skip') }),
    z.strictObject({ decision: z.literal('ask') }),
    z.strictObject({
      decision: z.literal('change'),
      amount: z.number().int().min(0).max(HIGHEST_AMOUNT).openapi({ description: 'Minor units.' }),
    }),
  ])
  .openapi('FeeChoice', {
    description:
      '`accept` charges the fee that is asked for, `change` another amount, `skip` none. `ask` leaves it to somebody who may waive it.',
  })

export const choicesSchema = z
  .strictObject({
    tell_customer: z
      .boolean()
      .optional()
      .openapi({ description: 'False keeps the mail to the customer back; for team members only.' }),
    take: z.enum(['money', 'credit']).optional().openapi({
      description: 'What the customer takes: money, or the credit that the quote offers. For customers only.',
    }),
    fee: feeChoiceSchema.optional().openapi({
      description: 'The decision that `fee_asked` of the quote asks for. For team members only.',
    }),
    initiative: z.enum(['host', 'customer']).optional().openapi({
      description:
        'Of a cancellation: who wanted it. Where it was the `host`, all of `refundable` goes back, or a reason is given. For team members only.',
    }),
    asks_to_rebook: z.boolean().optional().openapi({
      description: 'Of a cancellation: the customer is asked to book anew. For team members only.',
    }),
    refund: z.strictObject({ amount: amountIn }).optional().openapi({
      description:
        'Gives this much back, at most `refundable` less the fee; without it nothing goes back. For team members only.',
    }),
  })
  .openapi('ChangeChoices')

type Choices = z.output<typeof choicesSchema>

/** The choices as the engine takes them. */
export function readChoices(choices: Choices | undefined): Omit<ChangeChoices, 'reason'> {
  const { tell_customer: tellCustomer, take, fee, refund, initiative } = choices ?? {}
  const asksToRebook = choices?.asks_to_rebook
  return {
    ...(tellCustomer === undefined ? {} : { tellCustomer }),
    ...(take === undefined ? {} : { take }),
    ...(initiative === undefined ? {} : { initiative }),
    ...(asksToRebook === undefined ? {} : { asksToRebook }),
    ...(fee === undefined ? {} : { fee: readFeeChoice(fee) }),
    ...(refund === undefined ? {} : { refundMinor: BigInt(refund.amount) }),
  }
}

export function readFeeChoice(fee: z.output<typeof feeChoiceSchema>): FeeChoice {
  return fee.decision === 'change' ? { decision: fee.decision, minor: BigInt(fee.amount) } : fee
}

/** A choice that belongs to the other side: amounts are never a customer's to name. */
export function foreignChoice(actor: 'customer' | 'member', choices: ChangeChoices): Problem | null {
  const wrong = actor === 'customer' ? foreignToCustomers(choices) : choices.take ? ('take' as const) : null
  if (!wrong) return null
  const field = `/choices/${wrong}`
  const detail = bookingFaults.choiceOf[wrong]
  return { code: 'invalid_request', field, errors: [{ field, code: 'not_yours', detail }] }
}

function foreignToCustomers(choices: ChangeChoices) {
  if (choices.tellCustomer === false) return 'tell_customer' as const
  if (choices.fee) return 'fee' as const
  if (choices.refundMinor !== undefined) return 'refund' as const
  if (choices.initiative) return 'initiative' as const
  return choices.asksToRebook === undefined ? null : ('asks_to_rebook' as const)
}
