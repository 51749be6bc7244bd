import { z } from '@hono/zod-openapi'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Receipt, SettledMoney } from '#domain/bookings/change.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { showId } from '#platform/public-ids.ts'
import { bookingSchema, showBooking } from './booking-schema.ts'
import { idOf } from './ids.ts'
import { instant, money } from './schemas.ts'

/** A refund that a decision set in motion. */
export const refundPartSchema = z
  .strictObject({ id: idOf('refund'), amount: money, way: z.enum(['provider', 'outside', 'credit']) })
  .openapi('StartedRefund')

export function showRefundPart(
  { refund, amountMinor, way }: SettledMoney['refunds'][number],
  currency: string,
): z.input<typeof refundPartSchema> {
  return { id: showId('refund', refund), amount: showMoney(amountMinor, currency), way }
}

const settledSchema = z
  .strictObject({
    refund: money,
    fee: money,
    kept: money,
    owed: money,
    undecided: money,
    credit: money.openapi({ description: 'Taken as credit instead of `refund`.' }),
    credit_expires_at: instant.nullable(),
    refunds: z
      .array(refundPartSchema)
      .openapi({ description: 'The refunds that were set in motion; each has a life of its own.' }),
  })
  .openapi('SettledMoney')

/** What was done. */
export const receiptSchema = z
  .strictObject({
    quote_id: z.string(),
    revision: z.number().int(),
    committed_at: instant,
    undo_until: instant.nullable().openapi({
      description: 'Until when the customer can take it back with `undo`; null where they cannot.',
    }),
    money: settledSchema
      .nullable()
      .openapi({ description: 'What was done with money; null in receipts from before there was any.' }),
    booking: bookingSchema,
  })
  .openapi('Receipt')

/** The receipt with the booking as it stands after the change. */
export function showReceipt(receipt: Receipt, booking: Booking): z.input<typeof receiptSchema> {
  const { quoteId: quote_id, revision, committedAt: committed_at } = receipt
  const undo_until = receipt.undoUntil ?? null
  const money = showSettled(receipt)
  return { quote_id, revision, committed_at, undo_until, money, booking: showBooking(booking) }
}

function showSettled({ money: settled, quote }: Receipt): z.input<typeof settledSchema> | null {
  if (!settled) return null
  const shown = (minor: string) => showMoney(minor, quote.currency)
  return {
    refund: shown(settled.refundMinor),
    fee: shown(settled.feeMinor),
    kept: shown(settled.keptMinor),
    owed: shown(settled.owedMinor),
    undecided: shown(settled.undecidedMinor),
    credit: shown(settled.creditMinor),
    credit_expires_at: settled.creditExpiresAt,
    refunds: settled.refunds.map((part) => showRefundPart(part, quote.currency)),
  }
}
