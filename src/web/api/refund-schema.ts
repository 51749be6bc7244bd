import { z } from '@hono/zod-openapi'
import { spellReference } from '#platform/ids.ts'
import { showId } from '#platform/public-ids.ts'
import type { ListedRefund } from '#domain/bookings/list-refunds.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { idOf } from './ids.ts'
import { instant, money, named } from './schemas.ts'

export const REFUND_STATES = [
  'requested',
  'approved',
  'processing',
  'succeeded',
  'failed',
  'unknown',
  'rejected',
] as const

/** A refund as programs see it, from request to money. */
export const refundSchema = z
  .strictObject({
    id: idOf('refund'),
    booking: idOf('booking'),
    booking_reference: z.string().openapi({ example: '7KQ-4MD' }),
    customer_name: z.string(),
    payment: idOf('payment'),
    amount: money,
    state: z.enum(REFUND_STATES).openapi({
      description:
        '`requested` waits for approval, `approved` is sent next, `unknown` is asked about until the provider says what became of it.',
    }),
    way: z.enum(['provider', 'outside', 'credit']).openapi({
      description: 'The provider moves it, a member hands it back, or it returns to credit that was spent.',
    }),
    cause: z.enum(['policy', 'member', 'late_payment', 'balance']),
    requested_by: z
      .strictObject({ id: idOf('member'), name: z.string() })
      .nullable()
      .openapi({ description: 'Null where a rule asked.' }),
    approved_by: z.string().nullable().openapi({ description: 'The name of who approved or rejected it.' }),
    reason: z.string().openapi({ description: 'The words of whoever asked; empty where they were erased.' }),
    reference: z.string().openapi({ description: 'A number people wrote down.' }),
    provider_reference: z.string().nullable(),
    failure: z.string().openapi({ description: 'Why it went wrong, for people; else empty.' }),
    needs_attention: z.boolean().openapi({ description: 'It went wrong, and nobody has looked at it yet.' }),
    created_at: instant,
    settled_at: instant.nullable(),
  })
  .openapi('Refund')

export function showRefund(refund: ListedRefund): z.input<typeof refundSchema> {
  return {
    id: showId('refund', refund.id),
    booking: showId('booking', refund.bookingId),
    booking_reference: spellReference(refund.bookingReference),
    customer_name: refund.customerName,
    payment: showId('payment', refund.paymentId),
    amount: showMoney(refund.amountMinor, refund.currency),
    state: refund.state,
    way: refund.way,
    cause: refund.cause,
    requested_by: refund.requestedBy && named('member', refund.requestedBy),
    approved_by: refund.approvedBy,
    reason: refund.reason,
    reference: refund.reference,
    provider_reference: refund.providerReference,
    failure: refund.failure,
    needs_attention: refund.needsAttention,
    created_at: refund.createdAt.toString(),
    settled_at: refund.settledAt?.toString() ?? null,
  }
}
