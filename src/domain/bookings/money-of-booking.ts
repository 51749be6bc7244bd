import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { InvoiceLine, PaymentOnFile } from '#domain/money/booking-money.ts'
import { dueAtBooking } from '#domain/money/price.ts'
import { paymentTerms } from '#domain/organizations/payment-terms.ts'
import type { ActionRule, PolicyRules } from '#domain/policies/policy.ts'
import { visibleTo } from './staff-reads.ts'

/** Where a booking stands with money: totals are sums of ledger entries, the rest are the rows they speak of. */
export interface MoneyOfBooking {
  currency: string
  paymentMode: 'free' | 'price_shown' | 'price_collected'
  /** As advertised, for what is merely shown. */
  priceMinor: bigint
  /** Asked for now, with fees and tax. */
  totalMinor: bigint
  /** Agreed to be paid before the times were theirs; null where no deposit was agreed. */
  depositMinor: bigint | null
  paidMinor: bigint
  /** Promised or paid back as money. */
  refundedMinor: bigint
  /** Given as credit instead. */
  creditMinor: bigint
  /** Positive is owed by the customer, negative is theirs to get back. */
  balanceMinor: bigint
  /** The invoice that is not void, and the papers that correct or preceded it, the newest first. */
  invoice: PaperOnFile | null
  otherPapers: PaperOnFile[]
  lines: LineOnFile[]
  /** The newest first. */
  payments: PaymentSeen[]
  /** The newest first. */
  refunds: RefundSeen[]
  /** Fees on which nobody has decided. */
  feesAsked: FeeAsked[]
  /** The card that was left for later charges; the newest where there are several. */
  card: { brand: string; last4: string } | null
}

export interface PaperOnFile {
  id: string
  kind: 'invoice' | 'credit_note'
  number: number | null
  prefix: string
  issuedAt: Temporal.Instant
  dueAt: Temporal.Instant | null
  viewedAt: Temporal.Instant | null
  voidedAt: Temporal.Instant | null
}

export interface LineOnFile {
  id: string
  kind: InvoiceLine['kind']
  /** Counted from 0; null for what belongs to no session. */
  sessionPosition: number | null
  label: string
  amountMinor: bigint
  payableMinor: bigint
}

export interface PaymentSeen extends Omit<PaymentOnFile, 'disputed'> {
  reference: string
  failure: string
  disputedAt: Temporal.Instant | null
  createdAt: Temporal.Instant
  settledAt: Temporal.Instant | null
  recordedBy: string | null
  decidedBy: string | null
}

export interface RefundSeen {
  id: string
  paymentId: string | null
  amountMinor: bigint
  state: 'requested' | 'approved' | 'processing' | 'succeeded' | 'failed' | 'unknown' | 'rejected'
  way: 'provider' | 'outside' | 'credit'
  cause: 'policy' | 'member' | 'late_payment' | 'balance'
  requestedBy: string | null
  approvedBy: string | null
  reference: string
  failure: string
  /** Null when no words came with it, or they were erased. */
  reason: string | null
  createdAt: Temporal.Instant
  settledAt: Temporal.Instant | null
}

export interface FeeAsked {
  id: string
  kind: 'cancellation' | 'call_out' | 'no_show'
  defaultMinor: bigint
  askedAt: Temporal.Instant
}

/** Everything the money card of a booking shows, in one query; null for who may not see the booking. */
export async function moneyOfBooking(
  db: Reader,
  scope: MemberScope,
  bookingId: string,
): Promise<MoneyOfBooking | null> {
  const { rows } = await sql<Row>`
    select b.currency, b.payment_mode, b.price_minor, b.total_minor, b.payment_terms,
      ${totals} as totals, ${papers} as papers, ${lines} as lines, ${payments} as payments, ${refunds} as refunds,
      ${fees} as fees, ${card} as card
    from bookings b where b.org_id = ${scope.orgId} and b.id = ${bookingId} and ${visibleTo(scope)}`.execute(
    db,
  )
  return rows[0] ? toMoney(rows[0]) : null
}

const totals = sql`(select jsonb_build_object(
    'charged', coalesce(sum(e.amount_minor) filter (where e.account = 'receivable'), 0)::text,
    'received', (-coalesce(sum(e.amount_minor) filter (where e.account = 'received'), 0))::text,
    'paid', (-coalesce(sum(e.amount_minor) filter (
      where e.account = 'received' and t.kind in ('payment_received', 'payment_lost')), 0))::text,
    'refunded', coalesce(sum(e.amount_minor) filter (
      where e.account = 'received' and t.kind in ('refund_promised', 'refund_withdrawn')), 0)::text,
    'credited', coalesce(sum(e.amount_minor) filter (
      where e.account = 'received' and t.kind = 'credit_granted'), 0)::text)
  from ledger_entries e join ledger_transactions t on t.org_id = e.org_id and t.id = e.transaction_id
  where e.org_id = b.org_id and e.booking_id = b.id)`

const papers = sql`(select jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'number', i.number,
    'prefix', i.prefix, 'issuedAt', i.issued_at, 'dueAt', i.due_at, 'viewedAt', i.viewed_at,
    'voidedAt', i.voided_at) order by i.id desc)
  from invoices i where i.org_id = b.org_id and i.booking_id = b.id)`

const lines = sql`(select jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'label', l.label,
    'sessionPosition', s.position, 'amount', l.amount_minor::text, 'payable', l.payable_minor::text)
    order by l.position)
  from invoices i join invoice_lines l on l.org_id = i.org_id and l.invoice_id = i.id
    left join sessions s on s.org_id = l.org_id and s.id = l.session_id
  where i.org_id = b.org_id and i.booking_id = b.id and i.kind = 'invoice' and i.voided_at is null)`

const payments = sql`(select jsonb_agg(jsonb_build_object('id', p.id, 'purpose', p.purpose, 'provider', p.provider,
    'method', p.method, 'state', p.state, 'amount', p.amount_minor::text, 'captured', p.captured_minor::text,
    'refunded', p.refunded_minor::text, 'brand', p.brand, 'last4', p.last4, 'reference', p.reference,
    'failure', p.failure, 'disputedAt', p.disputed_at, 'createdAt', p.created_at, 'settledAt', p.settled_at,
    'recordedBy', o1.name, 'decidedBy', o2.name) order by p.id desc)
  from payments p
    left join time_owners o1 on o1.org_id = p.org_id and o1.id = p.recorded_by
    left join time_owners o2 on o2.org_id = p.org_id and o2.id = p.decided_by
  where p.org_id = b.org_id and p.booking_id = b.id)`

const refunds = sql`(select jsonb_agg(jsonb_build_object('id', r.id, 'paymentId', r.payment_id,
    'amount', r.amount_minor::text, 'state', r.state, 'way', r.way, 'cause', r.cause, 'requestedBy', o1.name,
    'approvedBy', o2.name, 'reference', r.reference, 'failure', r.failure, 'reason', m.body,
    'createdAt', r.created_at, 'settledAt', r.settled_at) order by r.id desc)
  from refunds r
    left join time_owners o1 on o1.org_id = r.org_id and o1.id = r.requested_by
    left join time_owners o2 on o2.org_id = r.org_id and o2.id = r.approved_by
    left join remarks m on m.org_id = r.org_id and m.id = r.remark_id
  where r.org_id = b.org_id and r.booking_id = b.id)`

const fees = sql`(select jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind,
    'default', f.default_minor::text, 'askedAt', f.created_at) order by f.id)
  from fee_decisions f where f.org_id = b.org_id and f.booking_id = b.id and f.decision = 'asked')`

const card = sql`(select jsonb_build_object('brand', k.brand, 'last4', k.last4)
  from saved_cards k where k.org_id = b.org_id and k.booking_id = b.id order by k.id desc limit 1)`

// Inside JSON documents instants and amounts arrive as text.
interface Row {
  currency: string
  payment_mode: MoneyOfBooking['paymentMode']
  price_minor: bigint
  total_minor: bigint
  payment_terms: unknown
  totals: Record<'charged' | 'received' | 'paid' | 'refunded' | 'credited', string>
  papers: AsText<PaperOnFile>[] | null
  lines: (Omit<LineOnFile, 'amountMinor' | 'payableMinor'> & { amount: string; payable: string })[] | null
  payments:
    | (AsText<Omit<PaymentSeen, 'amountMinor' | 'capturedMinor' | 'refundedMinor'>> &
        Record<'amount' | 'captured' | 'refunded', string>)[]
    | null
  refunds: (AsText<Omit<RefundSeen, 'amountMinor'>> & { amount: string })[] | null
  fees: (AsText<Omit<FeeAsked, 'defaultMinor'>> & { default: string })[] | null
  card: MoneyOfBooking['card']
}

type AsText<T> = {
  [K in keyof T]: T[K] extends Temporal.Instant
    ? string
    : T[K] extends Temporal.Instant | null
      ? string | null
      : T[K]
}

function toMoney(row: Row): MoneyOfBooking {
  const { charged, received, paid, refunded, credited } = row.totals
  const terms = paymentTerms.safeParse(row.payment_terms)
  const isDeposit = row.payment_mode === 'price_collected' && terms.data?.kind === 'deposit'
  const all = (row.papers ?? []).map(toPaper)
  const invoice = all.find((paper) => paper.kind === 'invoice' && paper.voidedAt === null) ?? null
  return {
    currency: row.currency,
    paymentMode: row.payment_mode,
    priceMinor: row.price_minor,
    totalMinor: BigInt(charged),
    depositMinor: isDeposit && terms.data ? dueAtBooking(terms.data, row.total_minor) : null,
    paidMinor: BigInt(paid),
    refundedMinor: BigInt(refunded),
    creditMinor: BigInt(credited),
    balanceMinor: BigInt(charged) - BigInt(received),
    invoice,
    otherPapers: all.filter((paper) => paper !== invoice),
    lines: (row.lines ?? []).map(({ amount, payable, ...line }) => ({
      ...line,
      amountMinor: BigInt(amount),
      payableMinor: BigInt(payable),
    })),
    payments: (row.payments ?? []).map(({ amount, captured, refunded: back, ...payment }) => ({
      ...payment,
      amountMinor: BigInt(amount),
      capturedMinor: BigInt(captured),
      refundedMinor: BigInt(back),
      disputedAt: instant(payment.disputedAt),
      createdAt: Temporal.Instant.from(payment.createdAt),
      settledAt: instant(payment.settledAt),
    })),
    refunds: (row.refunds ?? []).map(({ amount, ...refund }) => ({
      ...refund,
      amountMinor: BigInt(amount),
      createdAt: Temporal.Instant.from(refund.createdAt),
      settledAt: instant(refund.settledAt),
    })),
    feesAsked: (row.fees ?? []).map(({ default: minor, ...fee }) => ({
      ...fee,
      defaultMinor: BigInt(minor),
      askedAt: Temporal.Instant.from(fee.askedAt),
    })),
    card: row.card,
  }
}

function toPaper(row: AsText<PaperOnFile>): PaperOnFile {
  return {
    ...row,
    issuedAt: Temporal.Instant.from(row.issuedAt),
    dueAt: instant(row.dueAt),
    viewedAt: instant(row.viewedAt),
    voidedAt: instant(row.voidedAt),
  }
}

function instant(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text)
}

/** Which version of which rule governs the cancellation of each of these bookings; for lists of their refunds. */
export async function cancelRulesOf(
  db: Reader,
  scope: MemberScope,
  bookingIds: readonly string[],
): Promise<Map<string, { version: number; rule: ActionRule }>> {
  if (bookingIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('bookings as b')
    .innerJoin('policy_versions as v', (join) =>
      join.onRef('v.org_id', '=', 'b.org_id').onRef('v.id', '=', 'b.policy_version_id'),
    )
    .where('b.org_id', '=', scope.orgId)
    .where('b.id', 'in', [...bookingIds])
    .select(['b.id', 'v.version', 'v.rules'])
    .execute()
  return new Map(rows.map(({ id, version, rules }) => [id, { version, rule: (rules as PolicyRules).cancel }]))
}
