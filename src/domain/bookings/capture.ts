import { newId } from '#platform/ids.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { FactActor, Fact } from '#domain/facts/fact.ts'
import { changedPayment, paymentPayload, type PaymentRow } from '#domain/money/load-payment.ts'
import type { PaymentTruth } from '#domain/money/payment-provider.ts'
import { receive, type OpenAmount } from '#domain/money/payment-rows.ts'
import { refundPromised } from '#domain/money/postings.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { refundRow } from './promised-refunds.ts'
import { surroundings } from './people-concerned.ts'
import { aboutOf } from './sale.ts'

/** A provider's answer that money was taken, as rows: the payment is settled and falls on what is owed. */
export function captureRows(
  booking: Booking,
  payment: PaymentRow,
  truth: Pick<PaymentTruth, 'capturedMinor' | 'card' | 'paidWith'>,
  open: readonly OpenAmount[],
): Rows {
  const settled = changedPayment(payment, {
    state: 'succeeded',
    captured_minor: truth.capturedMinor,
    settled_at: booking.now,
    asked_at: booking.now,
    waits_for: null,
    failure: '',
    ...shownCard(truth.paidWith ?? truth.card),
  })
  const { id, provider } = payment
  const received = receive(
    aboutOf(booking),
    { id, provider, creditId: payment.credit_id, minor: truth.capturedMinor },
    open,
  )
  return joinRows({ changed_payments: [settled], saved_cards: cardRows(booking, payment, truth) }, received)
}

// Providers are asked in their own words; people see a name and four digits.
function shownCard(card: { brand: string; last4: string } | null) {
  return card && /^\d{0,4}$/.test(card.last4) ? { brand: card.brand, last4: card.last4 } : {}
}

// A card is kept only where the customer agreed to that: bookings with a card on file.
function cardRows(booking: Booking, payment: PaymentRow, { card }: Pick<PaymentTruth, 'card'>) {
  if (!card || booking.paymentTerms.kind !== 'card_on_file') return []
  return [
    {
      org_id: booking.orgId,
      id: newId(),
      booking_id: booking.id,
      provider: payment.provider,
      provider_customer: card.customer,
      provider_method: card.method,
      brand: card.brand,
      last4: card.last4,
      created_at: booking.now,
    },
  ]
}

/**
 * Money that came too late for what it was meant to pay: it is taken, promised back at once, and the customer is told.
 * Nobody has to approve what was never earned.
 */
export function captureAndReturn(
  booking: Booking,
  payment: PaymentRow,
  truth: Pick<PaymentTruth, 'capturedMinor' | 'card' | 'paidWith'>,
): { rows: Rows; recorded: Recorded[]; refundId: string } {
  const factId = newId()
  const refundId = newId()
  const part = { sessionId: null, minor: truth.capturedMinor }
  const refund = {
    id: refundId,
    paymentId: payment.id,
    amountMinor: truth.capturedMinor,
    way: 'provider' as const,
  }
  const author = { factId, memberId: null, remarkId: null }
  const fact: Fact<'refund.approved'> = {
    ...moneyFact(booking, { kind: 'system', id: null, apiKeyId: null }),
    id: factId,
    kind: 'refund.approved',
    payload: {
      refund: refundId,
      payment: payment.id,
      amountMinor: truth.capturedMinor.toString(),
      currency: booking.currency,
      way: 'provider',
      cause: 'late_payment',
    },
  }
  return {
    rows: joinRows(
      captureRows(booking, payment, { ...truth, card: null }, []),
      { refunds: [refundRow(booking, refund, author, { state: 'approved', cause: 'late_payment' })] },
      refundPromised(aboutOf(booking), refund, [part]),
    ),
    recorded: [
      record(paymentFact(booking, payment, 'payment.succeeded'), surroundings(booking, [])),
      record(fact, surroundings(booking, [])),
    ],
    refundId,
  }
}

/** What happened to one payment. */
export function paymentFact(
  booking: Booking,
  payment: PaymentRow,
  kind:
    | 'payment.pending'
    | 'payment.recorded'
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.rejected'
    | 'payment.disputed',
  actor: FactActor = { kind: 'system', id: null, apiKeyId: null },
): Fact {
  return { ...moneyFact(booking, actor), kind, payload: paymentPayload(payment) }
}

/** The frame of a fact about a booking's money: it belongs to the revision that it saw. */
export function moneyFact(booking: Booking, actor: FactActor) {
  return {
    id: newId(),
    orgId: booking.orgId,
    at: booking.now,
    bookingId: booking.id,
    revision: booking.revision,
    actor,
    channel:
      actor.kind === 'member'
        ? actor.apiKeyId
          ? ('api' as const)
          : ('staff_page' as const)
        : ('system' as const),
    remarkId: null as string | null,
  }
}

/** What the sessions owe now, for a payment to fall on. */
export function openAmounts(booking: Booking): OpenAmount[] {
  return booking.sessions.map((session) => ({
    sessionId: session.id,
    minor: session.chargedMinor - session.paidMinor,
  }))
}
