import { sql, type RawBuilder } from 'kysely'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Reader } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { may, type CustomerScope, type MemberScope, type Scope } from '#domain/access/scope.ts'
import {
  invoiceNumber,
  invoiceStatus,
  type InvoiceStanding,
  type InvoiceStatus,
} from '#domain/money/invoice-status.ts'
import { selectPapers } from './invoice-query.ts'
import { lockedBooking } from './locked-booking.ts'
import { mayAct } from './may-act.ts'
import { toInvoice, type Invoice } from './printed-invoice.ts'
import { visibleTo } from './staff-reads.ts'
import { voidRows, type VoidRefusal } from './void-invoice.ts'
import { writeRows } from './write-rows.ts'

/** One paper, or null: the same for what never was and for what this reader may not see. */
export async function loadInvoice(db: Reader, scope: Scope, invoiceId: string): Promise<Invoice | null> {
  const allowed = readableBy(scope)
  if (!allowed) return null
  const [row] = await selectPapers(db, scope, [sql<boolean>`i.id = ${invoiceId}`, allowed])
  return row ? toInvoice(row) : null
}

/** The papers of a booking in the order in which they were issued; empty for who may not see them. */
export async function invoicesOfBooking(db: Reader, scope: Scope, bookingId: string): Promise<Invoice[]> {
  const allowed = readableBy(scope)
  if (!allowed) return []
  const rows = await selectPapers(db, scope, [sql<boolean>`i.booking_id = ${bookingId}`, allowed])
  return rows.map(toInvoice)
}

/** Which papers this scope may read: a customer those of the one booking, a guest none, a member by permission. */
function readableBy(scope: Scope): RawBuilder<boolean> | null {
  const { actor } = scope
  if (actor.kind === 'system') return sql<boolean>`true`
  if (actor.kind === 'customer') return sql<boolean>`i.booking_id = ${actor.bookingId}`
  if (actor.kind === 'guest') return null
  const member = scope as MemberScope
  return may(member, 'payment.view') ? visibleTo(member) : null
}

/** The customer looked at an invoice of theirs for the first time. Nothing else makes it viewed. */
export async function noteViewed(
  context: Context,
  scope: CustomerScope,
  invoiceId: string,
): Promise<Outcome<null, { code: 'unknown_invoice' }>> {
  return inTransaction(context.db, async (tx) => {
    const mine = await tx
      .selectFrom('invoices')
      .where('org_id', '=', scope.orgId)
      .where('booking_id', '=', scope.actor.bookingId)
      .where('id', '=', invoiceId)
      .select('viewed_at')
      .executeTakeFirst()
    if (!mine) return refuse({ code: 'unknown_invoice' })
    if (mine.viewed_at) return done(null)
    await tx
      .updateTable('invoices')
      .set({ viewed_at: await now(tx, scope.orgId) })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', invoiceId)
      .where('viewed_at', 'is', null)
      .execute()
    return done(null)
  })
}

/**
 * Voids an invoice (octopus O88, M16): it keeps its number and its lines, asks for nothing, and leaves the ledger with
 * nothing charged. Only where no payment on it is still kept. A fee that comes later makes a new invoice.
 */
export async function voidInvoice(
  context: Context,
  scope: MemberScope,
  invoiceId: string,
): Promise<Outcome<{ bookingId: string }, VoidRefusal>> {
  return inTransaction(context.db, async (tx) => {
    const found = await tx
      .selectFrom('invoices')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', invoiceId)
      .select(['booking_id', 'kind'])
      .executeTakeFirst()
    const booking = found ? await lockedBooking(tx, scope, found.booking_id) : null
    if (!found || !booking || !mayAct(scope, booking, 'view')) return refuse({ code: 'unknown_invoice' })
    if (!may(scope, 'invoice.edit')) return refuse({ code: 'not_permitted' })
    if (found.kind !== 'invoice') return refuse({ code: 'is_a_credit_note' })
    if (booking.money.invoice?.id !== invoiceId) return refuse({ code: 'already_void' })
    const outcome = await voidRows(tx, scope, booking, booking.money.invoice)
    if (!outcome.ok) return outcome
    await writeRows(context, tx, booking.orgId, outcome.value.rows, outcome.value.recorded)
    return done({ bookingId: booking.id })
  })
}

/** One invoice as a list shows it. */
export interface InvoiceSeen {
  id: string
  /** As people write it, such as INV-0007. */
  number: string
  status: InvoiceStatus
  bookingId: string
  /** Six letters, unspaced. */
  reference: string
  buyerName: string
  issuedAt: Temporal.Instant
  dueAt: Temporal.Instant | null
  totalMinor: bigint
  /** Positive is owed, negative is the customer's to get back; nothing on a void one. */
  balanceMinor: bigint
  currency: string
  /** In the order in which they were issued. */
  creditNotes: { id: string; number: string }[]
}

interface Row extends InvoiceStanding {
  id: string
  prefix: string
  bookingId: string
  reference: string
  buyerName: string
  issuedAt: Temporal.Instant
  totalMinor: bigint
  currency: string
  creditNotes: { id: string; number: number; prefix: string }[] | null
  now: Temporal.Instant
}

/**
 * Invoices of the bookings this member may see, the newest first, their credit notes with them; none for who may not
 * see payments. `after` is the `next` of the page before; anything else starts anew.
 */
export async function listInvoices(
  db: Reader,
  scope: MemberScope,
  {
    status,
    after,
    take,
  }: { status?: InvoiceStatus | undefined; after?: string | null | undefined; take: number },
): Promise<{ invoices: InvoiceSeen[]; next: string | null }> {
  if (!may(scope, 'payment.view')) return { invoices: [], next: null }
  const conditions = [
    sql<boolean>`i.org_id = ${scope.orgId} and i.kind = 'invoice'`,
    visibleTo(scope),
    ...(after && isId(after) ? [sql<boolean>`i.id < ${after}`] : []),
    ...(status ? [CONDITIONS[status]] : []),
  ]
  const { rows } = await sql<Row>`
    select i.id, i.number, i.prefix, i.booking_id as "bookingId", b.reference, i.buyer_name as "buyerName",
      i.issued_at as "issuedAt", i.due_at as "dueAt", i.viewed_at as "viewedAt", i.voided_at as "voidedAt",
      i.currency, clock.now, m.balance as "balanceMinor",
      (select coalesce(sum(l.payable_minor), 0)::bigint from invoice_lines l
        where l.org_id = i.org_id and l.invoice_id = i.id) as "totalMinor",
      (select jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number, 'prefix', c.prefix) order by c.number)
        from invoices c where c.org_id = i.org_id and c.corrects_id = i.id) as "creditNotes"
    from (select org_now(${scope.orgId}) as now) clock, invoices i
      join bookings b on b.org_id = i.org_id and b.id = i.booking_id
      cross join lateral (
        select case when i.voided_at is null then coalesce(sum(e.amount_minor), 0) else 0 end::bigint as balance
        from ledger_entries e
        where e.org_id = i.org_id and e.booking_id = i.booking_id and e.account in ('receivable', 'received')) m
    where ${sql.join(conditions, sql` and `)}
    order by i.id desc limit ${take + 1}`.execute(db)
  const shown = rows.slice(0, take)
  return { invoices: shown.map(toSeen), next: rows.length > take ? shown.at(-1)!.id : null }
}

/** `invoiceStatus` in the database's words; a test holds the two against each other. */
const CONDITIONS: Record<InvoiceStatus, RawBuilder<boolean>> = {
  void: sql`i.voided_at is not null`,
  draft: sql`i.voided_at is null and i.number is null`,
  paid: sql`i.voided_at is null and i.number is not null and m.balance <= 0`,
  overdue: sql`i.voided_at is null and i.number is not null and m.balance > 0 and i.due_at < clock.now`,
  viewed: sql`i.voided_at is null and i.number is not null and m.balance > 0
    and (i.due_at is null or i.due_at >= clock.now) and i.viewed_at is not null`,
  open: sql`i.voided_at is null and i.number is not null and m.balance > 0
    and (i.due_at is null or i.due_at >= clock.now) and i.viewed_at is null`,
}

function toSeen({ creditNotes, now, prefix, number, viewedAt, voidedAt, ...row }: Row): InvoiceSeen {
  return {
    ...row,
    number: invoiceNumber({ prefix, number }),
    status: invoiceStatus({ ...row, number, viewedAt, voidedAt }, now),
    creditNotes: (creditNotes ?? []).map((note) => ({ id: note.id, number: invoiceNumber(note) })),
  }
}
