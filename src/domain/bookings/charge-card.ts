import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { PaymentState } from '#domain/money/booking-money.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import {
  ProviderUnsure,
  type PaymentIntent,
  type PaymentProvider,
  type PaymentProviders,
  type PaymentTruth,
  type SavedCard,
} from '#domain/money/payment-provider.ts'
import { paymentRow } from '#domain/money/payment-rows.ts'
import type { Booking } from './booking.ts'
import { loadBooking } from './load-booking.ts'
import { mayAct } from './may-act.ts'
import { mostRecordable } from './record-payment.ts'
import { aboutOf } from './sale.ts'
import { trySettlePayment } from './settle-payment.ts'
import { writeRows } from './write-rows.ts'

/** After this the charge counts as not made when the provider never heard of it. */
const MINUTES_TO_ARRIVE = 60

export type ChargeRefusal =
  | { code: 'unknown_booking' }
  | { code: 'not_permitted' }
  /** The customer left no card for this booking, or its provider is not connected any more. */
  | { code: 'no_saved_card' }
  | { code: 'amount_not_positive'; field: 'amountMinor' }
  /** More than is owed and not being paid already. */
  | { code: 'amount_too_large'; field: 'amountMinor'; mostMinor: string; currency: string }

/** What became of a charge; unsure means that it is asked about until somebody knows. */
export interface Charged {
  paymentId: string
  state: PaymentState | 'unsure'
  /** Why it failed, for people of the organization; empty otherwise. */
  failure: string
}

/**
 * A member charges the card that was left for a booking, up to what is owed. The intent is a row before the provider
 * hears of it, and what the provider says is asked of it once more before it is believed.
 */
export async function chargeSavedCard(
  context: Context,
  providers: PaymentProviders,
  scope: MemberScope,
  bookingId: string,
  amountMinor: bigint,
): Promise<Outcome<Charged, ChargeRefusal>> {
  if (!may(scope, 'payment.approve')) return refuse({ code: 'not_permitted' })
  const card = await newestCard(context, scope, bookingId)
  const provider =
    card && (await openProvider(context.reader, scope, context.secret, providers, card.provider))
  const begun = await inTransaction(context.db, (tx) =>
    begin(context, tx, scope, bookingId, amountMinor, provider ? card.provider : null),
  )
  if (!begun.ok) return begun
  const { intent } = begun.value
  const said = await charge(provider!, intent, card!.saved)
  const state = await trySettlePayment(context, providers, scope.orgId, intent.id)
  // A refusal that left nothing at the provider is only known from its answer.
  if (state === 'started' && said?.state === 'failed') {
    await noteRefused(context, scope, intent.id, said.failure)
    return done({ paymentId: intent.id, state: 'failed', failure: said.failure })
  }
  const { failure } = await context.db
    .selectFrom('payments')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', intent.id)
    .select('failure')
    .executeTakeFirstOrThrow()
  return done({ paymentId: intent.id, state: state === 'started' ? 'unsure' : state!, failure })
}

async function charge(
  provider: PaymentProvider,
  intent: PaymentIntent,
  card: SavedCard,
): Promise<PaymentTruth | null> {
  try {
    return await provider.chargeCard(intent, card)
  } catch (error) {
    if (error instanceof ProviderUnsure) return null
    throw error
  }
}

async function noteRefused(
  context: Context,
  scope: MemberScope,
  paymentId: string,
  failure: string,
): Promise<void> {
  await context.db
    .updateTable('payments')
    .set({ state: 'failed', failure })
    .where('org_id', '=', scope.orgId)
    .where('id', '=', paymentId)
    .where('state', '=', 'started')
    .execute()
}

async function newestCard(
  context: Context,
  scope: MemberScope,
  bookingId: string,
): Promise<{ provider: string; saved: SavedCard } | null> {
  const row = await context.db
    .selectFrom('saved_cards')
    .where('org_id', '=', scope.orgId)
    .where('booking_id', '=', bookingId)
    .selectAll()
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (!row) return null
  const { brand, last4, provider_customer: customer, provider_method: method } = row
  return { provider: row.provider, saved: { customer, method, brand, last4 } }
}

async function begin(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  bookingId: string,
  amountMinor: bigint,
  provider: string | null,
): Promise<Outcome<{ intent: PaymentIntent }, ChargeRefusal>> {
  await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
  const booking = await loadBooking(tx, scope, bookingId)
  if (!booking || !mayAct(scope, booking, 'view')) return refuse({ code: 'unknown_booking' })
  if (!provider) return refuse({ code: 'no_saved_card' })
  const field = 'amountMinor' as const
  if (amountMinor <= 0n) return refuse({ code: 'amount_not_positive', field })
  const most = booking.heldUntil ? 0n : mostRecordable(booking) - (await beingCharged(tx, booking))
  if (amountMinor > most) {
    const mostMinor = (most > 0n ? most : 0n).toString()
    return refuse({ code: 'amount_too_large', field, mostMinor, currency: booking.currency })
  }
  const row = paymentRow(aboutOf(booking), {
    purpose: 'balance',
    provider,
    method: 'card',
    state: 'started',
    amountMinor,
    recordedBy: scope.actor.memberId,
    expiresAt: booking.now.add({ minutes: MINUTES_TO_ARRIVE }),
  })
  await writeRows(context, tx, scope.orgId, { payments: [row] }, [])
  // Should this process die, somebody still finds out what happened.
  const startAfter = (await databaseNow(tx)).add({ seconds: 60 }).toString()
  const data = { orgId: scope.orgId, paymentId: row.id }
  await context.queue.enqueue(tx, 'settle_payment', [{ data, startAfter }])
  return done({ intent: await intentOf(tx, booking, row) })
}

// Two clicks must not charge twice: what a member charges now counts as paid until the provider says otherwise.
async function beingCharged(tx: Tx, booking: Booking): Promise<bigint> {
  const rows = await tx
    .selectFrom('payments')
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('state', 'in', ['started', 'pending'])
    .where('provider', 'not in', ['manual', 'credit'])
    .where('recorded_by', 'is not', null)
    .select('amount_minor')
    .execute()
  return rows.reduce((sum, row) => sum + row.amount_minor, 0n)
}

async function intentOf(
  tx: Tx,
  booking: Booking,
  row: { id: string; amount_minor: bigint; expires_at: Temporal.Instant | null },
): Promise<PaymentIntent> {
  return {
    id: row.id,
    orgId: booking.orgId,
    amountMinor: row.amount_minor,
    currency: booking.currency,
    description: `${booking.organization.name}: ${booking.eventType.name}`,
    customerEmail: booking.customer.email,
    returnUrl: '',
    expiresAt: (await databaseNow(tx)).add({ minutes: MINUTES_TO_ARRIVE }),
    saveCard: false,
  }
}
