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
  'session.completed': { session: string }
  'session.no_show': { session: string }
  'session.no_show_reverted': { session: string }
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
  refundMinor: string
  feeMinor: string
  currency: string
  /** True when the policy would have refused a customer: only team members get here (oncehub R8). */
  overridden: boolean
  /** False when a team member chose not to mail the customer (oncehub R68). */
  customerTold: boolean
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
