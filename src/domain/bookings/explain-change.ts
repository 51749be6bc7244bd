import type { Actor } from '#domain/access/scope.ts'
import { deadline, type PolicyRefusal } from '#domain/policies/evaluate.ts'
import { OPEN_RULE, type PolicyAction, type Tier } from '#domain/policies/policy.ts'
import type { Booking, Session } from './booking.ts'
import type { ChangeRequest } from './change.ts'
import { evaluateSession } from './decide-change.ts'
import { moneyOfCancel, moneyOfMove } from './quote-money.ts'
import { transition, type TransitionRefusal } from './lifecycle.ts'

/** What the rules say of one session of a change, whether or not the change as a whole is possible. */
export interface SessionVerdict {
  session: Session
  action: PolicyAction
  /** What forbids it for whoever asks, or null. */
  refusal: PolicyRefusal | TransitionRefusal | null
  /** The policy would refuse the customer, and the business may do it all the same. */
  overridden: boolean
  /** Last instant at which a customer may do it by the policy; null where it never is, or has no deadline. */
  closesAt: Temporal.Instant | null
  tier: Tier | null
  refundMinor: bigint
  feeMinor: bigint
}

/**
 * Every session of a change with its own verdict and money, so that a refusal of the whole says what stands in the
 * way where. Pure; it asks the same rules as `decideChange`, which remains the one that quotes.
 */
export function explainChange(
  booking: Booking,
  request: Pick<ChangeRequest, 'cancel' | 'reschedule'>,
  actor: Extract<Actor, { kind: 'customer' | 'member' }>['kind'],
): SessionVerdict[] {
  const chosen = [
    ...request.cancel.map((id) => ({ id, action: 'cancel' as const })),
    ...request.reschedule.map((move) => ({ id: move.session, action: 'reschedule' as const })),
  ]
  return chosen.flatMap(({ id, action }) => {
    const session = booking.sessions.find((entry) => entry.id === id)
    return session ? [verdictOf(booking, session, action, actor)] : []
  })
}

function verdictOf(
  booking: Booking,
  session: Session,
  action: PolicyAction,
  actor: 'customer' | 'member',
): SessionVerdict {
  const policy = evaluateSession(booking, session, action)
  const possible = transition(action, actor, session, booking.now)
  const state = possible.ok ? null : possible.refusal
  const bound = actor === 'customer' && !policy.allowed ? policy.refusal : null
  const tier = policy.allowed ? policy.tier : null
  const verdict = policy.allowed ? policy : { tier: null, inGrace: false }
  return {
    session,
    action,
    refusal: bound ?? state,
    overridden: actor === 'member' && !policy.allowed,
    closesAt: closesAt(booking, session, action),
    tier,
    refundMinor:
      action === 'cancel' ? BigInt(moneyOfCancel(booking, session, verdict, actor).refundMinor) : 0n,
    feeMinor: action === 'cancel' ? 0n : BigInt(moneyOfMove(booking, session, verdict, actor).feeMinor),
  }
}

function closesAt(booking: Booking, session: Session, action: PolicyAction): Temporal.Instant | null {
  const rule = booking.policy.rules[action] ?? OPEN_RULE
  if (session.state === 'requested' || rule.allowed.kind === 'never') return null
  return deadline(rule, session.startsAt)
}
