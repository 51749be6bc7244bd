import { spellReference } from '#platform/ids.ts'
import { showId, showIdOrNull } from '#platform/public-ids.ts'
import { showMoney } from '#domain/money/show-money.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import { bookingStatus, sessionStatus, type Assignment, type Booking, type Session } from './booking.ts'
import { balanceOfBooking } from './sale.ts'

/**
 * A booking as programs see it, in answers of the API and in webhooks alike: members in snake_case, ids with their
 * prefix, instants as ISO text in UTC, money in minor units. Pure.
 */
export function representBooking(booking: Booking) {
  return {
    id: showId('booking', booking.id),
    reference: spellReference(booking.reference),
    revision: booking.revision,
    status: isHeld(booking) ? ('held' as const) : bookingStatus(booking),
    held_until: booking.heldUntil?.toString() ?? null,
    needs_approval: booking.needsApproval,
    created_at: booking.createdAt.toString(),
    updated_at: booking.updatedAt.toString(),
    channel: booking.channel,
    event_type: {
      id: showId('eventType', booking.eventType.id),
      name: booking.eventType.name,
      slug: booking.eventType.slug,
    },
    booking_page: { id: showId('page', booking.page.id), title: booking.page.title, slug: booking.page.slug },
    policy_version: {
      id: showId('policyVersion', booking.policy.versionId),
      policy: showId('policy', booking.policy.policyId),
      version: booking.policy.version,
    },
    customer: { ...booking.customer, id: showId('customer', booking.customer.id) },
    guests: booking.guests.map((guest) => ({ ...guest, id: showId('guest', guest.id) })),
    answers: booking.answers,
    duration_minutes: booking.durationMinutes,
    price: showMoney(booking.priceMinor, booking.currency),
    payment_mode: booking.paymentMode,
    money: representMoney(booking),
    sessions: booking.sessions.map((session) => representSession(session, booking.currency)),
  }
}

// A package waits as one: none of its sessions is anybody's before it is paid.
function isHeld({ sessions }: Booking): boolean {
  return sessions.every((session) => session.state === 'held')
}

function representMoney(booking: Booking) {
  const { money, currency } = booking
  const shown = (minor: bigint) => showMoney(minor, currency)
  return {
    total: shown(money.totalMinor),
    discount: shown(money.discountMinor),
    discount_code: money.discountCode?.code ?? null,
    tax: shown(money.taxMinor),
    tax_basis_points: money.taxBasisPoints,
    tax_inclusive: money.taxInclusive,
    paid: shown(money.payments.reduce((sum, payment) => sum + payment.capturedMinor, 0n)),
    refunded: shown(money.payments.reduce((sum, payment) => sum + payment.refundedMinor, 0n)),
    balance: shown(balanceOfBooking(booking)),
    terms: representTerms(booking.paymentTerms),
    invoice: showIdOrNull('invoice', money.invoice?.id ?? null),
  }
}

/** Terms of payment as programs see them. */
export function representTerms(terms: PaymentTerms) {
  if (terms.kind !== 'deposit') return terms
  const { amount } = terms
  return {
    kind: terms.kind,
    amount: amount.kind === 'percent' ? amount : { kind: amount.kind, amount: Number(amount.minor) },
  }
}

function representSession(session: Session, currency: string) {
  return {
    id: showId('session', session.id),
    position: session.position,
    status: sessionStatus(session),
    start: session.startsAt.toString(),
    end: session.endsAt.toString(),
    zone: session.zone,
    uid: session.uid,
    sequence: session.sequence,
    times_rescheduled: session.rescheduleCount,
    confirmed_at: session.confirmedAt?.toString() ?? null,
    new_time_asked_at: session.askedToMoveAt?.toString() ?? null,
    price_share: showMoney(session.priceShareMinor, currency),
    charged: showMoney(session.chargedMinor, currency),
    paid: showMoney(session.paidMinor, currency),
    hosts: session.assignments.map(representHost),
  }
}

function representHost({ ownerId, kind, name, role, label }: Assignment) {
  return { id: showId(kind, ownerId), name, role, label }
}
