/** Minutes since 1970-01-01T00:00Z. */
export type Minute = number

/** One weekly span in the owner's zone. Weekday 1 is Monday, 7 Sunday; minutes of the local day; `toMinute` may be 1440. */
export interface WeeklySpan {
  weekday: number
  fromMinute: number
  toMinute: number
}

/** Replaces the weekly hours of one local date; an empty list is a day off. */
export interface DateOverride {
  /** Such as "2026-12-01". One override a date. */
  date: string
  spans: { fromMinute: number; toMinute: number }[]
}

/**
 * The time of one host or resource: when it works, and what is taken.
 *
 * Busy spans are half-open UTC minutes in any order and may overlap: allocations (already padded by their own
 * buffers), time off and external busy time alike. They must reach from the window's start minus
 * `bufferBeforeMinutes` to its end plus `durationMinutes` plus `bufferAfterMinutes`; seconds are rounded outwards.
 */
export interface OwnerTime {
  ownerId: string
  zone: string
  weekly: WeeklySpan[]
  overrides: DateOverride[]
  busyFrom: Int32Array
  busyTo: Int32Array
  /**
   * Starts of the owner's live sessions of this event type, in UTC minutes, for the caps. They must cover the whole
   * local days and weeks that the window touches; the sessions that are being changed are left out.
   */
  capStarts: Int32Array
}

/** One place in the meeting, filled by exactly one of its candidates: one candidate is a fixed member, more are a pool. */
export interface Seat {
  seatId: string
  /** Positions in `SlotQuestion.owners`. */
  candidates: number[]
}

export interface SlotRules {
  durationMinutes: number
  /**
   * Starts stand at multiples of this on the wall clock of the first candidate for the first seat (the primary host),
   * counted from local midnight.
   */
  stepMinutes: number
  /** Kept free before and after a session. It may lie outside working hours. */
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  /** Elapsed time between now and the start; exactly this much is enough. */
  minimumNoticeMinutes: number
  /** Days of 24 hours after now within which a session must start. */
  horizonDays: number
  /** Most sessions of this event type that may start on one local day or ISO week of an owner; null is no limit. */
  dailyCap: number | null
  weeklyCap: number | null
}

/** When can this be booked? Starts are looked for in the half-open window; a session may end after it. */
export interface SlotQuestion {
  fromMinute: Minute
  toMinute: Minute
  /** Rounded up, so that a start some seconds ago is not offered. */
  nowMinute: Minute
  rules: SlotRules
  owners: OwnerTime[]
  /** Without seats nobody would be there, so nothing is offered. */
  seats: Seat[]
}
