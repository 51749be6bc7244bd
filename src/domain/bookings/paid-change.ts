import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { toJson, type Tx } from '#platform/db.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { PaymentRow } from '#domain/money/load-payment.ts'
import type { NewPayment } from '#domain/money/payment-rows.ts'
import type { Booking } from './booking.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from './change.ts'
import { objectionToCommit } from './commit-change.ts'
import { belongsTo, quoteId } from './quote.ts'

/** What a payment remembers of the change that is made once it is paid. */
export interface WaitingChange {
  quoteId: string
  quote: Quote
  reason: string | null
  take: 'money' | 'credit'
  /** Answers that were missing; absent in changes from before any were asked. */
  answers?: NonNullable<ChangeChoices['answers']>
  apiKeyId: string | null
}

// The quote is kept as the text that its id is a hash of: the database would put the members of a document in another order.
type KeptChange = Omit<WaitingChange, 'quote'> & { quote: string }

/** How long the new times are kept while the fee is paid, at the most. */
const HOLD_MINUTES = 10

/**
 * Checks a change as its commit would, then keeps its new times until the fee is paid: the part of them that the
 * booking does not have already, so that a session may move by less than its own length. The booking itself stays as
 * it is; when nobody pays, nothing changed.
 */
export async function holdForChange(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  what: { quote: Quote; choices: Pick<ChangeChoices, 'reason' | 'take' | 'answers'> },
): Promise<
  Outcome<
    Pick<NewPayment, 'purpose' | 'amountMinor' | 'expiresAt' | 'waitsFor'>,
    ChangeRefusal | { code: 'nothing_to_pay' }
  >
> {
  const { quote, choices } = what
  if (!belongsTo(quote, scope)) return refuse({ code: 'quote_unreadable' })
  if (quote.payNowMinor === '0') return refuse({ code: 'nothing_to_pay' })
  const refusal = await objectionToCommit(context, tx, scope, booking, quote, choices)
  if (refusal) return refuse(refusal)
  const expiresAt = booking.now.add({ minutes: HOLD_MINUTES })
  await hold(tx, booking, quote, expiresAt)
  const waitsFor: KeptChange = {
    quoteId: quoteId(quote),
    quote: toJson(quote),
    reason: choices.reason ?? null,
    take: choices.take ?? 'money',
    ...(choices.answers ? { answers: choices.answers } : {}),
    apiKeyId: scope.apiKeyId,
  }
  return done({ purpose: 'change', amountMinor: BigInt(quote.payNowMinor), expiresAt, waitsFor })
}

/** The change that a payment pays for, or null. */
export function waitingChange(payment: Pick<PaymentRow, 'waits_for'>): WaitingChange | null {
  const kept = payment.waits_for as unknown as KeptChange | null
  return kept && { ...kept, quote: JSON.parse(kept.quote) as Quote }
}

// Holds of an earlier try are replaced, so that somebody who chose another time does not keep both.
async function hold(tx: Tx, booking: Booking, quote: Quote, expiresAt: Temporal.Instant): Promise<void> {
  await dropHolds(tx, booking)
  const holds = quote.reschedule.flatMap((move) =>
    move.hosts.map((host) => ({
      owner_id: host.ownerId,
      session_id: move.session,
      during: paddedRange(booking, move),
      expires_at: expiresAt,
    })),
  )
  await sql`select hold_times(${booking.orgId}, ${booking.id}, ${toJson(holds)}::jsonb)`.execute(tx)
}

/** Times that were kept for a change are free again; the booking's own stay. */
export async function dropHolds(tx: Tx, booking: Pick<Booking, 'orgId' | 'id'>): Promise<void> {
  await tx
    .deleteFrom('allocations')
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('kind', '=', 'hold')
    .execute()
}

function paddedRange(booking: Booking, move: { start: string; end: string }): string {
  const from = Temporal.Instant.from(move.start).subtract({ minutes: booking.bufferBeforeMinutes })
  const to = Temporal.Instant.from(move.end).add({ minutes: booking.bufferAfterMinutes })
  return `[${from.toString()},${to.toString()})`
}
