import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import {
  decideRefund,
  markPaidBack,
  retryRefund,
  type RefundDecided,
} from '#domain/bookings/decide-refund.ts'
import { LONGEST_REFERENCE, requestRefund, type DecidedRefund } from '#domain/bookings/request-refund.ts'
import type { ApiContext } from './api-env.ts'
import { findRefund } from './find-money.ts'
import { idOf } from './ids.ts'
import { problemOfRefund } from './money-problems.ts'
import { operation, type Answer } from './operation.ts'
import type { Problem } from './problems.ts'
import { refundSchema, showRefund } from './refund-schema.ts'
import { forbidden } from './set-up-problems.ts'
import { amountIn } from './terms-schema.ts'
import { line, optionalLine, text } from './text-schemas.ts'

const tag = 'Refunds'
const params = z.strictObject({ refund: idOf('refund') })

export const requestRefundOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/refunds',
  id: 'createRefund',
  tag,
  summary: 'Ask for money to go back',
  description:
    "Of one payment. Within the member's own limit it is approved with that; above it, it waits for somebody else. With the way `outside` a member hands it back and writes down the number.",
  scope: 'refunds:write',
  idempotent: true,
  params: z.strictObject({ booking: idOf('booking') }),
  body: z
    .strictObject({
      payment: idOf('payment'),
      amount: amountIn,
      way: z.enum(['provider', 'outside']).default('provider'),
      reference: optionalLine(LONGEST_REFERENCE).default('').openapi({
        description: 'Of a refund `outside`: its number, where it was handed back already.',
      }),
      reason: text(LONGEST_REASON),
    })
    .openapi('RefundRequest'),
  answer: { status: 201, schema: refundSchema, description: 'The refund.' },
  problems: [
    'state_refused',
    'payment_disputed',
    'refund_too_large',
    'way_not_possible',
    'already_exists',
    'reason_required',
  ],
  async handle(c, { params: { booking: id }, body }) {
    const { payment, amount, way, reference, reason } = body
    const asked = { paymentId: readId(payment), amountMinor: BigInt(amount), way, reference, reason }
    return answer(c, await requestRefund(c.var.deps.context, c.var.scope, readId(id), asked))
  },
})

export const decideRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/{refund}/decisions',
  id: 'createRefundDecision',
  tag,
  summary: 'Approve, reject or lower a refund',
  description:
    'Nobody approves more of their own than their limit. A refund that was lowered still waits for approval.',
  scope: 'refunds:write',
  idempotent: true,
  params,
  body: z
    .discriminatedUnion('decision', [
      z.strictObject({ decision: z.literal('approve') }),
      z.strictObject({ decision: z.literal('reject'), reason: text(LONGEST_REASON) }),
      z.strictObject({ decision: z.literal('change'), amount: amountIn }),
    ])
    .openapi('RefundDecision'),
  answer: { status: 200, schema: refundSchema, description: 'The refund as it is now.' },
  problems: [
    'state_refused',
    'payment_disputed',
    'refund_too_large',
    'needs_another_member',
    'already_exists',
    'reason_required',
  ],
  async handle(c, { params: { refund: id }, body }) {
    const refused = forbidden(c, 'refund.approve')
    if (refused) return refused
    const seen = await findRefund(c, readId(id))
    if (!seen.ok) return seen
    const decided: RefundDecided =
      body.decision === 'change' ? { decision: 'change', amountMinor: BigInt(body.amount) } : body
    return answer(c, await decideRefund(c.var.deps.context, c.var.scope, readId(id), decided))
  },
})

export const settleRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/{refund}/settlements',
  id: 'createRefundSettlement',
  tag,
  summary: 'Write down that it was handed back',
  description: 'For a refund with the way `outside` that was approved. No two refunds have the same number.',
  scope: 'refunds:write',
  idempotent: true,
  params,
  body: z.strictObject({ reference: line(LONGEST_REFERENCE) }).openapi('RefundSettlement'),
  answer: { status: 200, schema: refundSchema, description: 'The refund as it is now.' },
  problems: ['state_refused', 'way_not_possible', 'already_exists'],
  async handle(c, { params: { refund: id }, body }) {
    const seen = await findRefund(c, readId(id))
    if (!seen.ok) return seen
    return answer(c, await markPaidBack(c.var.deps.context, c.var.scope, readId(id), body.reference))
  },
})

export const retryRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/{refund}/retries',
  id: 'createRefundRetry',
  tag,
  summary: 'Try a refund again',
  description:
    'One that failed becomes a new refund, which is the answer; one that is on its way is asked about at once.',
  scope: 'refunds:write',
  idempotent: true,
  params,
  answer: { status: 201, schema: refundSchema, description: 'The refund that is on its way now.' },
  problems: ['state_refused', 'payment_disputed', 'refund_too_large', 'needs_another_member'],
  async handle(c, { params: { refund: id } }) {
    const refused = forbidden(c, 'refund.approve')
    if (refused) return refused
    const seen = await findRefund(c, readId(id))
    if (!seen.ok) return seen
    return answer(c, await retryRefund(c.var.deps.context, c.var.scope, readId(id)))
  },
})

async function answer(
  c: ApiContext,
  outcome: Awaited<DecidedRefund>,
): Promise<Outcome<Answer<z.input<typeof refundSchema>>, Problem>> {
  if (!outcome.ok) return refuse(problemOfRefund(outcome.refusal))
  const found = await findRefund(c, outcome.value.refundId)
  return found.ok ? done({ value: showRefund(found.value) }) : found
}
