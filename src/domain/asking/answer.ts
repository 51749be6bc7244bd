import type { Channel } from '#domain/facts/fact.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Ask, AskAnswer, AskKind, AskState, Wish } from '#domain/asks/ask.ts'
import type { WishRefusal } from './wishes.ts'

/** An open ask of a locked booking, and what a member says to it. */
export interface Answered {
  booking: Booking
  ask: Ask
  given: GivenAnswer
}

export interface GivenAnswer {
  bookingId: string
  askId: string
  answer: AskAnswer
  /** Which of the suggested times; not needed where there is one for each session. */
  start?: Temporal.Instant
  /** Of `fee`: what each session costs. */
  feeMinor?: bigint
  /** Of `times`: the only ones to which the sessions may move. */
  offered?: Wish[]
  reason?: string
  channel: Channel
}

export type AnswerRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_ask' }
  | { code: 'not_permitted' }
  /** Somebody answered before, or nobody asks any more. */
  | { code: 'not_open'; state: AskState }
  /** This kind of ask has other answers. */
  | { code: 'wrong_answer'; kind: AskKind }
  | { code: 'start_needed' }
  /** The customer did not suggest this time. */
  | { code: 'not_suggested' }
  | { code: 'times_needed' }
  | { code: 'fee_out_of_range'; mostMinor: string; currency: string }
  | { code: 'reason_too_long'; longest: number }
  /** `start` is the offered time that is not free, where several were named. */
  | { code: 'slot_taken'; session: string; start?: string; nearest: string[] }
  | { code: 'slot_unavailable'; session: string; why: string }
  | Exclude<WishRefusal, { code: 'slot_unavailable' }>

/** The answers to each kind of question (oncehub R169, R170). */
export const ANSWERS: Record<AskKind, readonly AskAnswer[]> = {
  booking: ['approved', 'new_times', 'no'],
  move: ['approved', 'new_times', 'no'],
  exception: ['free', 'fee', 'times', 'no'],
}
