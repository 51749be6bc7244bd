import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { InvoiceLine } from '#domain/money/booking-money.ts'

/** One paper as the database has it, with everything that is printed on it; instants inside are text. */
export interface PaperRow {
  id: string
  kind: 'invoice' | 'credit_note'
  number: number | null
  prefix: string
  currency: string
  seller: string
  buyer_name: string
  buyer_email: string
  locale: string
  issued_at: Temporal.Instant
  due_at: Temporal.Instant | null
  viewed_at: Temporal.Instant | null
  voided_at: Temporal.Instant | null
  booking_id: string
  reference: string
  event_name: string
  org_name: string
  org_zone: string
  thanks: string
  now: Temporal.Instant
  corrects: OtherPaperRow | null
  credit_notes: OtherPaperRow[] | null
  lines: LineRow[] | null
  movements: MovementRow[] | null
}

export interface OtherPaperRow {
  id: string
  number: number | null
  prefix: string
  issuedAt: string
  totalMinor: string
}

export interface LineRow {
  id: string
  kind: InvoiceLine['kind']
  sessionId: string | null
  startsAt: string | null
  zone: string | null
  label: string
  amountMinor: string
  payableMinor: string
  taxMinor: string
  taxBasisPoints: number
}

/** What the ledger received for the booking or gave back, per payment, refund or credit. */
export interface MovementRow {
  kind: 'payment' | 'refund' | 'credit'
  id: string
  at: string
  /** Positive was paid, negative goes back. */
  minor: string
  method: string | null
  state: string | null
  brand: string | null
  last4: string | null
}

/** Papers by their ids, or of a booking. Whether this reader may see them is the caller's condition. */
export async function selectPapers(
  db: Reader,
  scope: Scope,
  conditions: RawBuilder<boolean>[],
): Promise<PaperRow[]> {
  const where = [sql<boolean>`i.org_id = ${scope.orgId}`, ...conditions]
  const { rows } = await sql<PaperRow>`
    select i.id, i.kind, i.number, i.prefix, i.currency, i.seller, i.buyer_name, i.buyer_email,
      i.issued_at, i.due_at, i.viewed_at, i.voided_at, i.booking_id,
      b.reference, b.locale, t.name as event_name, o.name as org_name, o.zone as org_zone, o.invoice_thanks as thanks,
      org_now(i.org_id) as now,
      (select ${otherPaper(sql`c`)} from invoices c
        where c.org_id = i.org_id and c.id = i.corrects_id) as corrects,
      (select jsonb_agg(${otherPaper(sql`c`)} order by c.number) from invoices c
        where c.org_id = i.org_id and c.corrects_id = i.id) as credit_notes,
      (select jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'sessionId', l.session_id,
          'startsAt', s.starts_at, 'zone', s.zone, 'label', l.label, 'amountMinor', l.amount_minor::text,
          'payableMinor', l.payable_minor::text, 'taxMinor', l.tax_minor::text, 'taxBasisPoints', l.tax_basis_points)
          order by l.position)
        from invoice_lines l left join sessions s on s.org_id = l.org_id and s.id = l.session_id
        where l.org_id = i.org_id and l.invoice_id = i.id) as lines,
      case when i.kind = 'invoice' and i.voided_at is null then ${movements} end as movements
    from invoices i
      join bookings b on b.org_id = i.org_id and b.id = i.booking_id
      join event_types t on t.org_id = b.org_id and t.id = b.event_type_id
      join organizations o on o.id = i.org_id
    where ${sql.join(where, sql` and `)}
    order by i.id`.execute(db)
  return rows
}

function otherPaper(c: RawBuilder<unknown>) {
  return sql`jsonb_build_object('id', ${c}.id, 'number', ${c}.number, 'prefix', ${c}.prefix, 'issuedAt', ${c}.issued_at,
    'totalMinor', (select coalesce(sum(l.payable_minor), 0)::text from invoice_lines l
      where l.org_id = ${c}.org_id and l.invoice_id = ${c}.id))`
}

// Read from the ledger alone, so that a paper cannot say anything else. What was promised and withdrawn is nothing.
const movements = sql`(
  select jsonb_agg(jsonb_build_object('kind', m.kind, 'id', m.id, 'at', m.at, 'minor', m.minor::text,
      'method', p.method, 'state', r.state, 'brand', p.brand, 'last4', p.last4) order by m.at, m.id)
  from (
    select case when t.refund_id is not null then 'refund' when t.payment_id is not null then 'payment' else 'credit' end as kind,
      coalesce(t.refund_id, t.payment_id, t.credit_id) as id, max(t.payment_id::text)::uuid as payment_id,
      min(t.at) as at, -sum(e.amount_minor) as minor
    from ledger_transactions t
      join ledger_entries e on e.org_id = t.org_id and e.transaction_id = t.id and e.account = 'received'
    where t.org_id = i.org_id and t.booking_id = i.booking_id
    group by 1, 2 having sum(e.amount_minor) <> 0) m
  left join payments p on p.org_id = i.org_id and p.id = m.payment_id
  left join refunds r on r.org_id = i.org_id and r.id = m.id)`
