import { sql } from 'kysely'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { actorOf, type MemberScope } from '#domain/access/scope.ts'
import type { InvoiceOnFile } from '#domain/money/booking-money.ts'
import type { Account } from '#domain/money/ledger.ts'
import { invoiceVoided } from '#domain/money/postings.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { moneyFact } from './capture.ts'
import { surroundings } from './people-concerned.ts'
import { aboutOf } from './sale.ts'

export type VoidRefusal =
  | { code: 'unknown_invoice' }
  | { code: 'not_permitted' }
  | { code: 'is_a_credit_note' }
  | { code: 'already_void' }
  /** Money that was paid has to be back with the customer first. */
  | { code: 'still_paid'; keptMinor: string; currency: string }

/** What voiding writes, or why it cannot be. */
export async function voidRows(
  tx: Tx,
  scope: MemberScope,
  booking: Booking,
  invoice: InvoiceOnFile,
): Promise<Outcome<{ rows: Rows; recorded: Recorded[] }, VoidRefusal>> {
  const kept = await keptOf(tx, booking)
  if (kept > 0n) return refuse({ code: 'still_paid', keptMinor: kept.toString(), currency: booking.currency })
  const fact = {
    ...moneyFact(booking, actorOf(scope)),
    kind: 'invoice.voided' as const,
    payload: { invoice: invoice.id },
  }
  const paper: Rows = {
    changed_invoices: [{ ...(await datesOf(tx, booking, invoice)), voided_at: booking.now }],
    changed_invoice_lines: invoice.lines.map((line) => ({
      org_id: booking.orgId,
      id: line.id,
      payable_minor: 0n,
      tax_minor: 0n,
    })),
  }
  return done({
    rows: joinRows(invoiceVoided(aboutOf(booking), await chargedOf(tx, booking)), paper),
    recorded: [record(fact, surroundings(booking, []))],
  })
}

/** What lies with us for this booking: a refund that still waits or runs may come to nothing (octopus M16). */
async function keptOf(tx: Tx, booking: Booking): Promise<bigint> {
  const { rows } = await sql<{ kept: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as kept from ledger_entries
    where org_id = ${booking.orgId} and booking_id = ${booking.id} and account in ('cash', 'credit')`.execute(
    tx,
  )
  return rows[0]!.kept
}

async function datesOf(tx: Tx, booking: Booking, invoice: InvoiceOnFile) {
  return tx
    .selectFrom('invoices')
    .where('org_id', '=', booking.orgId)
    .where('id', '=', invoice.id)
    .select(['org_id', 'id', 'viewed_at'])
    .executeTakeFirstOrThrow()
}

/** What the ledger charged this booking and did not take back, per account and session. */
async function chargedOf(tx: Tx, booking: Booking) {
  const { rows } = await sql<{ session_id: string | null; account: Account; minor: bigint }>`
    select session_id, account, sum(amount_minor)::bigint as minor from ledger_entries
    where org_id = ${booking.orgId} and booking_id = ${booking.id}
      and account in ('receivable', 'sales', 'discounts', 'fees', 'tax')
    group by session_id, account having sum(amount_minor) <> 0 order by session_id, account`.execute(tx)
  return rows.map(({ session_id: sessionId, account, minor }) => ({ sessionId, account, minor }))
}
