import type { ActorKind } from '#domain/facts/fact.ts'
import type { SessionState } from '#domain/policies/evaluate.ts'

/** What can be done to a session. `cancel` and `reschedule` only happen inside a change (quote, then commit). */
export type SessionAction =
  | 'cancel'
  | 'reschedule'
  | 'keep'
  | 'complete'
  | 'no_show'
  | 'revert_no_show'
  | 'approve'
  | 'decline'
  | 'suggest'
  | 'undo'
  | 'ask_to_move'
  | 'fail'
  | 'revert_failed'

interface Transition {
  /** States that allow the action, per kind of actor; an actor who is not named may not do it. */
  from: Partial<Record<ActorKind, readonly SessionState[]>>
  to: SessionState
  /** Where the action only makes sense on one side of the start or the end. */
  when?: 'before_start' | 'after_start' | 'after_end'
}

const OPEN = ['scheduled', 'requested'] as const

/**
 * The one map of what leads where (oncehub §15, octopus §18, settled in domain.md §4). It guards the use cases,
 * decides which controls a page offers and fills the documentation.
 */
export const TRANSITIONS: Record<SessionAction, Transition> = {
  cancel: {
    from: {
      customer: OPEN,
      member: [...OPEN, 'in_progress', 'awaiting_update', 'completed', 'no_show'],
      calendar: OPEN,
      api_key: OPEN,
    },
    to: 'canceled',
  },
  // A request has no time yet: the team approves one, and the customer suggests others.
  reschedule: {
    from: {
      customer: ['scheduled'],
      member: ['scheduled', 'awaiting_update'],
      calendar: ['scheduled'],
      api_key: ['scheduled'],
    },
    to: 'scheduled',
  },
  approve: { from: { member: ['requested'] }, to: 'scheduled' },
  decline: { from: { member: ['requested'], system: ['requested'] }, to: 'canceled' },
  suggest: { from: { customer: ['requested'] }, to: 'requested' },
  undo: { from: { customer: ['canceled'] }, to: 'scheduled' },
  // The time is given up at once, and the customer chooses another one, also after the start (oncehub R87–R95).
  ask_to_move: {
    from: { member: ['scheduled', 'in_progress', 'awaiting_update', 'completed', 'no_show'] },
    to: 'canceled',
  },
  keep: { from: { customer: ['scheduled'] }, to: 'scheduled', when: 'before_start' },
  complete: { from: { system: ['scheduled', 'in_progress'] }, to: 'completed', when: 'after_end' },
  no_show: { from: { member: ['scheduled', 'completed'] }, to: 'no_show', when: 'after_start' },
  revert_no_show: { from: { member: ['no_show'] }, to: 'completed' },
  // Whoever comes to do it may find before the hour that it cannot be done (octopus O76, O77, O81).
  fail: { from: { member: ['scheduled', 'in_progress', 'awaiting_update'] }, to: 'failed' },
  revert_failed: { from: { member: ['failed'] }, to: 'completed' },
}

/** Why an action is not possible, as a code. */
export type TransitionRefusal =
  | { code: 'not_yours' }
  | { code: 'not_from_this_state'; state: SessionState }
  | { code: 'too_early' }
  | { code: 'already_started' }

export interface TransitionSubject {
  state: SessionState
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  /** Set while the customer is asked for another time: such a session moves, or is canceled for good, as a scheduled one. */
  askedToMoveAt?: Temporal.Instant | null
}

/** The state an action leads to, or why it is not possible now. Pure. */
export function transition(
  action: SessionAction,
  actor: ActorKind,
  session: TransitionSubject,
  now: Temporal.Instant,
): { ok: true; to: SessionState } | { ok: false; refusal: TransitionRefusal } {
  const { from, to, when } = TRANSITIONS[action]
  const states = from[actor]
  if (!states) return { ok: false, refusal: { code: 'not_yours' } }
  const waits = (action === 'cancel' || action === 'reschedule') && session.askedToMoveAt
  if (!states.includes(waits ? 'scheduled' : session.state))
    return { ok: false, refusal: { code: 'not_from_this_state', state: session.state } }
  const started = Temporal.Instant.compare(now, session.startsAt) >= 0
  const ended = Temporal.Instant.compare(now, session.endsAt) >= 0
  if (when === 'before_start' && started) return { ok: false, refusal: { code: 'already_started' } }
  if (when === 'after_start' && !started) return { ok: false, refusal: { code: 'too_early' } }
  if (when === 'after_end' && !ended) return { ok: false, refusal: { code: 'too_early' } }
  return { ok: true, to }
}
