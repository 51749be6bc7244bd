import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { spellReference } from '#platform/ids.ts'
import { readId, showId, showIdOrNull } from '#platform/public-ids.ts'
import { may } from '#domain/access/scope.ts'
import { decideFee, listFeeDecisions } from '#domain/bookings/fees.ts'
import type { FeeDecisionSeen } from '#domain/bookings/fee-queries.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { idOf } from './ids.ts'
import { problemOfFee } from './money-problems.ts'
import { viewBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import { refundPartSchema, showRefundPart } from './receipt-schema.ts'
import { instant, money } from './schemas.ts'
import { HIGHEST_AMOUNT } from './terms-schema.ts'

const tag = 'Fees'

const feeSchema = z
  .strictObject({
    id: idOf('feeDecision'),
    booking: idOf('booking'),
    reference: z.string().openapi({ example: '7KQ-4MD' }),
    customer_name: z.string(),
    session: idOf('session').nullable().openapi({
      description: 'Null for a cancellation, which may be of several sessions.',
    }),
    kind: z.enum(['cancellation', 'call_out', 'no_show']),
    default: money.openapi({ description: 'The fee as it was when the question was asked.' }),
    decision: z
      .enum(['asked', 'accepted', 'changed', 'skipped', 'automatic'])
      .openapi({ description: '`asked` waits for somebody; `automatic` is what the rules decided.' }),
    amount: money.openapi({ description: 'What is charged; 0 while nobody decided.' }),
    decided_by: z.string().nullable().openapi({ description: 'The name of the member.' }),
    decided_at: instant.nullable(),
    asked_at: instant,
  })
  .openapi('FeeDecision')

export const listFeesOperation = operation({
  method: 'get',
  path: '/v1/fee-decisions',
  id: 'listFeeDecisions',
  tag,
  summary: 'List fees that somebody decides on',
  description:
    'The newest hundred, of bookings that the member of the key may see. With `open=true` only those that wait.',
  scope: 'payments:read',
  query: z.strictObject({
    booking: idOf('booking').optional(),
    open: z.enum(['true', 'false']).default('false'),
  }),
  answer: {
    status: 200,
    schema: z.strictObject({ data: z.array(feeSchema) }).openapi('FeeDecisions'),
    description: 'The decisions, the newest question first.',
  },
  async handle(c, { query }) {
    if (!may(c.var.scope, 'booking.view.all') && !may(c.var.scope, 'booking.view.own'))
      return refuse({ code: 'not_permitted' })
    const bookingId = query.booking === undefined ? undefined : readId(query.booking)
    if (bookingId !== undefined && !(await viewBooking(c, bookingId)).ok)
      return refuse({ code: 'not_found', field: 'query:booking' })
    const filters = { bookingId, open: query.open === 'true' }
    const found = await listFeeDecisions(c.var.deps.context.reader, c.var.scope, filters)
    return done({ value: { data: found.map(showFee) } })
  },
})

export const decideFeeOperation = operation({
  method: 'post',
  path: '/v1/fee-decisions/{fee_decision}/decisions',
  id: 'createFeeDecision',
  tag,
  summary: 'Decide on a fee',
  description:
    'Money that was kept for the question and is not needed for the fee goes back as the refund setting says. Less than the default needs the right to waive fees.',
  scope: 'payments:write',
  idempotent: true,
  params: z.strictObject({ fee_decision: idOf('feeDecision') }),
  body: z
    .discriminatedUnion('decision', [
      z.strictObject({ decision: z.literal('accept') }),
      z.strictObject({ decision: z.literal('skip') }),
      z.strictObject({
        decision: z.literal('change'),
        amount: z.number().int().min(0).max(HIGHEST_AMOUNT).openapi({ description: 'Minor units.' }),
      }),
    ])
    .openapi('FeeAnswer'),
  answer: {
    status: 201,
    schema: z
      .strictObject({
        fee_decision: idOf('feeDecision'),
        decision: z.enum(['accepted', 'changed', 'skipped']),
        amount: money,
        refunds: z.array(refundPartSchema),
      })
      .openapi('DecidedFee'),
    description: 'What was decided, and the refunds that follow.',
  },
  problems: ['state_refused', 'fee_out_of_range'],
  async handle(c, { params: { fee_decision: id }, body }) {
    const { context } = c.var.deps
    const choice = body.decision === 'change' ? { decision: body.decision, minor: BigInt(body.amount) } : body
    const outcome = await decideFee(context, c.var.scope, readId(id), choice)
    if (!outcome.ok) return refuse(problemOfFee(outcome.refusal))
    const { decision, amountMinor, refunds } = outcome.value
    // Prices were agreed in the organization's currency, so it cannot be another one any more.
    const { currency } = await loadSettings(context.reader, c.var.scope)
    return done({
      value: {
        fee_decision: id,
        decision,
        amount: showMoney(amountMinor, currency),
        refunds: refunds.map((part) => showRefundPart(part, currency)),
      },
    })
  },
})

function showFee(fee: FeeDecisionSeen): z.input<typeof feeSchema> {
  return {
    id: showId('feeDecision', fee.id),
    booking: showId('booking', fee.bookingId),
    reference: spellReference(fee.reference),
    customer_name: fee.customerName,
    session: showIdOrNull('session', fee.sessionId),
    kind: fee.kind,
    default: showMoney(fee.defaultMinor, fee.currency),
    decision: fee.decision,
    amount: showMoney(fee.amountMinor, fee.currency),
    decided_by: fee.decidedBy,
    decided_at: fee.decidedAt?.toString() ?? null,
    asked_at: fee.askedAt.toString(),
  }
}
