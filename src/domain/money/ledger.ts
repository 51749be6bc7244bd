import { newId } from '#platform/ids.ts'
import type { Rows } from '#platform/rows.ts'

/**
 * receivable is what a booking owes and received what was paid for it (negative); cash lies at a provider; refunds_due
 * and credit are what the business owes; the others are what it earned. Positive amounts are debit.
 */
export type Account =
  | 'receivable'
  | 'received'
  | 'cash'
  | 'refunds_due'
  | 'credit'
  | 'sales'
  | 'discounts'
  | 'fees'
  | 'tax'
  | 'expired_credit'

export type PostingKind =
  | 'sold'
  | 'sale_canceled'
  | 'fee_charged'
  | 'fee_canceled'
  | 'payment_received'
  | 'payment_lost'
  | 'refund_promised'
  | 'refund_withdrawn'
  | 'refund_paid'
  | 'refund_returned'
  | 'credit_granted'
  | 'credit_expired'
  | 'invoice_voided'

export interface Entry {
  account: Account
  minor: bigint
  sessionId?: string | null
  creditId?: string
  provider?: string
}

/** Something that happened with money: what it is about, and entries that sum to zero. */
export interface Posting {
  orgId: string
  kind: PostingKind
  at: Temporal.Instant
  currency: string
  bookingId: string | null
  paymentId?: string
  refundId?: string
  creditId?: string
  entries: Entry[]
}

/**
 * The one way into the ledger: the rows of one whole transaction. Entries of nothing are left out, and a transaction
 * of nothing is none. Throws when the entries do not sum to zero; the database refuses that, too.
 */
export function post(posting: Posting): Rows {
  const entries = posting.entries.filter((entry) => entry.minor !== 0n)
  const sum = entries.reduce((total, entry) => total + entry.minor, 0n)
  if (sum !== 0n) throw new Error(`A ledger transaction "${posting.kind}" is off by ${sum}.`)
  if (entries.length === 0) return {}
  const id = newId()
  return {
    ledger_transactions: [
      {
        org_id: posting.orgId,
        id,
        kind: posting.kind,
        booking_id: posting.bookingId,
        payment_id: posting.paymentId ?? null,
        refund_id: posting.refundId ?? null,
        credit_id: posting.creditId ?? null,
        at: posting.at,
      },
    ],
    ledger_entries: entries.map((entry, position) => ({
      org_id: posting.orgId,
      transaction_id: id,
      position,
      account: entry.account,
      booking_id: posting.bookingId,
      session_id: entry.sessionId ?? null,
      credit_id: entry.creditId ?? null,
      provider: entry.provider ?? null,
      amount_minor: entry.minor,
      currency: posting.currency,
    })),
  }
}
