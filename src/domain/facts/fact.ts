import type { AskAnswer, AskKind } from '#domain/asks/ask.ts'

/**
 * The closed list of what can happen. A fact is one immutable row: the audit trail, the activity stream and
 * everything that follows (deliveries, calendar changes, refunds) are readings of it. Payloads hold ids, codes,
 * amounts and times; names and words people wrote live in erasable rows the fact points at.
 */
export interface FactPayloads {
  'booking.scheduled': { sessions: SessionSpan[] }
  /** Every session a change touched was canceled. */
  'booking.canceled': ChangePayload
  /** Every session a change touched was moved. */
  'booking.rescheduled': ChangePayload
  /** One change canceled some sessions and moved others. */
  'booking.changed': ChangePayload
  'booking.confirmed_by_customer': { sessions: string[] }
  /** Times were suggested and the team has not decided; `sessions` is what is liked best. */
  'booking.requested': { ask: string; sessions: SessionSpan[]; wishes: WishText[]; answerBy: string }
  /** A customer asks to move where the team decides, or for what the policy does not allow. */
  'ask.made': AskPayload
  /** A team member answered. */
  'ask.answered': AskPayload & {
    answer: AskAnswer
    /** Per session, minor units as digits. */
    feeMinor: string
    currency?: string
    offered: WishText[]
    validUntil: string | null
    /** Of an approved booking that is paid first: until when its times are kept. */
    payUntil?: string | null
  }
  /** The customer took it back, or asked something else instead. */
  'ask.withdrawn': AskPayload
  /** Nobody answered in time; `granted` when the customer did not use the answer. */
  'ask.expired': AskPayload & { granted: boolean }
  /** The customer took a cancellation back in time; amounts are what no longer goes back. */
  'booking.restored': {
    quote: string
    sessions: SessionSpan[]
    refundMinor: string
    creditMinor: string
    currency: string
  }
  /** A team member gave these times up and asks the customer to choose others (oncehub R89). */
  'booking.new_time_asked': { sessions: SessionSpan[]; customerTold: boolean }
  /** A guest will not come; nothing else changes. */
  'guest.left': { guest: string }
  'waitlist.joined': WaitlistPayload
  /** Their time is truly held. */
  'waitlist.offered': WaitlistPayload & { offer: string; start: string; until: string }
  'waitlist.taken': WaitlistPayload & { offer: string; start: string }
  /** Not this time; they wait on. */
  'waitlist.declined': WaitlistPayload & { offer: string; start: string }
  /** Nobody took it in time; they wait on. */
  'waitlist.lapsed': WaitlistPayload & { offer: string; start: string }
  'waitlist.left': WaitlistPayload
  'session.completed': { session: string }
  'session.no_show': { session: string }
  'session.no_show_reverted': { session: string }
  /** The business came and could not do it ("unable to start"). */
  'session.failed': { session: string }
  /** It was done after all. */
  'session.failed_reverted': { session: string }
  /** Times are kept while somebody pays; nobody is told of the booking yet. */
  'booking.held': { until: string; payMinor: string; currency: string }
  /** It was not paid for in time, or was given back before. */
  'booking.released': { expired: boolean }
  /** The buyer confirmed, and the bank takes its time. */
  'payment.pending': PaymentPayload
  /** A member wrote down money that came another way; pending until it is approved where that is needed. */
  'payment.recorded': PaymentPayload
  'payment.succeeded': PaymentPayload
  'payment.failed': PaymentPayload
  'payment.rejected': PaymentPayload
  /** The customer's bank took the money back, or says it may. */
  'payment.disputed': PaymentPayload
  'refund.requested': RefundPayload
  'refund.approved': RefundPayload
  'refund.changed': RefundPayload
  'refund.rejected': RefundPayload
  'refund.succeeded': RefundPayload
  /** Also days after it had succeeded; then `reopened` is true. */
  'refund.failed': RefundPayload & { reopened: boolean }
  'fee.decided': {
    kind: 'cancellation' | 'call_out' | 'no_show'
    decision: 'accepted' | 'changed' | 'skipped'
    defaultMinor: string
    amountMinor: string
    currency: string
  }
  /** A fee line was changed by hand. */
  'fee.corrected': { line: string; fromMinor: string; toMinor: string; currency: string }
  'credit.granted': { credit: string; amountMinor: string; currency: string; expiresAt: string | null }
  'credit.expired': { credit: string; amountMinor: string; currency: string }
  'invoice.voided': { invoice: string }
  'discount_code.saved': { discountCode: string }
  'payment_account.saved': { provider: string; active: boolean }
  /** A customer tried what the policy does not allow (octopus D13); nothing changed. */
  'policy.refused': {
    action: 'cancel' | 'reschedule'
    session: string
    code: string
    closedAt: string | null
  }
  'link.sent_again': Record<string, never>
  'delivery.resent': { delivery: string }
  'organization.created': Record<string, never>
  'organization.changed': { fields: string[] }
  'member.added': { member: string }
  'member.changed': { member: string; fields: string[] }
  /** Somebody asked for a new password by mail; the link's token is derived from `reset`. */
  'member.password_reset_asked': { reset: string }
  'hours.changed': { owner: string }
  'resource.added': { resource: string }
  'event_type.saved': { eventType: string }
  'page.saved': { page: string }
  'policy.versioned': { policy: string; version: number }
  'api_key.created': { apiKey: string; member: string; scopes: string[] }
  'api_key.revoked': { apiKey: string }
  'webhook.saved': { endpoint: string }
  'webhook.secret_rotated': { endpoint: string; generation: number }
  /** Switched off after 72 hours in which it took nothing, or by a member. */
  'webhook.disabled': { endpoint: string }
  'webhook.removed': { endpoint: string }
  /** A member had a ping sent. */
  'webhook.tested': { endpoint: string }
}

export type FactKind = keyof FactPayloads

/** One session's time, instants as ISO text. */
export interface SessionSpan {
  session: string
  start: string
  end: string
}

/** What one change did. Amounts are minor units as digits; they are what the quote said. */
export interface ChangePayload {
  quote: string
  policyVersion: string
  canceled: (SessionSpan & { refundMinor: string })[]
  rescheduled: (SessionSpan & { fromStart: string; fromEnd: string; feeMinor: string })[]
  /** Given back in all, and fees in all: for moves, and kept or asked for cancellations. */
  refundMinor: string
  feeMinor: string
  keptMinor?: string
  owedMinor?: string
  /** Taken as credit instead of `refundMinor`. */
  creditMinor?: string
  currency: string
  /** True when the policy would have refused a customer: only team members get here (oncehub R8). */
  overridden: boolean
  /** Of a member's cancellation: who wanted it. Absent is unsaid. */
  initiative?: 'host' | 'customer'
  /** Of a member's cancellation: the customer is asked to book anew, whatever they like (oncehub R92). */
  asksToRebook?: boolean
  /** Until when the customer can take it back; absent where they cannot. */
  undoUntil?: string
  /** False when a team member chose not to mail the customer (oncehub R68). */
  customerTold: boolean
}

/** Times for one session, the best liked first; instants as ISO text. */
export interface WishText {
  session: string
  starts: string[]
}

export interface AskPayload {
  ask: string
  kind: AskKind
  action: 'book' | 'cancel' | 'reschedule'
  sessions: string[]
  wishes: WishText[]
  answerBy: string
}

/** Somebody who waits; the fact's booking is the one they have, or the one that is held for them. */
export interface WaitlistPayload {
  entry: string
  eventType: string
  /** The span they wait in. */
  from: string
  to: string
}

/** One payment as it was at this fact; `change` is true when it pays for a change of the booking. */
export interface PaymentPayload {
  payment: string
  amountMinor: string
  currency: string
  provider: string
  method: string
  purpose: string
  /** Of a failure: the customer was told before that their bank takes its time. */
  wasPending?: boolean
}

/** One refund as it was at this fact. */
export interface RefundPayload {
  refund: string
  payment: string
  amountMinor: string
  currency: string
  way: 'provider' | 'outside' | 'credit'
  cause: 'policy' | 'member' | 'late_payment' | 'balance'
  /** The member who asked for it; null where the rules did. */
  requestedBy?: string | null
}

export type ActorKind = 'customer' | 'guest' | 'member' | 'system' | 'calendar' | 'api_key'

/** Who did it; `apiKeyId` when they did it through a key. */
export interface FactActor {
  kind: ActorKind
  id: string | null
  apiKeyId: string | null
}

/** The way a change came in. */
export type Channel = 'mail_link' | 'booking_page' | 'staff_page' | 'api' | 'system' | 'seed'

/** A fact before it is written. */
export interface Fact<K extends FactKind = FactKind> {
  id: string
  orgId: string
  kind: K
  at: Temporal.Instant
  bookingId: string | null
  revision: number | null
  actor: FactActor
  channel: Channel
  remarkId: string | null
  payload: FactPayloads[K]
}
