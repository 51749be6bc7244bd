import type { Rows } from '#platform/rows.ts'
import { post, type Entry, type Posting } from './ledger.ts'
import type { SaleShare } from './price.ts'
import { taxWithin } from './shares.ts'

/** What a posting is about. */
export interface About {
  orgId: string
  bookingId: string
  currency: string
  at: Temporal.Instant
}

/** An amount that belongs to one session, or to the booking as a whole (null). */
export interface SessionAmount {
  sessionId: string | null
  minor: bigint
}

type SessionSale = { sessionId: string; share: SaleShare }

/** The sessions were sold: the booking owes their price. */
export function sold(about: About, sales: readonly SessionSale[]): Rows {
  return post({ ...about, kind: 'sold', entries: sales.flatMap((sale) => saleEntries(sale, 1n)) })
}

/** Sessions were canceled: nothing is owed for them any more. */
export function saleCanceled(about: About, sales: readonly SessionSale[]): Rows {
  return post({ ...about, kind: 'sale_canceled', entries: sales.flatMap((sale) => saleEntries(sale, -1n)) })
}

/** A cancellation was taken back: they are owed again, as if it had not been. */
export function saleRestored(about: About, sales: readonly SessionSale[]): Rows {
  return post({ ...about, kind: 'sale_canceled', entries: sales.flatMap((sale) => saleEntries(sale, 1n)) })
}

function saleEntries({ sessionId, share }: SessionSale, sign: bigint): Entry[] {
  const discountNet = share.discountGrossMinor - share.discountTaxMinor
  return [
    { account: 'receivable', sessionId, minor: sign * share.grossMinor },
    { account: 'discounts', sessionId, minor: sign * discountNet },
    { account: 'tax', sessionId, minor: -sign * share.taxMinor },
    { account: 'sales', sessionId, minor: -sign * (share.grossMinor - share.taxMinor + discountNet) },
  ]
}

/** Fees, each with the tax that lies in it. A negative amount takes a fee back. */
export function feeCharged(about: About, fees: readonly SessionAmount[], taxBasisPoints: number): Rows {
  const entries = fees.flatMap(({ sessionId, minor }): Entry[] => {
    const tax = feeTax(minor, taxBasisPoints)
    return [
      { account: 'receivable', sessionId, minor },
      { account: 'tax', sessionId, minor: -tax },
      { account: 'fees', sessionId, minor: -(minor - tax) },
    ]
  })
  const takenBack = fees.reduce((sum, fee) => sum + fee.minor, 0n) < 0n
  return post({ ...about, kind: takenBack ? 'fee_canceled' : 'fee_charged', entries })
}

/** The tax inside a fee; of a fee taken back it is negative. */
export function feeTax(minor: bigint, taxBasisPoints: number): bigint {
  return minor < 0n ? -taxWithin(-minor, taxBasisPoints) : taxWithin(minor, taxBasisPoints)
}

/** Where the money of a payment lies: at a provider, or it was the customer's credit. */
export interface Purse {
  provider: string
  creditId: string | null
}

/** A payment arrived and pays for these sessions. */
export function paymentReceived(
  about: About,
  payment: Purse & { id: string },
  parts: readonly SessionAmount[],
): Rows {
  return post({
    ...about,
    kind: 'payment_received',
    paymentId: payment.id,
    entries: [...received(parts, -1n), purse(payment, total(parts))],
  })
}

/** A payment was taken back by the customer's bank. */
export function paymentLost(
  about: About,
  payment: Purse & { id: string },
  parts: readonly SessionAmount[],
): Rows {
  return post({
    ...about,
    kind: 'payment_lost',
    paymentId: payment.id,
    entries: [...received(parts, 1n), purse(payment, -total(parts))],
  })
}

/** A refund was asked for or decided: from now on the money is owed to the customer, whoever still has to approve. */
export function refundPromised(
  about: About,
  refund: { id: string; paymentId: string },
  parts: readonly SessionAmount[],
): Rows {
  const entries: Entry[] = [...received(parts, 1n), { account: 'refunds_due', minor: -total(parts) }]
  return post({
    ...about,
    kind: 'refund_promised',
    refundId: refund.id,
    paymentId: refund.paymentId,
    entries,
  })
}

/** A refund was refused or failed for good: what was paid is there again, session by session as it was promised. */
export function refundWithdrawn(
  about: About,
  refund: { id: string; paymentId: string },
  parts: readonly SessionAmount[],
): Rows {
  const entries: Entry[] = [...received(parts, -1n), { account: 'refunds_due', minor: total(parts) }]
  return post({
    ...about,
    kind: 'refund_withdrawn',
    refundId: refund.id,
    paymentId: refund.paymentId,
    entries,
  })
}

/** The money left. */
export function refundPaid(
  about: About,
  refund: Purse & { id: string; paymentId: string; amountMinor: bigint },
): Rows {
  return refundMoved('refund_paid', about, refund, refund.amountMinor)
}

/** It came back days later: the refund failed after it had succeeded. */
export function refundReturned(
  about: About,
  refund: Purse & { id: string; paymentId: string; amountMinor: bigint },
): Rows {
  return refundMoved('refund_returned', about, refund, -refund.amountMinor)
}

function refundMoved(
  kind: 'refund_paid' | 'refund_returned',
  about: About,
  refund: Purse & { id: string; paymentId: string },
  minor: bigint,
): Rows {
  const entries: Entry[] = [{ account: 'refunds_due', minor }, purse(refund, -minor)]
  return post({ ...about, kind, refundId: refund.id, paymentId: refund.paymentId, entries })
}

/** Credit instead of money. */
export function creditGranted(about: About, creditId: string, parts: readonly SessionAmount[]): Rows {
  const entries: Entry[] = [...received(parts, 1n), { account: 'credit', creditId, minor: -total(parts) }]
  return post({ ...about, kind: 'credit_granted', creditId, entries })
}

/** The same taken back, before any of it was spent: the money is the booking's again, session by session. */
export function creditWithdrawn(about: About, creditId: string, parts: readonly SessionAmount[]): Rows {
  const entries: Entry[] = [...received(parts, -1n), { account: 'credit', creditId, minor: total(parts) }]
  return post({ ...about, kind: 'credit_granted', creditId, entries })
}

/** What was left of a credit when its time was over is the business's. */
export function creditExpired(about: Omit<About, 'bookingId'>, creditId: string, leftMinor: bigint): Rows {
  const entries: Entry[] = [
    { account: 'credit', creditId, minor: leftMinor },
    { account: 'expired_credit', minor: -leftMinor },
  ]
  return post({ ...about, bookingId: null, kind: 'credit_expired', creditId, entries })
}

/** An invoice was voided: whatever it still asked for is no longer asked. `charged` is what the ledger says now. */
export function invoiceVoided(
  about: About,
  charged: readonly {
    sessionId: string | null
    account: Posting['entries'][number]['account']
    minor: bigint
  }[],
): Rows {
  const entries = charged.map(({ sessionId, account, minor }): Entry => ({
    account,
    sessionId,
    minor: -minor,
  }))
  return post({ ...about, kind: 'invoice_voided', entries })
}

function received(parts: readonly SessionAmount[], sign: bigint): Entry[] {
  return parts.map(({ sessionId, minor }) => ({ account: 'received', sessionId, minor: sign * minor }))
}

function purse({ provider, creditId }: Purse, minor: bigint): Entry {
  return creditId ? { account: 'credit', creditId, minor } : { account: 'cash', provider, minor }
}

function total(parts: readonly SessionAmount[]): bigint {
  return parts.reduce((sum, part) => sum + part.minor, 0n)
}
