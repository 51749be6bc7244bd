import type { Parties } from '#domain/money/papers.ts'
import type { About } from '#domain/money/postings.ts'
import { saleShares, type SaleShare } from '#domain/money/price.ts'
import type { Booking, Session } from './booking.ts'

/** What a session was sold for, or null where it is not on the invoice (any more). */
export function saleOf(booking: Booking, session: Session): SaleShare | null {
  const line = booking.money.invoice?.lines.find(
    (entry) => entry.kind === 'session' && entry.sessionId === session.id,
  )
  // What the team asked for another time is still sold.
  if (!line || (session.state === 'canceled' && !session.askedToMoveAt)) return null
  return agreedShare(booking, session)
}

/** A session's part of the price as it was agreed. */
export function agreedShare(booking: Booking, session: Session): SaleShare {
  const { totalMinor, discountMinor, taxMinor, taxBasisPoints, taxInclusive } = booking.money
  const price = { listMinor: booking.priceMinor, totalMinor, discountMinor, taxMinor }
  const tax = { basisPoints: taxBasisPoints, inclusive: taxInclusive }
  return saleShares(price, tax, booking.sessions.length)[session.position]!
}

/** What postings of this booking are about, at the booking's time. */
export function aboutOf(booking: Booking): About {
  return { orgId: booking.orgId, bookingId: booking.id, currency: booking.currency, at: booking.now }
}

/** Who sells and buys, as papers name them. */
export function partiesOf(booking: Booking): Parties {
  const { prefix, dueDays, seller } = booking.organization.money.invoices
  return { prefix, dueDays, seller, buyerName: booking.customer.name, buyerEmail: booking.customer.email }
}

/** What the booking still owes: positive is asked of the customer, negative is theirs to get back. */
export function balanceOfBooking(booking: Booking): bigint {
  const { unassigned } = booking.money
  return booking.sessions.reduce(
    (balance, session) => balance + session.chargedMinor - session.paidMinor,
    unassigned.chargedMinor - unassigned.paidMinor,
  )
}

/** A new credit of the booking's customer. */
export function creditRow(booking: Booking, id: string, grantedMinor: bigint, expiresAt: Temporal.Instant) {
  return {
    org_id: booking.orgId,
    id,
    customer_id: booking.customer.id,
    booking_id: booking.id,
    granted_minor: grantedMinor,
    currency: booking.currency,
    expires_at: expiresAt,
    expired_at: null,
    created_at: booking.now,
  }
}
