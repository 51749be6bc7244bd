import { z } from '@hono/zod-openapi'
import { refuse } from '#platform/context.ts'
import { customerThrough } from '#domain/access/scope.ts'
import { MOST_OFFERED } from '#domain/asking/answer-exception.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { stateOfAsk } from '#domain/asks/load-ask.ts'
import { takeApprovalBack } from '#domain/asking/take-approval-back.ts'
import { withdrawAsk } from '#domain/asking/withdraw-ask.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { approvedRequest } from '#domain/bookings/schedule-held.ts'
import { readId } from '#platform/public-ids.ts'
import { foreignSessions, problemOfAsk } from './ask-problems.ts'
import { ASK_ANSWERS, askedSchema, readWishes, wishesIn } from './ask-schema.ts'
import { askedAnswer } from './asked-answer.ts'
import { idOf } from './ids.ts'
import { openBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import { instantIn } from './schemas.ts'
import { sent } from './sent.ts'
import { amountIn } from './terms-schema.ts'
import { optionalText } from './text-schemas.ts'

const tag = 'Asks'
const params = z.strictObject({ booking: idOf('booking'), ask: idOf('ask') })

const answerIn = z
  .strictObject({
    answer: z.enum(ASK_ANSWERS).openapi({
      description:
        'To a request and to a move `approved`, `new_times` or `no`; to an exception `free`, `fee`, `times` or `no`.',
    }),
    start: instantIn
      .optional()
      .openapi({ description: 'Which time is approved, where several were suggested.' }),
    fee: z.strictObject({ amount: amountIn }).optional().openapi({
      description: 'With `fee`, and where wanted with `times`: what each session costs.',
    }),
    offered: wishesIn(MOST_OFFERED)
      .optional()
      .openapi({ description: 'With `times`: the only times to which the sessions may move.' }),
    reason: optionalText(LONGEST_REASON).optional(),
  })
  .openapi('AskAnswer')

export const answerAskOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/asks/{ask}/answers',
  id: 'createAskAnswer',
  tag,
  summary: 'Answer what a customer asks',
  description:
    'In the name of the team member of the key. An approved time is booked; what is paid first is held for a day. What is granted waits for the customer to use it. A request that was approved and is not paid yet can still be answered `no`. The customer is told.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  body: answerIn,
  answer: { status: 201, schema: askedSchema, description: 'The ask with its answer, and the booking.' },
  problems: ['state_refused', 'slot_taken', 'slot_unavailable', 'fee_out_of_range', 'same_time'],
  async handle(c, { params: { booking: id, ask: askId }, body }) {
    const found = await openBooking(c, readId(id), 'team_member')
    if (!found.ok) return found
    const { booking } = found.value
    const offered = body.offered ?? []
    const state = await stateOfAsk(c.var.deps.context.reader, booking, readId(askId))
    const named = { '/offered/*/session': offered.map(({ session }) => session) }
    const foreign = foreignSessions(booking, named, state ? [] : ['path:ask'])
    if (foreign) return refuse(foreign)
    const about = { bookingId: booking.id, askId: readId(askId), channel: 'api' as const }
    if (body.answer === 'no' && approvedRequest(booking)?.id === about.askId) {
      const given = { ...about, ...sent({ reason: body.reason }) }
      const taken = await takeApprovalBack(c.var.deps.context, c.var.payments, c.var.scope, given)
      if (!taken.ok) return refuse(problemOfAsk(taken.refusal, booking))
      return askedAnswer(c, booking.id, about.askId)
    }
    const outcome = await answerAsk(c.var.deps.context, c.var.scope, {
      ...about,
      answer: body.answer,
      ...(body.start === undefined ? {} : { start: Temporal.Instant.from(body.start) }),
      ...(body.fee === undefined ? {} : { feeMinor: BigInt(body.fee.amount) }),
      offered: readWishes(offered),
      ...sent({ reason: body.reason }),
    })
    if (!outcome.ok) return refuse(problemOfAsk(outcome.refusal, booking))
    return askedAnswer(c, booking.id, readId(askId))
  },
})

export const withdrawAskOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/asks/{ask}/withdrawals',
  id: 'createAskWithdrawal',
  tag,
  summary: 'Take back what the customer asks',
  description: 'In the name of the customer. A request to book is canceled instead, by a quote and a change.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  answer: { status: 200, schema: askedSchema, description: 'The ask, and the booking.' },
  problems: ['state_refused'],
  async handle(c, { params: { booking: id, ask: askId } }) {
    const found = await openBooking(c, readId(id), 'customer')
    if (!found.ok) return found
    const { booking } = found.value
    const scope = customerThrough(c.var.scope, booking.id)
    const outcome = await withdrawAsk(c.var.deps.context, scope, readId(askId), 'api')
    // Who asks again because an answer got lost hears that it is so.
    const isSo = !outcome.ok && outcome.refusal.code === 'not_open' && outcome.refusal.state === 'withdrawn'
    if (!outcome.ok && !isSo) return refuse(problemOfAsk(outcome.refusal, booking))
    return askedAnswer(c, booking.id, readId(askId))
  },
})
