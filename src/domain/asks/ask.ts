/** Why somebody asks: to book at all, to move what is booked, or for what the policy does not allow (ux M5). */
export type AskKind = 'booking' | 'move' | 'exception'

/**
 * open: nobody answered. granted: the customer may use it until `validUntil`. done: carried out. The others say how it
 * ended. Only open and granted ones belong to a loaded booking.
 */
export type AskState = 'open' | 'granted' | 'done' | 'declined' | 'withdrawn' | 'expired'

/**
 * approved: a request to book or to move. free, fee, times: an exception, and at which price or to which times.
 * new_times: none of the suggested ones. no: declined.
 */
export type AskAnswer = 'approved' | 'free' | 'fee' | 'times' | 'new_times' | 'no'

/** Times wanted, or offered, for one session; the first is liked best. */
export interface Wish {
  session: string
  starts: Temporal.Instant[]
}

/** What a customer asks of the team, and the answer (oncehub R167–R171; ux M5, M17). */
export interface Ask {
  id: string
  kind: AskKind
  action: 'book' | 'cancel' | 'reschedule'
  sessions: string[]
  wishes: Wish[]
  /** The customer's words; null when there were none or they were erased. */
  reason: string | null
  state: AskState
  answer: AskAnswer | null
  /** Per session: agreed with the answer, or quoted when it was asked. */
  feeMinor: bigint
  /** Times that the team offers instead; empty is any free time. */
  offered: Wish[]
  answerBy: Temporal.Instant
  validUntil: Temporal.Instant | null
  createdAt: Temporal.Instant
}

/** What the answer to an ask lets a customer do with one session, at which price. */
export interface Allowance {
  askId: string
  /** 0 is free. */
  feeMinor: bigint
  /** The only times to which it may move; null is any free one. */
  starts: Temporal.Instant[] | null
  until: Temporal.Instant
}

/** The allowance for an action on a session, or null. Pure. */
export function allowanceFor(
  asks: readonly Ask[],
  session: string,
  action: 'cancel' | 'reschedule',
  now: Temporal.Instant,
): Allowance | null {
  const granted = asks.find(
    (ask) =>
      ask.state === 'granted' &&
      ask.action === action &&
      ask.sessions.includes(session) &&
      Temporal.Instant.compare(now, ask.validUntil!) <= 0,
  )
  if (!granted) return null
  return {
    askId: granted.id,
    feeMinor: granted.feeMinor,
    starts: granted.offered.find((wish) => wish.session === session)?.starts ?? null,
    until: granted.validUntil!,
  }
}
