import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import { loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import { paymentRow, type NewPayment } from '#domain/money/payment-rows.ts'
import {
  ProviderUnsure,
  type PaymentProvider,
  type PaymentProviders,
} from '#domain/money/payment-provider.ts'
import { dueAtBooking } from '#domain/money/price.ts'
import type { Booking } from './booking.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from './change.ts'
import { holdForChange } from './paid-change.ts'
import { loadBooking } from './load-booking.ts'
import { nearestTimes } from './nearest-times.ts'
import { aboutOf, balanceOfBooking } from './sale.ts'
import { writeRows } from './write-rows.ts'

/** What somebody pays for: the booking that is held, a change, or what is still owed. */
export type PayFor =
  | { kind: 'booking' }
  | { kind: 'balance' }
  | { kind: 'change'; quote: Quote; choices: Pick<ChangeChoices, 'reason' | 'take' | 'answers'> }

export type PayRefusal =
  | ChangeRefusal
  | { code: 'nothing_to_pay' }
  | { code: 'hold_lost' }
  /** No online provider is connected (any more). */
  | { code: 'not_collected_online' }
  /** The provider said no, or nobody knows; nothing was paid that we know of, and the payment can be tried again. */
  | { code: 'provider_failed'; payment: string; unsure: boolean }

/** A payment that can be made now. */
export interface OpenedPayment {
  payment: string
  /** The provider's page, absolute. */
  payUrl: string
}

/** How long a page of the provider is good where nothing is held. */
const BALANCE_MINUTES = 60

/**
 * Somebody asks to pay. The intent is a row before the provider hears of it, its id is the key, and asking again for
 * the same thing finds the same row: two clicks make one payment. `returnUrl` gets the payment's id.
 */
export async function startPayment(
  context: Context,
  providers: PaymentProviders,
  scope: CustomerScope,
  what: PayFor,
  returnUrl: (paymentId: string) => string,
): Promise<Outcome<OpenedPayment, PayRefusal>> {
  const provider = await openProvider(context.reader, scope, context.secret, providers)
  if (!provider) return refuse({ code: 'not_collected_online' })
  const begun = await beginOrExplain(context, scope, what, provider)
  if (!begun.ok) return begun
  const { payment, booking } = begun.value
  if (payment.pay_url) return done({ payment: payment.id, payUrl: payment.pay_url })
  return askProvider(context, provider, scope, { payment, booking, returnUrl: returnUrl(payment.id) })
}

async function beginOrExplain(
  context: Context,
  scope: CustomerScope,
  what: PayFor,
  provider: PaymentProvider,
): Promise<Outcome<Begun, PayRefusal>> {
  try {
    return await inTransaction(context.db, (tx) => begin(context, tx, scope, what, provider))
  } catch (error) {
    if (what.kind !== 'change' || violatedConstraint(error) !== 'one_place_at_a_time') throw error
    return refuse(await nearestTimes(context.db, scope, what.quote))
  }
}

interface Begun {
  payment: PaymentRow
  booking: Booking
}

async function begin(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  what: PayFor,
  provider: PaymentProvider,
): Promise<Outcome<Begun, PayRefusal>> {
  const owners = what.kind === 'change' ? ownersOf(what.quote) : []
  await sql`select lock_booking(${scope.orgId}, ${scope.actor.bookingId}, ${owners}::uuid[])`.execute(tx)
  const booking = await loadBooking(tx, scope, scope.actor.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  const planned = await plan(context, tx, scope, booking, what)
  if (!planned.ok) return planned
  const row = paymentRow(aboutOf(booking), {
    ...planned.value,
    provider: provider.key,
    method: 'card',
    state: 'started',
  })
  const open = await openPayment(tx, scope, booking.id, row)
  if (open) return done({ payment: open, booking })
  await writeRows(context, tx, scope.orgId, { payments: [row] }, [])
  return done({ payment: (await loadPayment(tx, scope, row.id))!, booking })
}

type Planned = Pick<NewPayment, 'purpose' | 'amountMinor' | 'expiresAt' | 'waitsFor'>

async function plan(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  what: PayFor,
): Promise<Outcome<Planned, PayRefusal>> {
  if (what.kind === 'change') return holdForChange(context, tx, scope, booking, what)
  if (what.kind === 'balance') {
    const amountMinor = balanceOfBooking(booking)
    if (amountMinor <= 0n) return refuse({ code: 'nothing_to_pay' })
    return done({ purpose: 'balance', amountMinor, expiresAt: booking.now.add({ minutes: BALANCE_MINUTES }) })
  }
  if (!booking.heldUntil) return refuse({ code: 'nothing_to_pay' })
  if (Temporal.Instant.compare(booking.heldUntil, booking.now) <= 0) return refuse({ code: 'hold_lost' })
  const amountMinor = payableNow(booking)
  // A time that is held for somebody who waited may cost nothing; then there is no card to leave either.
  const isCollected = booking.paymentMode === 'price_collected'
  if (!isCollected || (amountMinor === 0n && booking.paymentTerms.kind !== 'card_on_file'))
    return refuse({ code: 'nothing_to_pay' })
  const purpose = amountMinor === 0n ? ('card' as const) : ('booking' as const)
  return done({ purpose, amountMinor, expiresAt: booking.heldUntil })
}

/** What a held booking wants before it is made: what its terms ask for, less the credit that was set aside for it. */
export function payableNow(booking: Booking): bigint {
  const credit = booking.money.payments
    .filter((payment) => payment.provider === 'credit' && payment.state === 'started')
    .reduce((sum, payment) => sum + payment.amountMinor, 0n)
  const due = dueAtBooking(booking.paymentTerms, booking.money.totalMinor) - credit
  return due > 0n ? due : 0n
}

/** Whether a booking is only theirs once they pay, or leave a card, as for somebody who books at a page. */
export function paysFirst(booking: Booking): boolean {
  if (booking.paymentMode !== 'price_collected' || booking.organization.money.provider === null) return false
  return payableNow(booking) > 0n || booking.paymentTerms.kind === 'card_on_file'
}

// The same thing asked for again, while its page can still be paid at.
async function openPayment(
  tx: Tx,
  scope: CustomerScope,
  bookingId: string,
  row: ReturnType<typeof paymentRow>,
): Promise<PaymentRow | null> {
  const found = await tx
    .selectFrom('payments')
    .where('org_id', '=', scope.orgId)
    .where('booking_id', '=', bookingId)
    .where('purpose', '=', row.purpose)
    .where('provider', '=', row.provider)
    .where('amount_minor', '=', row.amount_minor)
    .where('state', '=', 'started')
    .where('expires_at', '>', row.created_at)
    .where(
      sql<boolean>`coalesce(waits_for ->> 'quoteId', '') = ${(row.waits_for as { quoteId?: string } | null)?.quoteId ?? ''}`,
    )
    .selectAll()
    .executeTakeFirst()
  return found ?? null
}

async function askProvider(
  context: Context,
  provider: PaymentProvider,
  scope: CustomerScope,
  { payment, booking, returnUrl }: Begun & { returnUrl: string },
): Promise<Outcome<OpenedPayment, PayRefusal>> {
  // The provider lives in real time, the row in the organization's.
  const left = booking.now.until(payment.expires_at!)
  const expiresAt = (await databaseNow(context.reader)).add(left)
  try {
    const started = await provider.start({
      id: payment.id,
      orgId: payment.org_id,
      amountMinor: payment.amount_minor,
      currency: payment.currency,
      description: `${booking.organization.name}: ${booking.eventType.name}`,
      customerEmail: booking.customer.email,
      returnUrl,
      expiresAt,
      saveCard: booking.paymentTerms.kind === 'card_on_file',
    })
    if (!started.ok) {
      await remember(context, scope, payment.id, { state: 'failed', failure: started.failure })
      return refuse({ code: 'provider_failed', payment: payment.id, unsure: false })
    }
    const { reference, payUrl } = started
    await remember(context, scope, payment.id, { provider_reference: reference, pay_url: payUrl })
    return done({ payment: payment.id, payUrl })
  } catch (error) {
    if (!(error instanceof ProviderUnsure)) throw error
    return refuse({ code: 'provider_failed', payment: payment.id, unsure: true })
  }
}

async function remember(
  context: Context,
  scope: CustomerScope,
  paymentId: string,
  change: { state?: 'failed'; failure?: string; provider_reference?: string; pay_url?: string },
): Promise<void> {
  await context.db
    .updateTable('payments')
    .set(change)
    .where('org_id', '=', scope.orgId)
    .where('id', '=', paymentId)
    .where('state', '=', 'started')
    .execute()
}

function ownersOf(quote: Quote): string[] {
  return quote.reschedule.flatMap((move) => move.hosts.map((host) => host.ownerId))
}
