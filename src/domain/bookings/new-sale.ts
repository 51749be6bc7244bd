import { joinRows, type Rows } from '#platform/rows.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import { newInvoice, type Parties } from '#domain/money/papers.ts'
import { partsOf, paymentRow, receive, stillOpen } from '#domain/money/payment-rows.ts'
import { sold, type About } from '#domain/money/postings.ts'
import { dueAtBooking, priceOf, saleShares, type Price, type SaleShare } from '#domain/money/price.ts'
import type { TierAmount } from '#domain/policies/policy.ts'
import type { Booking } from './booking.ts'

/** How long times are kept for somebody who pays. */
const HOLD_MINUTES = 10

/** A code that takes something off. */
export interface Discount {
  id: string
  code: string
  amount: TierAmount
}

/** What a new booking costs and what must happen before it is made. */
export interface Terms {
  price: Price
  shares: SaleShare[]
  discount: Discount | null
  /** Paid with credit, per credit. */
  credits: { creditId: string; minor: bigint }[]
  /** To be paid online before the times are theirs; 0 where nothing is. */
  payNowMinor: bigint
  /** Until when the times are only held; null for a booking that is made at once. */
  heldUntil: Temporal.Instant | null
  /** True where the team decides first: nothing is sold or paid before. */
  isRequest: boolean
}

/** The price and terms of an offer, for a customer who books at a page or a member who books for one. */
export function termsOf(
  offer: Offer,
  by: { isMember: boolean; isRequest: boolean; now: Temporal.Instant },
  discount: Discount | null,
  credits: { creditId: string; minor: bigint }[],
): Terms {
  const { eventType } = offer
  const price = priceOf(eventType.priceMinor, discount?.amount ?? null, offer.tax)
  const shares = saleShares(price, offer.tax, eventType.sessionCount)
  const isCollected = eventType.paymentMode === 'price_collected'
  const online = isCollected && offer.organization.money.provider !== null && !by.isMember
  const credit = credits.reduce((sum, entry) => sum + entry.minor, 0n)
  const due = online ? dueAtBooking(offer.terms, price.totalMinor) - credit : 0n
  const payNowMinor = due > 0n ? due : 0n
  const waits = payNowMinor > 0n || (online && offer.terms.kind === 'card_on_file')
  return {
    price,
    shares,
    discount,
    credits: isCollected ? credits : [],
    payNowMinor,
    heldUntil: waits && !by.isRequest ? by.now.add({ minutes: HOLD_MINUTES }) : null,
    isRequest: by.isRequest,
  }
}

/** Columns of the booking's row. */
export function priceColumns(offer: Offer, terms: Terms) {
  return {
    price_minor: offer.eventType.priceMinor,
    currency: offer.eventType.currency,
    payment_mode: offer.eventType.paymentMode,
    total_minor: terms.price.totalMinor,
    discount_minor: terms.price.discountMinor,
    discount_code_id: terms.discount?.id ?? null,
    tax_minor: terms.price.taxMinor,
    tax_basis_points: offer.tax.basisPoints,
    tax_inclusive: offer.tax.inclusive,
    payment_terms: offer.terms,
    late_fee: offer.organization.money.lateFee,
    held_until: terms.heldUntil,
  }
}

/**
 * What is written beside the booking itself: the used code, and the sale with its invoice and the credit that pays for
 * it. A booking that waits for a payment, or for the team, is sold when that arrives; its credit is only set aside.
 */
export function saleRows(
  about: About,
  offer: Offer,
  terms: Terms,
  booking: { sessionIds: string[]; customer: { name: string; email: string } },
): Rows {
  const used: Rows = terms.discount
    ? { used_codes: [{ org_id: about.orgId, id: terms.discount.id, by: 1 }] }
    : {}
  if (terms.heldUntil || terms.isRequest)
    return joinRows(used, { payments: terms.credits.map((entry) => creditPayment(about, entry, 'started')) })
  if (offer.eventType.paymentMode !== 'price_collected') return used
  const { invoices } = offer.organization.money
  const parties = {
    prefix: invoices.prefix,
    dueDays: invoices.dueDays,
    seller: invoices.seller,
    buyerName: booking.customer.name,
    buyerEmail: booking.customer.email,
  }
  const sales = booking.sessionIds.map((sessionId, index) => ({ sessionId, share: terms.shares[index]! }))
  return joinRows(
    used,
    sell(about, parties, sales, {
      taxBasisPoints: offer.tax.basisPoints,
      discountLabel: terms.discount?.code ?? '',
    }),
    payWithCredit(
      about,
      terms.credits.map((entry) => creditPayment(about, entry, 'succeeded')),
      sales,
    ),
  )
}

/** The code that a booking used counts no more: it was never made. */
export function discountGivenBack({
  orgId,
  money: { discountCode },
}: Pick<Booking, 'orgId' | 'money'>): Rows {
  return discountCode ? { used_codes: [{ org_id: orgId, id: discountCode.id, by: -1 }] } : {}
}

/** The sale itself: the ledger owes it, and an invoice says so. */
export function sell(
  about: About,
  parties: Parties,
  sales: { sessionId: string; share: SaleShare }[],
  paper: { taxBasisPoints: number; discountLabel: string },
): Rows {
  return joinRows(sold(about, sales), newInvoice(about, parties, sales, paper).rows)
}

function payWithCredit(
  about: About,
  payments: ReturnType<typeof paymentRow>[],
  sales: { sessionId: string; share: SaleShare }[],
): Rows {
  let open = sales.map(({ sessionId, share }) => ({ sessionId, minor: share.grossMinor }))
  const rows: Rows[] = [{ payments }]
  for (const { id, amount_minor: minor, credit_id: creditId } of payments) {
    rows.push(receive(about, { id, provider: 'credit', creditId, minor }, open))
    open = stillOpen(open, partsOf(minor, open))
  }
  return joinRows(...rows)
}

function creditPayment(
  about: About,
  { creditId, minor }: Terms['credits'][number],
  state: 'started' | 'succeeded',
) {
  return paymentRow(about, {
    purpose: 'booking',
    provider: 'credit',
    method: 'credit',
    state,
    amountMinor: minor,
    creditId,
  })
}
