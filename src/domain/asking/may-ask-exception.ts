import { evaluateSession } from '#domain/bookings/decide-change.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { moneyOfCancel } from '#domain/bookings/quote-money.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'

/** For which sessions a customer may ask for what the policy does not give; empty lists are nothing to ask for. */
export type Askable = Record<PolicyAction, string[]>

/**
 * Coming sessions that the policy does not let the customer cancel or move, and those whose cancellation gives nothing
 * of what was paid back or costs more (ux M5, M5f). Nobody has two questions open at once; one that was answered can be
 * asked anew, so that nobody is left with offered times that somebody else has taken. Pure.
 */
export function mayAskException(booking: Booking): Askable {
  if (booking.asks.some(({ state }) => state === 'open')) return { cancel: [], reschedule: [] }
  const unanswered = { ...booking, asks: booking.asks.filter(({ kind }) => kind !== 'exception') }
  const askable = (action: PolicyAction) =>
    booking.sessions.filter((session) => isAskable(unanswered, session, action)).map(({ id }) => id)
  return { cancel: askable('cancel'), reschedule: askable('reschedule') }
}

function isAskable(booking: Booking, session: Session, action: PolicyAction): boolean {
  if (session.state !== 'scheduled' || Temporal.Instant.compare(booking.now, session.startsAt) >= 0)
    return false
  const verdict = evaluateSession(booking, session, action)
  if (!verdict.allowed) return true
  // What a member agreed to is not asked for again.
  if (action === 'reschedule' || verdict.agreedFeeMinor !== undefined) return false
  const money = moneyOfCancel(booking, session, verdict, 'customer')
  const losesAll = money.refundMinor === '0' && (money.keptMinor !== '0' || money.undecidedMinor !== '0')
  return losesAll || money.owedMinor !== '0'
}
