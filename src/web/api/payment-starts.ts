import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { paths } from '#paths.ts'
import { customerThrough } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { openQuote } from '#domain/bookings/quote.ts'
import { startPayment, type PayFor, type PayRefusal } from '#domain/bookings/start-payment.ts'
import type { ApiContext } from './api-env.ts'
import { customerToken } from './bookings-new.ts'
import { problemOfChange } from './change-problems.ts'
import { findPayment } from './find-money.ts'
import { idOf } from './ids.ts'
import { openBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import { paymentSchema, showPayment } from './payment-schema.ts'
import type { Problem } from './problems.ts'
import { optionalText } from './text-schemas.ts'

export const paymentRequestSchema = z
  .discriminatedUnion('for', [
    z.strictObject({ for: z.literal('booking') }),
    z.strictObject({ for: z.literal('balance') }),
    z.strictObject({
      for: z.literal('change'),
      quote: z.string().min(1).max(50_000).openapi({ description: 'Of an answer, unchanged.' }),
      reason: optionalText(LONGEST_REASON).optional(),
      take: z.enum(['money', 'credit']).optional(),
    }),
  ])
  .openapi('PaymentRequest', {
    description:
      'What is paid for: the `booking` that is held, the `balance` that is owed, or the `change` that a quote prices. The amount is never sent; it follows from that.',
  })

export const startedPaymentSchema = z
  .strictObject({
    payment: paymentSchema,
    url: z.string().openapi({ description: "The provider's page. Send the customer there." }),
  })
  .openapi('StartedPayment')

type Started = z.input<typeof startedPaymentSchema>

export const startPaymentOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/payments',
  id: 'createPayment',
  tag: 'Payments',
  summary: 'Ask the customer to pay',
  description:
    'Makes a page of the payment provider on which the customer confirms; nothing is charged before. Times of a change are kept meanwhile, and the change is made once its fee is paid. Asked again for the same thing, the same payment comes back.',
  scope: 'payments:write',
  idempotent: true,
  headers: 'if-match',
  params: z.strictObject({ booking: idOf('booking') }),
  body: paymentRequestSchema,
  answer: { status: 201, schema: startedPaymentSchema, description: 'The payment, and where to pay.' },
  problems: [
    'nothing_to_pay',
    'hold_lost',
    'not_collected_online',
    'provider_failed',
    'slot_taken',
    'slot_unavailable',
    'policy_refused',
    'state_refused',
    'changed_meanwhile',
    'quote_expired',
    'quote_unreadable',
    'reason_required',
    'no_credit_offered',
  ],
  handle: async (c, { params: { booking: id }, body }) => {
    const started = await startFor(c, readId(id), body)
    return started.ok ? done({ value: started.value }) : started
  },
})

/** Asks the provider for a page on which the customer of a booking pays, for whoever acts for them. */
export async function startFor(
  c: ApiContext,
  bookingId: string,
  body: z.output<typeof paymentRequestSchema>,
): Promise<Outcome<Started, Problem>> {
  const { config, context } = c.var.deps
  const found = await openBooking(c, bookingId, 'customer')
  if (!found.ok) return found
  const { booking } = found.value
  const what = payFor(c, booking, body)
  if (!what) return refuse({ code: 'quote_unreadable', field: '/quote' })
  const token = customerToken(c, booking)
  const scope = customerThrough(c.var.scope, bookingId)
  const outcome = await startPayment(
    context,
    c.var.payments,
    scope,
    what,
    (payment) => `${config.publicUrl}${paths.paid(token, payment)}`,
  )
  if (!outcome.ok) return refuse(problemOfPayment(outcome.refusal, booking))
  const payment = await findPayment(c, outcome.value.payment)
  return payment.ok ? done({ payment: showPayment(payment.value), url: outcome.value.payUrl }) : payment
}

function payFor(c: ApiContext, booking: Booking, body: z.output<typeof paymentRequestSchema>): PayFor | null {
  if (body.for !== 'change') return { kind: body.for }
  const scope = customerThrough(c.var.scope, booking.id)
  const quote = openQuote(c.var.deps.context.secret, body.quote, scope)
  if (!quote) return null
  const choices = {
    ...(body.reason === undefined ? {} : { reason: body.reason }),
    ...(body.take === undefined ? {} : { take: body.take }),
  }
  return { kind: 'change', quote, choices }
}

function problemOfPayment(refusal: PayRefusal, booking: Booking): Problem {
  switch (refusal.code) {
    case 'nothing_to_pay':
    case 'hold_lost':
    case 'not_collected_online':
      return { code: refusal.code }
    case 'provider_failed': {
      const { payment, unsure } = refusal
      return { code: refusal.code, more: { payment: showId('payment', payment), unsure } }
    }
    default: {
      const { field, ...problem } = problemOfChange(refusal, booking)
      return { ...problem, ...(field ? { field: field.replace('/choices', '') } : {}) }
    }
  }
}
