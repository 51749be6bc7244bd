import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { isId } from '#platform/ids.ts'
import { readId } from '#platform/public-ids.ts'
import { listPayments } from '#domain/bookings/list-payments.ts'
import { findPayment } from './find-money.ts'
import { idOf } from './ids.ts'
import { cursorOf, pagingBy } from './list-pages.ts'
import { viewBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import { PAYMENT_METHODS, PAYMENT_STATES, paymentSchema, showPayment } from './payment-schema.ts'
import { pageOf } from './schemas.ts'
import { sent } from './sent.ts'
import { instantOfOurTime } from './slots.ts'

const tag = 'Payments'

export const listPaymentsOperation = operation({
  method: 'get',
  path: '/v1/payments',
  id: 'listPayments',
  tag,
  summary: 'List payments',
  description:
    'The newest first: all of them for members who may see payments, else those of the bookings they see.',
  scope: 'payments:read',
  query: z.strictObject({
    booking: idOf('booking').optional(),
    state: z.enum(PAYMENT_STATES).optional(),
    method: z.enum(PAYMENT_METHODS).optional(),
    from: instantOfOurTime.optional().openapi({ description: 'Made then or later.' }),
    to: instantOfOurTime.optional().openapi({ description: 'Made before this.' }),
    ...pagingBy(isId),
  }),
  answer: { status: 200, schema: pageOf(paymentSchema, 'PaymentPage'), description: 'Payments.' },
  async handle(c, { query }) {
    const bookingId = query.booking === undefined ? undefined : readId(query.booking)
    if (bookingId !== undefined && !(await viewBooking(c, bookingId)).ok)
      return refuse({ code: 'not_found', field: 'query:booking' })
    const { payments, next } = await listPayments(c.var.deps.context.reader, c.var.scope, {
      ...sent({ state: query.state, method: query.method, bookingId }),
      ...sent({ from: instantOf(query.from), to: instantOf(query.to) }),
      after: query.cursor ?? null,
      take: query.limit,
    })
    return done({
      value: { data: payments.map(showPayment), next_cursor: next === null ? null : cursorOf(next) },
    })
  },
})

export const readPaymentOperation = operation({
  method: 'get',
  path: '/v1/payments/{payment}',
  id: 'getPayment',
  tag,
  summary: 'Look at one payment',
  scope: 'payments:read',
  params: z.strictObject({ payment: idOf('payment') }),
  answer: { status: 200, schema: paymentSchema, description: 'The payment.' },
  async handle(c, { params: { payment: id } }) {
    const found = await findPayment(c, readId(id), c.var.deps.context.reader)
    return found.ok ? done({ value: showPayment(found.value) }) : found
  },
})

function instantOf(text: string | undefined): Temporal.Instant | undefined {
  return text === undefined ? undefined : Temporal.Instant.from(text)
}
