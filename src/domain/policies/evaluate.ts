import type { ActionRule, Tier } from './policy.ts'

/** Where a session stands; behaviour hangs on these categories only. */
export type SessionState =
  | 'held'
  | 'requested'
  | 'scheduled'
  | 'in_progress'
  | 'awaiting_update'
  | 'completed'
  | 'canceled'
  | 'no_show'
  | 'failed'

/** What a customer's action is judged on. */
export interface SessionFacts {
  state: SessionState
  startsAt: Temporal.Instant
  bookedAt: Temporal.Instant
  rescheduleCount: number
}

/** Why a customer may not act, as a code that pages turn into a sentence. */
export type PolicyRefusal =
  | { code: 'not_open'; state: SessionState }
  | { code: 'started' }
  | { code: 'switched_off' }
  | { code: 'never_allowed' }
  | { code: 'too_late'; closedAt: Temporal.Instant }
  | { code: 'limit_reached'; limit: number }

export type Verdict =
  | {
      allowed: true
      /** Last instant at which the action is still possible; null for a request, which has no deadline. */
      until: Temporal.Instant | null
      /** The money rule that applies now; null when there is none. */
      tier: Tier | null
      /** Last instant at which `tier` still applies. */
      tierUntil: Temporal.Instant | null
      inGrace: boolean
      /** The fee that a team member agreed to for this session, instead of any rule. */
      agreedFeeMinor?: bigint
    }
  | { allowed: false; refusal: PolicyRefusal }

/**
 * May the customer act on this session now, and at which price rule? Pure; the first thing that forbids wins.
 * `switchedOn` is the organization's live switch, `rule` the version agreed at booking (domain.md §3;
 * decision rows D3–D12 of oncehub §14.1 and T2–T16 of octopus §17). Notice is elapsed time, and exactly the
 * notice left is still allowed (octopus O41).
 */
export function evaluate(
  rule: ActionRule,
  session: SessionFacts,
  switchedOn: boolean,
  now: Temporal.Instant,
): Verdict {
  if (session.state === 'requested')
    return { allowed: true, until: null, tier: null, tierUntil: null, inGrace: false }
  if (session.state !== 'scheduled') return refused({ code: 'not_open', state: session.state })
  if (!isBefore(now, session.startsAt)) return refused({ code: 'started' })
  if (!switchedOn) return refused({ code: 'switched_off' })
  if (rule.allowed.kind === 'never') return refused({ code: 'never_allowed' })
  const closesAt = deadline(rule, session.startsAt)
  if (isBefore(closesAt, now)) return refused({ code: 'too_late', closedAt: closesAt })
  if (rule.limit !== null && session.rescheduleCount >= rule.limit)
    return refused({ code: 'limit_reached', limit: rule.limit })
  return { allowed: true, until: closesAt, ...applicableTier(rule, session, now) }
}

/** Last instant at which the rule lets a customer act on a session with this start. */
export function deadline(rule: ActionRule, startsAt: Temporal.Instant): Temporal.Instant {
  return rule.allowed.kind === 'until' ? startsAt.subtract({ minutes: rule.allowed.noticeMinutes }) : startsAt
}

function applicableTier(rule: ActionRule, session: SessionFacts, now: Temporal.Instant) {
  const graceEnds = rule.graceMinutes === null ? null : session.bookedAt.add({ minutes: rule.graceMinutes })
  if (graceEnds && !isBefore(graceEnds, now)) return { tier: null, tierUntil: graceEnds, inGrace: true }
  const tier = rule.tiers.find((entry) => !isBefore(tierEnd(entry, session.startsAt), now)) ?? null
  return { tier, tierUntil: tier && tierEnd(tier, session.startsAt), inGrace: false }
}

function tierEnd(tier: Tier, startsAt: Temporal.Instant): Temporal.Instant {
  return startsAt.subtract({ minutes: tier.fromNoticeMinutes })
}

function refused(refusal: PolicyRefusal): Verdict {
  return { allowed: false, refusal }
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0
}
