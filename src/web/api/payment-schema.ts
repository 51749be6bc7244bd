import { z } from '@hono/zod-openapi'
import { spellReference } from '#platform/ids.ts'
import { showId } from '#platform/public-ids.ts'
import type { ListedPayment } from '#domain/bookings/list-payments.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { idOf } from './ids.ts'
import { instant, money } from './schemas.ts'

export const PAYMENT_STATES = ['started', 'pending', 'succeeded', 'failed', 'rejected', 'expired'] as const
export const PAYMENT_METHODS = ['card', 'cash', 'bank_transfer', 'cheque', 'credit', 'other'] as const

/** A payment as programs see it, from intent to money. */
export const paymentSchema = z
  .strictObject({
    id: idOf('payment'),
    booking: idOf('booking'),
    booking_reference: z.string().openapi({ example: '7KQ-4MD' }),
    customer_name: z.string(),
    purpose: z.enum(['booking', 'change', 'balance', 'card']).openapi({
      description:
        'What it pays for: the booking itself, a change, what is owed, or only a card that is left.',
    }),
    provider: z.string().openapi({
      example: 'stripe',
      description: 'Who collects: an online provider, `manual` for what was written down, or `credit`.',
    }),
    method: z.enum(PAYMENT_METHODS),
    state: z.enum(PAYMENT_STATES).openapi({
      description:
        '`started` until the customer confirmed, `pending` while the bank or an approval takes its time.',
    }),
    amount: money,
    captured: money.openapi({ description: 'What arrived.' }),
    refunded: money.openapi({ description: 'Of it, promised or paid back.' }),
    card: z
      .strictObject({ brand: z.string(), last4: z.string() })
      .nullable()
      .openapi({ description: 'With which it was paid, where the provider says so.' }),
    reference: z.string().openapi({ description: 'A number people wrote down, such as of a transfer.' }),
    provider_reference: z.string().nullable(),
    failure: z.string().openapi({ description: 'Why it failed, for people; else empty.' }),
    disputed: z.boolean().openapi({ description: 'The bank of the customer takes it back, or may.' }),
    recorded_by: z.string().nullable().openapi({ description: 'The name of the member.' }),
    decided_by: z.string().nullable().openapi({ description: 'Who approved or rejected it.' }),
    created_at: instant,
    settled_at: instant.nullable(),
  })
  .openapi('Payment')

type Shown = z.input<typeof paymentSchema>

export function showPayment(payment: ListedPayment): Shown {
  const shown = (minor: bigint) => showMoney(minor, payment.currency)
  return {
    id: showId('payment', payment.id),
    booking: showId('booking', payment.bookingId),
    booking_reference: spellReference(payment.bookingReference),
    customer_name: payment.customerName,
    purpose: payment.purpose as Shown['purpose'],
    provider: payment.provider,
    method: payment.method as Shown['method'],
    state: payment.state,
    amount: shown(payment.amountMinor),
    captured: shown(payment.capturedMinor),
    refunded: shown(payment.refundedMinor),
    card: payment.last4 === '' ? null : { brand: payment.brand, last4: payment.last4 },
    reference: payment.reference,
    provider_reference: payment.providerReference,
    failure: payment.failure,
    disputed: payment.isDisputed,
    recorded_by: payment.recordedBy,
    decided_by: payment.decidedBy,
    created_at: payment.createdAt.toString(),
    settled_at: payment.settledAt?.toString() ?? null,
  }
}
