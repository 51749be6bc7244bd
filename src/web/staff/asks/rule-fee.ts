import type { Booking, Session } from '#domain/bookings/booking.ts'
import { moneyOfCancel, moneyOfMove } from '#domain/bookings/quote-money.ts'
import { evaluate } from '#domain/policies/evaluate.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'

/**
 * What the policy would have charged for one session now, had it allowed it: the fee that a member who allows it all
 * the same is offered. Of several sessions the highest, because one fee holds for each. Pure.
 */
export function ruleFee(booking: Booking, sessions: readonly Session[], action: PolicyAction): bigint {
  return sessions
    .map((session) => feeOf(booking, session, action))
    .reduce((most, fee) => (fee > most ? fee : most), 0n)
}

function feeOf(booking: Booking, session: Session, action: PolicyAction): bigint {
  const rule = booking.policy.rules[action]
  const asAllowed = { ...rule, allowed: { kind: 'any_time' as const }, limit: null }
  const verdict = evaluate(asAllowed, { ...session, bookedAt: booking.createdAt }, true, booking.now)
  if (!verdict.allowed) return 0n
  if (action === 'reschedule') return BigInt(moneyOfMove(booking, session, verdict, 'customer').feeMinor)
  const money = moneyOfCancel(booking, session, verdict, 'customer')
  const fee = BigInt(money.keptMinor) + BigInt(money.owedMinor) + BigInt(money.undecidedMinor)
  // More than the session costs is never agreed to.
  return fee > session.priceShareMinor ? session.priceShareMinor : fee
}
