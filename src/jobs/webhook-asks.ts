import { showId } from '#platform/public-ids.ts'
import type { EventToSend } from '#domain/notifications/load-event.ts'
import type { FactPayloads, WaitlistPayload, WishText } from '#domain/facts/fact.ts'
import { showMoney, type ShownMoney } from '#domain/money/show-money.ts'

/** What a customer asks of the team and what became of it, as it was at the event. */
export interface EventAsk {
  id: string
  kind: 'booking' | 'move' | 'exception'
  action: 'book' | 'cancel' | 'reschedule'
  sessions: string[]
  wishes: ShownWish[]
  answer_by: string
  /** Null until somebody answered. */
  answer: 'approved' | 'free' | 'fee' | 'times' | 'new_times' | 'no' | null
  /** For each session; of an answer alone. */
  fee: ShownMoney | null
  offered: ShownWish[]
  /** Until when the answer can be used, or the approved booking can be paid for. */
  valid_until: string | null
  pay_until: string | null
  /** Of `ask.expired`: true where there was an answer that nobody used. */
  granted: boolean
}

/** Times for one session, the best liked first. */
export interface ShownWish {
  session: string
  starts: string[]
}

/** A cancellation that was taken back, with what no longer goes back. */
export interface EventRestored {
  quote: string
  refund: ShownMoney
  credit: ShownMoney
}

export interface EventWaitlist {
  entry: string
  event_type: string
  /** The span they wait in. */
  from: string
  to: string
  offer: string
  start: string
  /** Until when the time is theirs; null once they took it. */
  until: string | null
}

/** The ask of `booking.requested` and `ask.…`; null for every other event. Pure. */
export function eventAsk({ kind, payload }: EventToSend['fact'], currency: string): EventAsk | null {
  if (kind === 'booking.requested') {
    const { ask, sessions, wishes, answerBy } = payload as FactPayloads['booking.requested']
    return {
      ...UNANSWERED,
      id: showId('ask', ask),
      kind: 'booking',
      action: 'book',
      sessions: sessions.map(({ session }) => showId('session', session)),
      wishes: wishes.map(shownWish),
      answer_by: answerBy,
    }
  }
  if (!kind.startsWith('ask.')) return null
  const asked = payload as FactPayloads['ask.made']
  return {
    ...UNANSWERED,
    id: showId('ask', asked.ask),
    kind: asked.kind,
    action: asked.action,
    sessions: asked.sessions.map((session) => showId('session', session)),
    wishes: asked.wishes.map(shownWish),
    answer_by: asked.answerBy,
    ...(kind === 'ask.answered' ? answerOf(payload as FactPayloads['ask.answered'], currency) : {}),
    granted: kind === 'ask.expired' && (payload as FactPayloads['ask.expired']).granted,
  }
}

const UNANSWERED = {
  answer: null,
  fee: null,
  offered: [],
  valid_until: null,
  pay_until: null,
  granted: false,
}

function answerOf(
  { answer, feeMinor, offered, validUntil, payUntil }: FactPayloads['ask.answered'],
  currency: string,
) {
  return {
    answer,
    fee: showMoney(feeMinor, currency),
    offered: offered.map(shownWish),
    valid_until: validUntil,
    pay_until: payUntil ?? null,
  }
}

function shownWish({ session, starts }: WishText): ShownWish {
  return { session: showId('session', session), starts }
}

/** Of `booking.restored` alone. Pure. */
export function eventRestored({ kind, payload }: EventToSend['fact']): EventRestored | null {
  if (kind !== 'booking.restored') return null
  const { quote, refundMinor, creditMinor, currency } = payload as FactPayloads['booking.restored']
  return { quote, refund: showMoney(refundMinor, currency), credit: showMoney(creditMinor, currency) }
}

/** Of `waitlist.…` alone. Pure. */
export function eventWaitlist({ kind, payload }: EventToSend['fact']): EventWaitlist | null {
  if (kind !== 'waitlist.offered' && kind !== 'waitlist.taken') return null
  const { entry, eventType, from, to } = payload as WaitlistPayload
  const { offer, start, until } = payload as FactPayloads['waitlist.taken'] & { until?: string }
  return {
    entry: showId('waitlistEntry', entry),
    event_type: showId('eventType', eventType),
    from,
    to,
    offer: showId('waitlistOffer', offer),
    start,
    until: until ?? null,
  }
}

/** The guest who will not come; of `guest.left` alone. Pure. */
export function eventGuest({
  kind,
  payload,
  actor,
}: EventToSend['fact']): { id: string; name: string | null } | null {
  if (kind !== 'guest.left') return null
  const { guest } = payload as FactPayloads['guest.left']
  return { id: showId('guest', guest), name: actor.kind === 'guest' ? actor.name : null }
}
