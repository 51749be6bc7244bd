import type { Channel } from '#domain/facts/fact.ts'

/** What a customer asks for. Prices, people and lengths are the event type's, never the caller's. */
export interface BookingRequest {
  pageId: string
  eventTypeId: string
  /**
   * As many starts as the event type has sessions. Where the team approves a booking of one session, the times that the
   * customer suggests instead, the best liked first: `timesToSuggest`.
   */
  starts: Temporal.Instant[]
  customer: { name: string; email: string; phone: string; zone: string; locale: string }
  guests: { name: string; email: string }[]
  answers: { key: string; label: string; answer: string }[]
  /** A discount code as it was typed; absent and empty are none. */
  discountCode?: string
  /** The customer whose credit may be spent, proven by the address they came with; their e-mail must be theirs, too. */
  creditOf?: string
  /** The booking of the same business that this one comes of: its times were given up, or it was canceled. */
  followsBookingId?: string
  /** Made with the form: the same form sent twice is the same booking. At most 100 characters. */
  requestKey: string
  channel: Channel
}

export interface Booked {
  bookingId: string
  reference: string
  /** The customer's link. */
  token: string
  /** True while the times are only held: the booking is made when it is paid, or a card is left. */
  isHeld: boolean
  /** True when the team decides first (oncehub R167). */
  isRequested: boolean
}

export type BookingRefusal =
  | { code: 'not_offered' }
  | { code: 'wrong_number_of_times'; wanted: number }
  | { code: 'same_time_twice' }
  | { code: 'discount_refused'; because: DiscountRefusal }
  | { code: 'slot_taken'; start: string; nearest: string[] }
  | { code: 'slot_unavailable'; start: string; why: string; nearest: string[] }

/** Why a discount code takes nothing off this booking. */
export type DiscountRefusal =
  | 'unknown_code'
  | 'code_not_yet_valid'
  | 'code_expired'
  | 'code_used_up'
  | 'code_not_for_this'
