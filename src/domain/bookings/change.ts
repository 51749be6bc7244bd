import type { Channel } from '#domain/facts/fact.ts'
import type { PolicyRefusal, SessionState } from '#domain/policies/evaluate.ts'
import type { Tier } from '#domain/policies/policy.ts'

/** What somebody asks to be changed. Amounts are never asked for: they are decided here. */
export interface ChangeRequest {
  bookingId: string
  cancel: string[]
  reschedule: { session: string; start: Temporal.Instant; hosts?: string[] }[]
  channel: Channel
}

/**
 * The dated answer to "what happens if": shown first, then confirmed by its id. It is sealed into the form and
 * becomes a row when it is committed. All instants are ISO text and all amounts digits, so that its id, a hash
 * of its JSON, is the same wherever it is computed.
 */
export interface Quote {
  orgId: string
  bookingId: string
  baseRevision: number
  actor: { kind: 'customer' | 'member'; id: string | null }
  channel: Channel
  cancel: QuotedCancel[]
  reschedule: QuotedMove[]
  refundMinor: string
  feeMinor: string
  currency: string
  policyVersion: string
  /** Whether a reason must, may or cannot be given with this change. */
  reason: 'required' | 'optional' | 'hidden'
  /** True when the policy would have refused a customer; the change is recorded as an override. */
  overridden: boolean
  quotedAt: string
  expiresAt: string
}

export interface QuotedCancel {
  session: string
  start: string
  end: string
  refundMinor: string
  tier: Tier | null
}

export interface QuotedMove {
  session: string
  fromStart: string
  fromEnd: string
  start: string
  end: string
  /** Who will be there, per assignment of the session; normally the same people (oncehub R80, R81). */
  hosts: {
    ownerId: string
    role: 'primary' | 'additional' | 'resource'
    label: string
    seatId: string | null
  }[]
  zone: string
  feeMinor: string
  tier: Tier | null
}

/** What was done, as the first commit of a quote said it and every repeat says it again. */
export interface Receipt {
  quoteId: string
  bookingId: string
  revision: number
  committedAt: string
  quote: Quote
}

/** Why a change was refused. Nothing happened. */
export type ChangeRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_session'; session: string }
  | { code: 'nothing_chosen' }
  | { code: 'chosen_twice'; session: string }
  | { code: 'not_permitted' }
  | { code: 'policy'; session: string; refusal: PolicyRefusal }
  | { code: 'state'; session: string; state: SessionState }
  | { code: 'same_time'; session: string }
  | { code: 'slot_unavailable'; session: string; why: string }
  /** The time is gone; nearest free starts, ISO instants, for the session named. */
  | { code: 'slot_taken'; session: string; nearest: string[] }
  /** Somebody else changed the booking since the quote. */
  | { code: 'changed_meanwhile'; revision: number }
  | { code: 'quote_expired' }
  | { code: 'quote_unreadable' }
  | { code: 'reason_required' }
  | { code: 'reason_too_long'; longest: number }

export const LONGEST_REASON = 2_000

/** What the person chose beside the quote. */
export interface ChangeChoices {
  reason?: string
  /** False keeps the customer's mail back; only team members may (oncehub R68). */
  tellCustomer?: boolean
}
