import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import { chargeSavedCard } from '#domain/bookings/charge-card.ts'
import { decidePayment, MANUAL_METHODS, recordPayment } from '#domain/bookings/record-payment.ts'
import { LONGEST_REFERENCE } from '#domain/bookings/request-refund.ts'
import { trySettlePayment } from '#domain/bookings/settle-payment.ts'
import type { ApiContext } from './api-env.ts'
import { findPayment } from './find-money.ts'
import { idOf } from './ids.ts'
import { problemOfPayment } from './money-problems.ts'
import { viewBooking } from './open-booking.ts'
import { operation, type Answer } from './operation.ts'
import { paymentSchema, showPayment } from './payment-schema.ts'
import type { Problem } from './problems.ts'
import { forbidden } from './set-up-problems.ts'
import { amountIn } from './terms-schema.ts'
import { optionalLine } from './text-schemas.ts'

const tag = 'Payments'
const ofBooking = z.strictObject({ booking: idOf('booking') })

export const recordPaymentOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/manual-payments',
  id: 'createManualPayment',
  tag,
  summary: 'Write down what was paid another way',
  description:
    'Cash, a transfer, a cheque. It is `pending` until somebody who may approves it, unless the member of the key may or nobody has to. A held booking is made once what it waits for is there.',
  scope: 'payments:write',
  idempotent: true,
  params: ofBooking,
  body: z
    .strictObject({
      method: z.enum(MANUAL_METHODS),
      amount: amountIn,
      reference: optionalLine(LONGEST_REFERENCE).default(''),
    })
    .openapi('ManualPayment'),
  answer: { status: 201, schema: paymentSchema, description: 'The payment.' },
  problems: ['amount_refused'],
  async handle(c, { params: { booking: id }, body }) {
    const { method, amount, reference } = body
    const wanted = { method, amountMinor: BigInt(amount), reference }
    const outcome = await recordPayment(c.var.deps.context, c.var.scope, readId(id), wanted)
    return outcome.ok ? answer(c, outcome.value.paymentId) : refuse(problemOfPayment(outcome.refusal))
  },
})

export const decidePaymentOperation = operation({
  method: 'post',
  path: '/v1/payments/{payment}/decisions',
  id: 'createPaymentDecision',
  tag,
  summary: 'Approve or reject a payment that waits',
  scope: 'payments:write',
  idempotent: true,
  params: z.strictObject({ payment: idOf('payment') }),
  body: z.strictObject({ decision: z.enum(['approve', 'reject']) }).openapi('PaymentDecision'),
  answer: { status: 200, schema: paymentSchema, description: 'The payment as it is now.' },
  problems: ['state_refused'],
  async handle(c, { params: { payment: id }, body }) {
    const refused = forbidden(c, 'payment.approve')
    if (refused) return refused
    const seen = await findPayment(c, readId(id))
    if (!seen.ok) return seen
    const outcome = await decidePayment(c.var.deps.context, c.var.scope, readId(id), body.decision)
    return outcome.ok ? answer(c, readId(id)) : refuse(problemOfPayment(outcome.refusal))
  },
})

export const chargeCardOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/card-charges',
  id: 'createCardCharge',
  tag,
  summary: 'Charge the card that was left',
  description:
    'At most what is owed. Look at the `state` of the answer: a bank may refuse, and where nobody knows yet it stays `started` and is asked about.',
  scope: 'payments:write',
  idempotent: true,
  params: ofBooking,
  body: z.strictObject({ amount: amountIn }).openapi('CardCharge'),
  answer: { status: 201, schema: paymentSchema, description: 'The payment, with what became of it.' },
  problems: ['no_saved_card', 'amount_refused'],
  async handle(c, { params: { booking: id }, body }) {
    const refused = forbidden(c, 'payment.approve')
    if (refused) return refused
    const found = await viewBooking(c, readId(id))
    if (!found.ok) return found
    const { context } = c.var.deps
    const amount = BigInt(body.amount)
    const outcome = await chargeSavedCard(context, c.var.payments, c.var.scope, readId(id), amount)
    return outcome.ok ? answer(c, outcome.value.paymentId) : refuse(problemOfPayment(outcome.refusal))
  },
})

export const checkPaymentOperation = operation({
  method: 'post',
  path: '/v1/payments/{payment}/checks',
  id: 'createPaymentCheck',
  tag,
  summary: 'Ask the provider what became of a payment',
  description:
    'What follows from the answer is done at once: the booking is made, the change is carried out. It happens by itself within minutes, too; ask when the customer says that they paid.',
  scope: 'payments:write',
  idempotent: true,
  params: z.strictObject({ payment: idOf('payment') }),
  answer: { status: 200, schema: paymentSchema, description: 'The payment as it is now.' },
  problems: ['provider_failed'],
  async handle(c, { params: { payment: id } }) {
    const seen = await findPayment(c, readId(id))
    if (!seen.ok) return seen
    const { context } = c.var.deps
    const state = await trySettlePayment(context, c.var.payments, c.var.scope.orgId, readId(id))
    if (state === 'unsure') return refuse({ code: 'provider_failed', more: { payment: id, unsure: true } })
    return answer(c, readId(id))
  },
})

async function answer(
  c: ApiContext,
  paymentId: string,
): Promise<Outcome<Answer<z.input<typeof paymentSchema>>, Problem>> {
  const found = await findPayment(c, paymentId)
  return found.ok ? done({ value: showPayment(found.value) }) : found
}
