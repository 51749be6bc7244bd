import { z } from '@hono/zod-openapi'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { markFailed, revertFailed } from '#domain/bookings/mark-failed.ts'
import { markNoShow, revertNoShow } from '#domain/bookings/mark-no-show.ts'
import { readId } from '#platform/public-ids.ts'
import { bookingAnswer } from './booking-answer.ts'
import { bookingSchema } from './booking-schema.ts'
import { markAttendance } from './change-calls.ts'
import { idOf } from './ids.ts'
import { feeChoiceSchema, readFeeChoice } from './money-choices.ts'
import { operation } from './operation.ts'
import type { ProblemCode } from './problems.ts'
import { text } from './text-schemas.ts'

const tag = 'Bookings'
const params = z.strictObject({ booking: idOf('booking') })
const ofSession = z.strictObject({ session: idOf('session') })
const answer = { status: 200 as const, schema: bookingSchema, description: 'The booking.' }
const ABOUT_FEES: ProblemCode[] = ['state_refused', 'fee_undecided', 'fee_out_of_range']

const fee = feeChoiceSchema.optional().openapi({
  description: 'What becomes of the fee that the organization has for this; needed where it has one.',
})

export const noShowOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/no-shows',
  id: 'createNoShow',
  tag,
  summary: 'The customer did not come',
  description: 'Possible once the session has started. Nobody outside is told.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: z.strictObject({ session: idOf('session'), fee }).openapi('NoShow'),
  answer,
  problems: ABOUT_FEES,
  async handle(c, { params: { booking: id }, body }) {
    const { context } = c.var.deps
    const choices = body.fee ? { fee: readFeeChoice(body.fee) } : {}
    return bookingAnswer(
      await markAttendance(c, readId(id), 'no_show', (objection) =>
        markNoShow(context, c.var.scope, readId(id), readId(body.session), objection, choices),
      ),
    )
  },
})

export const noShowReversalOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/no-show-reversals',
  id: 'createNoShowReversal',
  tag,
  summary: 'The customer did come after all',
  description: 'The fee for not coming is no longer asked for.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: ofSession,
  answer,
  problems: ['state_refused'],
  async handle(c, { params: { booking: id }, body }) {
    const { context } = c.var.deps
    return bookingAnswer(
      await markAttendance(c, readId(id), 'completed', (objection) =>
        revertNoShow(context, c.var.scope, readId(id), readId(body.session), objection),
      ),
    )
  },
})

export const failureOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/failures',
  id: 'createFailure',
  tag,
  summary: 'The business came and could not do it',
  description: 'For a reason on the side of the customer. Nobody outside is told.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: z.strictObject({ session: idOf('session'), reason: text(LONGEST_REASON), fee }).openapi('Failure'),
  answer,
  problems: ABOUT_FEES,
  async handle(c, { params: { booking: id }, body }) {
    const { context } = c.var.deps
    const why = { reason: body.reason, ...(body.fee ? { fee: readFeeChoice(body.fee) } : {}) }
    return bookingAnswer(
      await markAttendance(c, readId(id), 'failed', (objection) =>
        markFailed(context, c.var.scope, readId(id), readId(body.session), why, objection),
      ),
    )
  },
})

export const failureReversalOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/failure-reversals',
  id: 'createFailureReversal',
  tag,
  summary: 'It was done after all',
  description: 'The call-out fee is no longer asked for.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: ofSession,
  answer,
  problems: ['state_refused'],
  async handle(c, { params: { booking: id }, body }) {
    const { context } = c.var.deps
    return bookingAnswer(
      await markAttendance(c, readId(id), 'completed', (objection) =>
        revertFailed(context, c.var.scope, readId(id), readId(body.session), objection),
      ),
    )
  },
})

/** What became of a session besides a change of it. */
export const ATTENDANCE_OPERATIONS = [
  noShowOperation,
  noShowReversalOperation,
  failureOperation,
  failureReversalOperation,
]
