import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { Fact, FactActor } from '#domain/facts/fact.ts'
import { loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { post } from '#domain/money/ledger.ts'
import {
  changedRefund,
  loadRefund,
  partsOfRefund,
  refundPayload,
  type RefundRow,
} from '#domain/money/load-refund.ts'
import { refundPaid, refundReturned, refundWithdrawn, type Purse } from '#domain/money/postings.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { moneyFact } from './capture.ts'
import { loadBooking } from './load-booking.ts'
import { surroundings } from './people-concerned.ts'
import { aboutOf } from './sale.ts'

/** A refund with what a decision about it needs, under the booking's lock. */
export interface LockedRefund {
  refund: RefundRow
  payment: PaymentRow
  booking: Booking
}

/** Rows that an act on a refund writes, and what follows from it. */
export interface RefundActed {
  rows: Rows
  recorded: Recorded[]
}

/** Locks the booking of a refund and loads both as they are now; null when the organization has no such refund. */
export async function lockRefund(tx: Tx, scope: Scope, refundId: string): Promise<LockedRefund | null> {
  const found = await loadRefund(tx, scope, refundId)
  if (!found) return null
  await sql`select lock_booking(${scope.orgId}, ${found.booking_id}, '{}'::uuid[])`.execute(tx)
  const refund = (await loadRefund(tx, scope, refundId))!
  const payment = (await loadPayment(tx, scope, refund.payment_id))!
  return { refund, payment, booking: (await loadBooking(tx, scope, refund.booking_id))! }
}

/** True while the customer can still take the cancellation back that this refund is of. */
export function waitsForUndo(refund: Pick<RefundRow, 'due_at'>, now: Temporal.Instant): boolean {
  return refund.due_at !== null && Temporal.Instant.compare(refund.due_at, now) > 0
}

/** From where the money of a refund is taken. */
export function purseOf(refund: Pick<RefundRow, 'way'>, payment: PaymentRow): Purse {
  if (refund.way === 'credit') return { provider: 'credit', creditId: payment.credit_id }
  return { provider: refund.way === 'outside' ? 'manual' : payment.provider, creditId: null }
}

/** The money left: said by the provider, by the member who handed it back, or by our own ledger for credit. */
export function succeeded(
  { refund, payment, booking }: LockedRefund,
  change: {
    provider_reference?: string
    reference?: string
    approved_by?: string
    purse?: Purse
    actor?: FactActor
  },
): RefundActed {
  const { purse = purseOf(refund, payment), actor, ...columns } = change
  const row = changedRefund(refund, {
    ...columns,
    state: 'succeeded',
    settled_at: booking.now,
    failure: '',
    needs_attention: false,
  })
  const moved = {
    ...purse,
    id: refund.id,
    paymentId: refund.payment_id,
    amountMinor: refund.amount_minor,
  }
  return {
    rows: joinRows({ changed_refunds: [row] }, refundPaid(aboutOf(booking), moved)),
    recorded: [refundFact(booking, refund, 'refund.succeeded', actor)],
  }
}

/**
 * It surely did not leave, or it came back days later: what was paid is there again, staff have something to do, and
 * the customer is told. Nobody tries again by themselves.
 */
export async function failed(
  tx: Tx,
  { refund, payment, booking }: LockedRefund,
  failure: string,
  providerReference?: string,
): Promise<RefundActed> {
  const reopened = refund.state === 'succeeded'
  const about = aboutOf(booking)
  const named = { id: refund.id, paymentId: refund.payment_id, amountMinor: refund.amount_minor }
  const row = changedRefund(refund, {
    state: 'failed',
    failure,
    settled_at: booking.now,
    needs_attention: true,
    ...(providerReference ? { provider_reference: providerReference } : {}),
  })
  const payload = { ...refundPayload(refund), reopened }
  const fact: Fact<'refund.failed'> = { ...moneyFact(booking, SYSTEM), kind: 'refund.failed', payload }
  return {
    rows: joinRows(
      { changed_refunds: [row] },
      reopened ? refundReturned(about, { ...named, ...purseOf(refund, payment) }) : {},
      refundWithdrawn(about, named, await partsOfRefund(tx, refund)),
    ),
    recorded: [record(fact, surroundings(booking, []))],
  }
}

/** Nothing was moved, and a person decides again: the promise stands, the row is as if it had never been sent. */
export function putBack({ refund, booking }: LockedRefund, failure: string): RefundActed {
  const row = changedRefund(refund, {
    state: 'requested',
    approved_by: null,
    attempts: 0,
    sent_at: null,
    failure,
    needs_attention: true,
  })
  return {
    rows: { changed_refunds: [row] },
    recorded: [refundFact(booking, refund, 'refund.requested')],
  }
}

/** The promise is taken back before anything was sent. */
export async function withdrawn(
  tx: Tx,
  { refund, booking }: Pick<LockedRefund, 'refund' | 'booking'>,
  change: { failure?: string; approved_by?: string; needs_attention?: boolean },
): Promise<Rows> {
  const row = changedRefund(refund, {
    needs_attention: false,
    ...change,
    state: 'rejected',
    settled_at: booking.now,
  })
  return joinRows(
    { changed_refunds: [row] },
    refundWithdrawn(
      aboutOf(booking),
      { id: refund.id, paymentId: refund.payment_id },
      await partsOfRefund(tx, refund),
    ),
  )
}

/** Less is given back than was asked for: the difference is no longer promised, session by session. */
export async function lessened(
  tx: Tx,
  { refund, booking }: Pick<LockedRefund, 'refund' | 'booking'>,
  amountMinor: bigint,
): Promise<Rows> {
  const before = await partsOfRefund(tx, refund)
  const after = await partsOfRefund(tx, { ...refund, amount_minor: amountMinor })
  // It names no refund, because the whole of one is withdrawn at the most once.
  const less = post({
    ...aboutOf(booking),
    kind: 'refund_withdrawn',
    entries: [
      ...before.map(({ sessionId, minor }, index) => ({
        account: 'received' as const,
        sessionId,
        minor: after[index]!.minor - minor,
      })),
      { account: 'refunds_due', minor: refund.amount_minor - amountMinor },
    ],
  })
  return joinRows({ changed_refunds: [changedRefund(refund, { amount_minor: amountMinor })] }, less)
}

type PlainRefundFact =
  | 'refund.requested'
  | 'refund.approved'
  | 'refund.changed'
  | 'refund.rejected'
  | 'refund.succeeded'

/** What happened to one refund, with everything that follows from it. */
export function refundFact(
  booking: Booking,
  refund: Parameters<typeof refundPayload>[0],
  kind: PlainRefundFact,
  actor: FactActor = SYSTEM,
  remarkId: string | null = null,
): Recorded {
  const fact: Fact = { ...moneyFact(booking, actor), remarkId, kind, payload: refundPayload(refund) }
  return record(fact, surroundings(booking, []))
}

const SYSTEM: FactActor = { kind: 'system', id: null, apiKeyId: null }
