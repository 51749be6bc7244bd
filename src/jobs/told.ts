import type { Session } from '#domain/bookings/booking.ts'
import type { MailFactKind } from '#messages/mail.ts'
import type { AskMailKind } from '#messages/mail-asks.ts'

/**
 * What became of a session. `requested` is only asked for, `declined` never came to be; `given_up` waits for another
 * time; `stays` is named and as it was; `left` is off for the reader alone, a guest who will not come.
 */
export type SessionChange =
  | 'booked'
  | 'moved'
  | 'canceled'
  | 'requested'
  | 'declined'
  | 'restored'
  | 'given_up'
  | 'stays'
  | 'left'

/** One session a mail speaks of, as it is now, and what the fact did to it. */
export interface ToldSession {
  session: Session
  change: SessionChange
  /** Where it was before the move; null when it is back where it was. */
  from: { startsAt: Temporal.Instant; endsAt: Temporal.Instant } | null
}

/** What a mail tells of the booking as it is now. */
export interface Told {
  kind: MailFactKind | AskMailKind
  sessions: ToldSession[]
}

/** True for words of mail.ts: the mail tells of the booking itself. */
export function isAboutBooking(kind: Told['kind']): kind is MailFactKind {
  return ['booked', 'moved', 'canceled', 'changed', 'link_again'].includes(kind)
}
