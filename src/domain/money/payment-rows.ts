import { newId } from '#platform/ids.ts'
import type { Rows } from '#platform/rows.ts'
import type { PaymentOnFile } from './booking-money.ts'
import { paymentReceived, type About, type SessionAmount } from './postings.ts'
import { splitByWeights } from './shares.ts'

/** A payment about to be written down. */
export interface NewPayment {
  purpose: PaymentOnFile['purpose']
  provider: string
  method: 'card' | 'cash' | 'bank_transfer' | 'cheque' | 'credit' | 'other'
  state: 'started' | 'pending' | 'succeeded'
  amountMinor: bigint
  creditId?: string
  /** A number people wrote: of a cheque, a transfer. */
  reference?: string
  recordedBy?: string
  decidedBy?: string
  /** The change that is made once this is paid; see bookings/paid-change.ts. */
  waitsFor?: unknown
  expiresAt?: Temporal.Instant
}

/** The whole row of a new payment; one that succeeded is captured in full. */
export function paymentRow(about: About, payment: NewPayment) {
  const isPaid = payment.state === 'succeeded'
  return {
    org_id: about.orgId,
    id: newId(),
    booking_id: about.bookingId,
    purpose: payment.purpose,
    provider: payment.provider,
    method: payment.method,
    state: payment.state,
    amount_minor: payment.amountMinor,
    currency: about.currency,
    captured_minor: isPaid ? payment.amountMinor : 0n,
    refunded_minor: 0n,
    provider_reference: null,
    pay_url: null,
    reference: payment.reference ?? '',
    waits_for: payment.waitsFor ?? null,
    credit_id: payment.creditId ?? null,
    recorded_by: payment.recordedBy ?? null,
    decided_by: payment.decidedBy ?? null,
    brand: '',
    last4: '',
    failure: '',
    disputed_at: null,
    expires_at: payment.expiresAt ?? null,
    created_at: about.at,
    settled_at: isPaid ? about.at : null,
    asked_at: null,
  }
}

/** What a session still owes. */
export interface OpenAmount {
  sessionId: string
  minor: bigint
}

/**
 * Money arrived: it pays for the sessions in proportion to what each still owes, by largest remainder; what is more
 * than all of them owe stays with the booking as a whole.
 */
export function receive(
  about: About,
  payment: { id: string; provider: string; creditId: string | null; minor: bigint },
  open: readonly OpenAmount[],
): Rows {
  return paymentReceived(about, payment, partsOf(payment.minor, open))
}

/** How an amount falls on what is owed. */
export function partsOf(minor: bigint, open: readonly OpenAmount[]): SessionAmount[] {
  const owing = open.filter((part) => part.minor > 0n)
  const owed = owing.reduce((sum, part) => sum + part.minor, 0n)
  const assigned = minor < owed ? minor : owed
  const split = splitByWeights(
    assigned,
    owing.map((part) => part.minor),
  )
  const parts: SessionAmount[] = owing.map((part, index) => ({
    sessionId: part.sessionId,
    minor: split[index]!,
  }))
  return minor > assigned ? [...parts, { sessionId: null, minor: minor - assigned }] : parts
}

/** What is still owed after a payment fell on it. */
export function stillOpen(open: readonly OpenAmount[], paid: readonly SessionAmount[]): OpenAmount[] {
  return open.map((part) => ({
    sessionId: part.sessionId,
    minor: part.minor - (paid.find((entry) => entry.sessionId === part.sessionId)?.minor ?? 0n),
  }))
}
