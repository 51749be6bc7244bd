import type { Ask, AskAnswer, AskKind } from '#domain/asks/ask.ts'
import { isLive, type Booking, type Session } from '#domain/bookings/booking.ts'
import type { FactPayloads, WishText } from '#domain/facts/fact.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import type { AskMailKind } from '#messages/mail-asks.ts'
import type { SessionChange, Told } from './told.ts'

/** What was asked and answered, as the fact of a mail has it; what only some of them have is empty in the others. */
export interface AskTold {
  id: string
  kind: AskKind
  action: Ask['action']
  sessions: string[]
  wishes: WishText[]
  answerBy: Temporal.Instant
  answer: AskAnswer | null
  /** Per session. */
  feeMinor: bigint
  offered: WishText[]
  validUntil: Temporal.Instant | null
  payUntil: Temporal.Instant | null
  wasGranted: boolean
}

/** The ask that a fact is about, or null when it is about none. */
export function askOf({ kind, payload }: MailToDeliver['fact']): AskTold | null {
  if (kind === 'booking.requested') {
    const { ask, sessions, wishes, answerBy } = payload as FactPayloads['booking.requested']
    return {
      ...NOTHING,
      id: ask,
      kind: 'booking',
      action: 'book',
      sessions: sessions.map(({ session }) => session),
      wishes,
      answerBy: Temporal.Instant.from(answerBy),
    }
  }
  if (!kind.startsWith('ask.')) return null
  const asked = payload as FactPayloads['ask.made']
  const answered = payload as Partial<FactPayloads['ask.answered']>
  return {
    id: asked.ask,
    kind: asked.kind,
    action: asked.action,
    sessions: asked.sessions,
    wishes: asked.wishes,
    answerBy: Temporal.Instant.from(asked.answerBy),
    answer: answered.answer ?? null,
    feeMinor: BigInt(answered.feeMinor ?? 0),
    offered: answered.offered ?? [],
    validUntil: instant(answered.validUntil),
    payUntil: instant(answered.payUntil),
    wasGranted: (payload as FactPayloads['ask.expired']).granted === true,
  }
}

const NOTHING = {
  answer: null,
  feeMinor: 0n,
  offered: [],
  validUntil: null,
  payUntil: null,
  wasGranted: false,
}

function instant(text: string | null | undefined): Temporal.Instant | null {
  return text ? Temporal.Instant.from(text) : null
}

const KINDS: Partial<Record<MailToDeliver['kind'], AskMailKind>> = {
  booking_requested: 'requested',
  ask_made: 'asked',
  ask_answered: 'answered',
  ask_expired: 'expired',
  booking_restored: 'restored',
  new_time_asked: 'new_time_asked',
  guest_left: 'guest_left',
}

/** What a mail about asking and answering tells now, or null when it was overtaken. */
export function toldAsk(delivery: MailToDeliver, booking: Booking): Told | null {
  const kind = KINDS[delivery.kind]
  if (!kind) return null
  const [sessions, change] = concerned(kind, delivery, booking)
  if (sessions.length === 0) return null
  return { kind, sessions: sessions.map((session) => ({ session, change, from: null })) }
}

function concerned(kind: AskMailKind, delivery: MailToDeliver, booking: Booking): [Session[], SessionChange] {
  const { fact, audience } = delivery
  const ask = askOf(fact)
  if (ask) return ofAsk(kind, ask, booking)
  if (kind === 'guest_left')
    return [booking.sessions.filter(({ state }) => isLive(state)), audience === 'guest' ? 'left' : 'stays']
  const touched = named(
    booking,
    (fact.payload as FactPayloads['booking.restored']).sessions.map((span) => span.session),
  )
  return kind === 'restored'
    ? [touched.filter(({ state }) => state === 'scheduled'), 'restored']
    : [touched.filter((session) => session.askedToMoveAt !== null), 'given_up']
}

function ofAsk(kind: AskMailKind, ask: AskTold, booking: Booking): [Session[], SessionChange] {
  const sessions = named(booking, ask.sessions)
  const live = sessions.filter(({ state }) => isLive(state))
  const isOpen = booking.asks.some(({ id, state }) => id === ask.id && state === 'open')
  if (kind === 'requested' || kind === 'asked')
    return [isOpen ? live : [], ask.kind === 'booking' ? 'requested' : 'stays']
  if (ask.kind !== 'booking') return [kind === 'answered' && !canBeUsed(ask, booking) ? [] : live, 'stays']
  if (kind === 'answered' && ask.answer === 'approved')
    return [isHeldUntil(ask.payUntil, booking) ? live : [], 'requested']
  if (kind === 'answered' && ask.answer === 'new_times') {
    const waits = !booking.asks.some(({ state }) => state === 'open')
    return [waits ? sessions.filter(({ state }) => state === 'requested') : [], 'requested']
  }
  return [sessions.filter(({ state }) => state === 'canceled'), 'declined']
}

// An answer without a time limit, such as a no, is told whenever the mail leaves.
function canBeUsed(ask: AskTold, { asks, now }: Booking): boolean {
  if (!ask.validUntil) return true
  return (
    asks.some(({ id, state }) => id === ask.id && state === 'granted') &&
    Temporal.Instant.compare(now, ask.validUntil) <= 0
  )
}

function isHeldUntil(payUntil: Temporal.Instant | null, { heldUntil, now }: Booking): boolean {
  return payUntil !== null && heldUntil !== null && Temporal.Instant.compare(now, heldUntil) < 0
}

function named({ sessions }: Booking, ids: readonly string[]): Session[] {
  return sessions.filter(({ id }) => ids.includes(id))
}
