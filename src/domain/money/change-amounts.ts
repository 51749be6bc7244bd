import type { PolicyAction, Tier } from '#domain/policies/policy.ts'
import { tierShare } from './shares.ts'

/** What the arithmetic needs of a booking and one of its sessions. */
interface Priced {
  paymentMode: 'free' | 'price_shown' | 'price_collected'
  sessions: readonly unknown[]
}

/**
 * What one session's change gives back or costs, in minor units. Money moves only where the price was collected;
 * where it is merely shown, refund and fee are words of the policy that the business settles (oncehub D15, D16).
 * Within the grace period everything comes back and nothing costs.
 */
export function changeAmounts(
  action: PolicyAction,
  booking: Priced,
  session: { priceShareMinor: bigint; position: number },
  tier: Tier | null,
  inGrace: boolean,
): { refundMinor: bigint; feeMinor: bigint } {
  const nothing = { refundMinor: 0n, feeMinor: 0n }
  if (booking.paymentMode !== 'price_collected') return nothing
  if (inGrace) return action === 'cancel' ? { ...nothing, refundMinor: session.priceShareMinor } : nothing
  if (!tier) return nothing
  const amount = tierShare(tier.amount, session.priceShareMinor, session.position, booking.sessions.length)
  if (action === 'reschedule') return { ...nothing, feeMinor: amount }
  return { ...nothing, refundMinor: amount < session.priceShareMinor ? amount : session.priceShareMinor }
}
