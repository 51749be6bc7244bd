import type { Booking } from '#domain/bookings/booking.ts'
import type { HistoryEntry } from '#domain/bookings/timeline.ts'
import type { FactPayloads, WaitlistPayload, WishText } from '#domain/facts/fact.ts'
import { money } from '#messages/money.ts'
import { timelineWords } from '#messages/staff-booking.ts'
import { askHistoryWords } from '#messages/staff-history.ts'
import type { StaffContext } from './staff-env.ts'

/** What an entry about asking, answering, taking back or waiting says; nothing for every other. */
export function askLines(c: StaffContext, booking: Booking, entry: HistoryEntry): string[] {
  const { locale, viewer } = c.var
  const words = askHistoryWords(locale, viewer.zone, booking.now)
  const show = (minor: string) => money(BigInt(minor), booking.currency, locale)
  switch (entry.kind) {
    case 'booking.requested':
      return [
        ...wishLines(booking, entry.payload.wishes, words, words.suggested),
        words.answerBy(instant(entry.payload.answerBy)),
      ]
    case 'ask.made':
      return [...asked(booking, entry.payload, words), words.answerBy(instant(entry.payload.answerBy))]
    case 'ask.withdrawn':
      return asked(booking, entry.payload, words)
    case 'ask.expired':
      return [entry.payload.granted ? words.unused : words.unanswered(instant(entry.payload.answerBy))]
    case 'ask.answered':
      return answered(booking, entry.payload, words, show)
    case 'booking.restored':
      return [
        ...entry.payload.sessions.map(({ start }) => words.back(instant(start))),
        ...(entry.payload.refundMinor === '0' ? [] : [words.notBack(show(entry.payload.refundMinor))]),
        ...(entry.payload.creditMinor === '0' ? [] : [words.creditGone(show(entry.payload.creditMinor))]),
      ]
    case 'booking.new_time_asked':
      return [
        ...entry.payload.sessions.map(({ start }) => words.givenUp(instant(start))),
        ...(entry.payload.customerTold ? [] : [timelineWords(locale).customerNotTold]),
      ]
    case 'booking.canceled':
      return [
        ...(entry.payload.initiative ? [words.initiative[entry.payload.initiative]] : []),
        ...(entry.payload.asksToRebook ? [words.asksToRebook] : []),
        ...(entry.payload.undoUntil ? [words.undoUntil(instant(entry.payload.undoUntil))] : []),
      ]
    default:
      return entry.kind.startsWith('waitlist.') ? waiting(entry.payload as WaitlistPayload, words) : []
  }
}

type Words = ReturnType<typeof askHistoryWords>

function asked(booking: Booking, { kind, action, wishes }: FactPayloads['ask.made'], words: Words): string[] {
  const inWords = kind === 'booking' ? words.suggested : words.wanted
  return [words.asks(kind, action), ...wishLines(booking, wishes, words, inWords)]
}

function answered(
  booking: Booking,
  payload: FactPayloads['ask.answered'],
  words: Words,
  show: (minor: string) => string,
): string[] {
  const { answer, feeMinor, sessions, offered, validUntil, payUntil } = payload
  return [
    ...asked(booking, payload, words),
    ...(answer === 'approved' ? [] : wishLines(booking, offered, words, words.offered)),
    ...(feeMinor === '0' ? [] : [words.fee(show(feeMinor), sessions.length)]),
    ...(validUntil ? [words.goodUntil(instant(validUntil))] : []),
    ...(payUntil ? [words.payUntil(instant(payUntil))] : []),
  ]
}

// Sessions are told apart by their number only where there are several.
function wishLines(
  booking: Booking,
  wishes: readonly WishText[],
  words: Words,
  inWords: (starts: readonly Temporal.Instant[]) => string,
): string[] {
  return wishes.flatMap(({ session, starts }) => {
    if (starts.length === 0) return []
    const line = inWords(starts.map(instant))
    const number = booking.sessions.findIndex(({ id }) => id === session) + 1
    return [booking.sessions.length > 1 && number > 0 ? words.ofSession(number, line) : line]
  })
}

function waiting(payload: WaitlistPayload, words: Words): string[] {
  const { start, until } = payload as Partial<FactPayloads['waitlist.offered']>
  if (start && until) return [words.offer(instant(start), instant(until))]
  if (start) return [words.offerOf(instant(start))]
  return [words.waitsFor(instant(payload.from), instant(payload.to))]
}

function instant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text)
}
