import type { Channel } from '#domain/facts/fact.ts'

/** What a customer asks for. Prices, people and lengths are the event type's, never the caller's. */
export interface BookingRequest {
  pageId: string
  eventTypeId: string
  /** As many starts as the event type has sessions. */
  starts: Temporal.Instant[]
  customer: { name: string; email: string; phone: string; zone: string; locale: string }
  guests: { name: string; email: string }[]
  answers: { key: string; label: string; answer: string }[]
  /** Made with the form: the same form sent twice is the same booking. At most 100 characters. */
  requestKey: string
  channel: Channel
}

export interface Booked {
  bookingId: string
  reference: string
  /** The customer's link. */
  token: string
}

export type BookingRefusal =
  | { code: 'not_offered' }
  | { code: 'wrong_number_of_times'; wanted: number }
  | { code: 'same_time_twice' }
  | { code: 'slot_taken'; start: string; nearest: string[] }
  | { code: 'slot_unavailable'; start: string; why: string; nearest: string[] }
