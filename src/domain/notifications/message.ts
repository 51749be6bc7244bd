import type { Program } from '#domain/organizations/programs.ts'
import type { WebhookEvent } from './webhook-event.ts'

/** What messages there are. The wording of each is chosen by kind, audience and channel. */
export type MessageKind =
  | 'booking_scheduled'
  | 'booking_rescheduled'
  | 'booking_canceled'
  | 'booking_changed'
  | 'booking_confirmed'
  /** Times were suggested; the team has to decide. */
  | 'booking_requested'
  /** A customer asks to move, or for an exception. */
  | 'ask_made'
  | 'ask_answered'
  | 'ask_withdrawn'
  | 'ask_expired'
  /** A cancellation was taken back. */
  | 'booking_restored'
  /** The team gave the time up and asks for another one. */
  | 'new_time_asked'
  | 'guest_left'
  | 'waitlist_joined'
  | 'waitlist_offered'
  | 'link_again'
  | 'payment_received'
  | 'payment_pending'
  | 'payment_failed'
  | 'late_payment'
  | 'refund_requested'
  | 'refund_approved'
  | 'refund_paid'
  | 'refund_failed'
  | 'refund_rejected'
  | 'password_reset'
  /** One event to one program; what it says is rendered from the fact. */
  | 'webhook'
  /** To the team: an address that is told of events took nothing for 72 hours. */
  | 'webhook_disabled'

export type MessageChannel = 'email' | 'in_app' | 'webhook'

export type Audience =
  | 'customer'
  | 'guest'
  | 'primary_host'
  | 'additional_host'
  | 'page_owner'
  | 'stakeholder'
  | 'member'
  | 'program'

/** Somebody a message can go to. */
export interface Addressee {
  id: string
  email: string
}

/** Everybody a booking concerns, as far as messages go. */
export interface PeopleConcerned {
  customer: Addressee
  guests: Addressee[]
  /** Team members who host a session the fact touches; `primary` is the primary host of the first of them. */
  primaryHost: Addressee
  additionalHosts: Addressee[]
  pageOwner: Addressee
  stakeholders: Addressee[]
  programs: Program[]
  /** How many sessions of the booking were open before this. */
  openSessions: number
  /** Times were asked for and nothing was booked so far, so that guests were not invited yet. Absent is false. */
  isRequest?: boolean
}

/** One message to one recipient on one channel. */
export interface PlannedDelivery {
  kind: MessageKind
  channel: MessageChannel
  audience: Audience
  recipientId: string
  to: string
  cc: string[]
  /** Of a webhook the event; everything else gets its subject when it is rendered. */
  event?: WebhookEvent
}
