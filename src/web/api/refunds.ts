import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { isId } from '#platform/ids.ts'
import { readId } from '#platform/public-ids.ts'
import { listRefunds } from '#domain/bookings/list-refunds.ts'
import { findRefund } from './find-money.ts'
import { idOf } from './ids.ts'
import { cursorOf, pagingBy } from './list-pages.ts'
import { viewBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import { REFUND_STATES, refundSchema, showRefund } from './refund-schema.ts'
import { pageOf } from './schemas.ts'
import { sent } from './sent.ts'

const tag = 'Refunds'

export const listRefundsOperation = operation({
  method: 'get',
  path: '/v1/refunds',
  id: 'listRefunds',
  tag,
  summary: 'List refunds',
  description:
    'The newest first. With `queue=true` those that wait for a person, the oldest first: requested, or gone wrong.',
  scope: 'refunds:read',
  query: z.strictObject({
    booking: idOf('booking').optional(),
    state: z.enum(REFUND_STATES).optional(),
    queue: z.enum(['true', 'false']).default('false'),
    ...pagingBy(isId),
  }),
  answer: { status: 200, schema: pageOf(refundSchema, 'RefundPage'), description: 'Refunds.' },
  async handle(c, { query }) {
    const bookingId = query.booking === undefined ? undefined : readId(query.booking)
    if (bookingId !== undefined && !(await viewBooking(c, bookingId)).ok)
      return refuse({ code: 'not_found', field: 'query:booking' })
    const { refunds, next } = await listRefunds(c.var.deps.context.reader, c.var.scope, {
      ...sent({ state: query.state, bookingId }),
      queue: query.queue === 'true',
      after: query.cursor ?? null,
      take: query.limit,
    })
    return done({
      value: { data: refunds.map(showRefund), next_cursor: next === null ? null : cursorOf(next) },
    })
  },
})

export const readRefundOperation = operation({
  method: 'get',
  path: '/v1/refunds/{refund}',
  id: 'getRefund',
  tag,
  summary: 'Look at one refund',
  scope: 'refunds:read',
  params: z.strictObject({ refund: idOf('refund') }),
  answer: { status: 200, schema: refundSchema, description: 'The refund.' },
  async handle(c, { params: { refund: id } }) {
    const found = await findRefund(c, readId(id), c.var.deps.context.reader)
    return found.ok ? done({ value: showRefund(found.value) }) : found
  },
})
