import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { CustomerScope, LinkScope } from '#domain/access/scope.ts'
import type { ActorKind, Channel } from '#domain/facts/fact.ts'
import type { Receipt } from './change.ts'

/** A receipt with what became of its money since: the refunds and the late fee as they stand. */
export interface KeptReceipt {
  receipt: Receipt
  refunds: RefundOnFile[]
  /** What became of the late fee that nobody had decided on; null where none was open. */
  lateFee: { isDecided: boolean; amountMinor: bigint } | null
}

/** One refund as its row stands, with where the money goes. */
export interface RefundOnFile {
  id: string
  amountMinor: bigint
  currency: string
  state: 'requested' | 'approved' | 'processing' | 'succeeded' | 'failed' | 'unknown' | 'rejected'
  way: 'provider' | 'outside' | 'credit'
  cause: 'policy' | 'member' | 'late_payment' | 'balance'
  /** What was written down of a refund outside. */
  reference: string
  settledAt: Temporal.Instant | null
  /** It leaves no sooner: until then the cancellation can be taken back. */
  dueAt: Temporal.Instant | null
  /** What was paid with. */
  card: { provider: string; method: string; brand: string; last4: string }
}

/** The receipt of a change of the scope's own booking, by the id of its quote; null for anybody else's. */
export async function loadReceipt(
  db: Reader,
  scope: CustomerScope,
  quoteId: string,
): Promise<KeptReceipt | null> {
  const row = await receiptsOf(db, scope).where('q.id', '=', quoteId).executeTakeFirst()
  return row ? withRefunds(db, scope, row.receipt as unknown as Receipt) : null
}

/** The receipt of the change that a payment paid for: both were written at one instant of the organization's time. */
export async function receiptOfPayment(
  db: Reader,
  scope: CustomerScope,
  payment: { settled_at: Temporal.Instant | null },
): Promise<KeptReceipt | null> {
  if (!payment.settled_at) return null
  const row = await receiptsOf(db, scope).where('q.committed_at', '=', payment.settled_at).executeTakeFirst()
  return row ? withRefunds(db, scope, row.receipt as unknown as Receipt) : null
}

function receiptsOf(db: Reader, scope: CustomerScope) {
  return db
    .selectFrom('quotes as q')
    .where('q.org_id', '=', scope.orgId)
    .where('q.booking_id', '=', scope.actor.bookingId)
    .select('q.receipt')
}

async function withRefunds(db: Reader, scope: CustomerScope, receipt: Receipt): Promise<KeptReceipt> {
  const ids = receipt.money?.refunds.map((entry) => entry.refund) ?? []
  const refunds = ids.length === 0 ? [] : await refundQuery(db, scope).where('r.id', 'in', ids).execute()
  const isOpen = (receipt.money?.undecidedMinor ?? '0') !== '0'
  return {
    receipt,
    refunds: refunds.map(toRefund),
    lateFee: isOpen ? await lateFeeOf(db, scope, receipt) : null,
  }
}

async function lateFeeOf(
  db: Reader,
  scope: CustomerScope,
  receipt: Receipt,
): Promise<KeptReceipt['lateFee']> {
  const row = await db
    .selectFrom('fee_decisions')
    .where('org_id', '=', scope.orgId)
    .where('booking_id', '=', scope.actor.bookingId)
    .where('kind', '=', 'cancellation')
    .where('created_at', '=', Temporal.Instant.from(receipt.committedAt))
    .select(['decision', 'amount_minor'])
    .executeTakeFirst()
  return row ? { isDecided: row.decision !== 'asked', amountMinor: row.amount_minor } : null
}

/** Every refund of the link's booking, oldest first. */
export async function refundsOfBooking(db: Reader, scope: LinkScope): Promise<RefundOnFile[]> {
  return (await refundQuery(db, scope).execute()).map(toRefund)
}

/** The refunds of one payment of the link's booking. */
export async function refundsOfPayment(
  db: Reader,
  scope: LinkScope,
  paymentId: string,
): Promise<RefundOnFile[]> {
  return (await refundQuery(db, scope).where('r.payment_id', '=', paymentId).execute()).map(toRefund)
}

/** A credit that canceling this booking gave, with what is left of it now. */
export interface CreditOnFile {
  leftMinor: bigint
  currency: string
  expiresAt: Temporal.Instant | null
}

/** What can still be spent of the credits that this booking gave. */
export async function creditsOfBooking(db: Reader, scope: CustomerScope): Promise<CreditOnFile[]> {
  const { rows } = await sql<{ left: bigint; currency: string; expires_at: Temporal.Instant | null }>`
    select c.currency, c.expires_at, (
      select -coalesce(sum(e.amount_minor), 0)::bigint from ledger_entries e
      where e.org_id = c.org_id and e.credit_id = c.id and e.account = 'credit') as left
    from credits c
    where c.org_id = ${scope.orgId} and c.booking_id = ${scope.actor.bookingId} and c.expired_at is null
      and (c.expires_at is null or c.expires_at > org_now(c.org_id))
    order by c.id`.execute(db)
  return rows
    .filter(({ left }) => left > 0n)
    .map((row) => ({ leftMinor: row.left, currency: row.currency, expiresAt: row.expires_at }))
}

function refundQuery(db: Reader, scope: LinkScope) {
  return (
    db
      .selectFrom('refunds as r')
      .leftJoin('payments as p', (join) =>
        join.onRef('p.org_id', '=', 'r.org_id').onRef('p.id', '=', 'r.payment_id'),
      )
      .where('r.org_id', '=', scope.orgId)
      .where('r.booking_id', '=', scope.actor.bookingId)
      .select(['r.id', 'r.amount_minor', 'r.currency', 'r.state', 'r.way', 'r.cause', 'r.reference'])
      // What was stopped because the booking is back was never sent, and is nothing to speak of.
      .where('r.failure', '<>', 'undone')
      .select(['r.settled_at', 'r.due_at', 'p.provider', 'p.method', 'p.brand', 'p.last4'])
      .orderBy('r.id')
  )
}

type RefundQueryRow = Awaited<ReturnType<ReturnType<typeof refundQuery>['execute']>>[number]

function toRefund(row: RefundQueryRow): RefundOnFile {
  return {
    id: row.id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state as RefundOnFile['state'],
    way: row.way as RefundOnFile['way'],
    cause: row.cause as RefundOnFile['cause'],
    reference: row.reference,
    settledAt: row.settled_at,
    dueAt: row.due_at,
    card: {
      provider: row.provider ?? '',
      method: row.method ?? '',
      brand: row.brand ?? '',
      last4: row.last4 ?? '',
    },
  }
}

/** How a session came to be canceled: who, when, by which way, and the words that were given. */
export interface Cancellation {
  at: Temporal.Instant
  by: { kind: ActorKind; name: string | null }
  channel: Channel
  reason: string | null
  refundMinor: bigint
  /** Of a member's: who wanted it; null is unsaid. */
  initiative: 'host' | 'customer' | null
  /** True when the customer is asked to book anew. */
  asksToRebook: boolean
  /** When the first of the canceled sessions would have begun. */
  startsAt: Temporal.Instant
  /** Ids of the sessions it canceled. */
  sessions: string[]
}

/** The newest cancellation of the link's booking, or of one session; null when nothing of it was canceled. */
export async function loadCancellation(
  db: Reader,
  scope: LinkScope,
  sessionId?: string,
): Promise<Cancellation | null> {
  const about = sessionId ? JSON.stringify({ canceled: [{ session: sessionId }] }) : '{}'
  const row = await db
    .selectFrom('facts as f')
    .leftJoin('remarks as r', (join) =>
      join.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .leftJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'f.org_id').onRef('o.id', '=', 'f.actor_id'),
    )
    .where('f.org_id', '=', scope.orgId)
    .where('f.booking_id', '=', scope.actor.bookingId)
    .where(sql<boolean>`f.kind in ('booking.canceled', 'booking.changed')`)
    .where(sql<boolean>`f.payload @> ${about}::jsonb`)
    .select([
      'f.at',
      'f.actor_kind',
      'f.channel',
      'o.name',
      'r.body',
      sql<string>`f.payload ->> 'refundMinor'`.as('refund'),
      sql<'host' | 'customer' | null>`f.payload ->> 'initiative'`.as('initiative'),
      sql<boolean>`coalesce((f.payload -> 'asksToRebook')::boolean, false)`.as('asksToRebook'),
      sql<string>`f.payload #>> '{canceled,0,start}'`.as('start'),
      sql<string[]>`jsonb_path_query_array(f.payload, '$.canceled[*].session')`.as('sessions'),
    ])
    .orderBy('f.id', 'desc')
    .executeTakeFirst()
  if (!row) return null
  return {
    at: row.at,
    by: { kind: row.actor_kind as ActorKind, name: row.name },
    channel: row.channel as Channel,
    reason: row.body,
    refundMinor: BigInt(row.refund),
    initiative: row.initiative,
    asksToRebook: row.asksToRebook,
    startsAt: Temporal.Instant.from(row.start),
    sessions: row.sessions,
  }
}
