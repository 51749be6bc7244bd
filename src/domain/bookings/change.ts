import type { Channel } from '#domain/facts/fact.ts'
import type { MoneyRule } from '#domain/money/session-money.ts'
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
  /** Money back in all, if the customer takes money. */
  refundMinor: string
  /** Fees for moves, in all. */
  feeMinor: string
  /** Kept of what was paid, as a fee for canceling. */
  keptMinor: string
  /** Asked for canceling beyond what was paid; it is put on the invoice. */
  owedMinor: string
  /** Paid, and waiting for a member who decides on the late fee. */
  undecidedMinor: string
  /** Credit in all, if the customer takes credit instead of money; 0 where the policy offers none. */
  creditMinor: string
  /** How many months the credit is good; null where none is offered. */
  creditMonths: number | null
  /** What must be paid before the change is made; the other fees are put on the invoice. */
  payNowMinor: string
  /** Tax inside the fees above, and inside the sessions that are no longer charged. */
  feesTaxMinor: string
  taxBackMinor: string
  currency: string
  /** What happens with money back: nothing by itself, after approval, at once (oncehub R118). */
  refundSetting: 'none' | 'manual' | 'automatic'
  /** Members only: the fee on which a decision is asked for before a late cancellation (octopus O66, O67). */
  feeAsked: { defaultMinor: string } | null
  /** Members only: the most that may be given back. */
  refundableMinor: string
  policyVersion: string
  /** Whether a reason must, may or cannot be given with this change. */
  reason: 'required' | 'optional' | 'hidden'
  /** True when the policy would have refused a customer; the change is recorded as an override. */
  overridden: boolean
  /** True when the team has to approve the new times first: it is asked for, not committed (oncehub R97). */
  needsApproval?: boolean
  quotedAt: string
  expiresAt: string
}

export interface QuotedCancel {
  session: string
  start: string
  end: string
  /** What was charged and paid for the session when this was quoted; on anything else the quote does not hold. */
  chargedMinor: string
  paidMinor: string
  /** Which rule decided about the money; the tier is the policy's where it was the policy. */
  rule: MoneyRule
  tier: Tier | null
  refundMinor: string
  keptMinor: string
  owedMinor: string
  undecidedMinor: string
  creditMinor: string
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
  rule: MoneyRule
  tier: Tier | null
  feeMinor: string
}

/** What was done, as the first commit of a quote said it and every repeat says it again. */
export interface Receipt {
  quoteId: string
  bookingId: string
  revision: number
  committedAt: string
  quote: Quote
  /** Until when the customer can take it back; absent where they cannot. */
  undoUntil?: string
  /** Questions that it settled and that come back with it; absent where there were none. */
  settledAsks?: { ask: string; was: 'open' | 'granted' }[]
  /** What was done with money; absent in receipts from before there was any. */
  money?: SettledMoney
}

/** Money as it was moved or promised by a change, in minor units as digits. */
export interface SettledMoney {
  refundMinor: string
  feeMinor: string
  keptMinor: string
  owedMinor: string
  undecidedMinor: string
  creditMinor: string
  creditExpiresAt: string | null
  /** The refunds that were set in motion; none where the organization settles outside. */
  refunds: { refund: string; amountMinor: string; way: 'provider' | 'outside' | 'credit' }[]
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
  /** The fee of this quote has to be paid first: `startPaidChange`. */
  | { code: 'payment_required'; payMinor: string; currency: string }
  /** A member cancels late: accept, change or skip the fee (octopus O66). */
  | { code: 'fee_undecided'; defaultMinor: string; currency: string }
  | { code: 'fee_not_yours_to_waive'; defaultMinor: string; currency: string }
  | { code: 'fee_out_of_range'; mostMinor: string; currency: string }
  | { code: 'refund_too_large'; mostMinor: string; currency: string }
  | { code: 'refund_not_permitted' }
  | { code: 'no_credit_offered' }
  | { code: 'reason_required' }
  | { code: 'reason_too_long'; longest: number }
  /** The team decides on new times of this booking: `askToMove`. */
  | { code: 'approval_required' }
  /** Questions that became required since it was booked, by key. */
  | { code: 'answers_missing'; keys: string[] }

export const LONGEST_REASON = 2_000

/** What the person chose beside the quote. */
export interface ChangeChoices {
  reason?: string
  /** False keeps the customer's mail back; only team members may (oncehub R68). */
  tellCustomer?: boolean
  /** Answers to questions that became required since it was booked. */
  answers?: { key: string; answer: string }[]
  /** Members who cancel: who wanted it. Where the host did, everything goes back, or a reason is given. */
  initiative?: 'host' | 'customer'
  /** Members who cancel: the customer is asked to book anew, whatever they like (oncehub R92). */
  asksToRebook?: boolean
  /** Customers: money back, or the credit that the policy offers instead. */
  take?: 'money' | 'credit'
  /** Members: what becomes of the fee; `ask` leaves it to somebody who may waive it. */
  fee?: { decision: 'accept' | 'skip' | 'ask' } | { decision: 'change'; minor: bigint }
  /** Members: how much goes back now; without it nothing does (oncehub R69, D22). */
  refundMinor?: bigint
}
