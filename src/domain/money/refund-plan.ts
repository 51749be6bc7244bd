import type { PaymentOnFile } from './booking-money.ts'
import type { SessionAmount } from './postings.ts'

/** One refund of one payment, with the sessions it gives back for. */
export interface PlannedRefund {
  paymentId: string
  amountMinor: bigint
  /** provider moves the money, credit returns a spent credit, outside waits for a member who hands it back. */
  way: 'provider' | 'outside' | 'credit'
  parts: SessionAmount[]
}

/**
 * Spreads what goes back over the payments it came from, the newest first; a refund belongs to one payment (octopus
 * O108), and none gets more back than was captured. What no payment can give back is left out.
 */
export function planRefunds(
  parts: readonly SessionAmount[],
  payments: readonly PaymentOnFile[],
): PlannedRefund[] {
  const waiting = parts.map((part) => ({ ...part }))
  const refunds: PlannedRefund[] = []
  for (const payment of payments.toReversed()) {
    const taken = take(waiting, refundable(payment))
    const amountMinor = taken.reduce((total, part) => total + part.minor, 0n)
    if (amountMinor > 0n)
      refunds.push({ paymentId: payment.id, amountMinor, way: wayOf(payment), parts: taken })
  }
  return refunds
}

/** What may still go back of a payment; nothing of one that is disputed at the bank. */
export function refundable(payment: PaymentOnFile): bigint {
  if (payment.state !== 'succeeded' || payment.disputed) return 0n
  return payment.capturedMinor - payment.refundedMinor
}

function wayOf({ provider }: PaymentOnFile): PlannedRefund['way'] {
  return provider === 'manual' ? 'outside' : provider === 'credit' ? 'credit' : 'provider'
}

function take(waiting: SessionAmount[], most: bigint): SessionAmount[] {
  let left = most
  return waiting.flatMap((part) => {
    const minor = part.minor < left ? part.minor : left
    if (minor <= 0n) return []
    part.minor -= minor
    left -= minor
    return [{ sessionId: part.sessionId, minor }]
  })
}
