import type { Ask, AskAnswer, Wish } from '#domain/asks/ask.ts'
import type { GivenAnswer } from '#domain/asking/answer.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import type { Locale } from '#messages/locale.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { typedText } from '../../customer/form-errors.ts'
import { readStart } from '../../customer/move-start.ts'
import { minorOfTyped } from '../settings/typed-money.ts'
import { lineOf } from '../settings/typed-values.ts'

/** How many times can be offered for one session. */
export const OFFERS = [1, 2, 3] as const

/** The name of one list of times to offer. */
export function offerField(position: number, choice: (typeof OFFERS)[number]): string {
  return `offer-${position + 1}-${choice}`
}

/** What is wrong: the field, and what to do about it. */
export interface AnswerProblem {
  field: string
  text: string
}

type Answer = Omit<GivenAnswer, 'bookingId' | 'askId' | 'channel'>

/** The pressed button with the fields that belong to it; what stands in the others does not count. */
export function readAnswer(
  booking: Booking,
  ask: Ask,
  typed: Typed,
  locale: Locale,
): { ok: true; value: Answer } | { ok: false; problem: AnswerProblem } {
  const { problems } = staffAskWords(locale)
  const [pressed = '', at = ''] = typedText(typed, 'answer').split(' ')
  const reason = cleanText(typedText(typed, 'reason'))
  const refuse = (field: string, text: string) => ({ ok: false as const, problem: { field, text } })
  if (!isAnswer(pressed)) return refuse('reason', problems.wrong)
  if (reason.length > LONGEST_REASON) return refuse('reason', problems.tooLong(LONGEST_REASON))
  const common = { answer: pressed, ...(reason ? { reason } : {}) }
  if (pressed === 'fee') {
    const feeMinor = minorOfTyped(lineOf(typed, 'fee'), booking.currency)
    if (feeMinor === null || feeMinor === 0n) return refuse('fee', problems.feeMissing)
    return { ok: true, value: { ...common, feeMinor } }
  }
  if (pressed === 'times') {
    const offered = readOffers(booking, ask, typed)
    const missing = ask.sessions.find((id) => !offered.some((wish) => wish.session === id))
    const session = booking.sessions.find((entry) => entry.id === missing)
    if (session) return refuse(offerField(session.position, 1), problems.timesMissing)
    return { ok: true, value: { ...common, offered } }
  }
  const start = at === '' ? null : readStart(at)
  return { ok: true, value: { ...common, ...(start ? { start } : {}) } }
}

function readOffers(booking: Booking, ask: Ask, typed: Typed): Wish[] {
  const sessions = booking.sessions.filter((session) => ask.sessions.includes(session.id))
  const wishes = sessions.map((session) => {
    const starts = OFFERS.map((choice) => readStart(typedText(typed, offerField(session.position, choice))))
    const read = starts.filter((start) => start !== null)
    return {
      session: session.id,
      starts: read.filter((start, index) => read.findIndex((other) => other.equals(start)) === index),
    }
  })
  return wishes.filter((wish) => wish.starts.length > 0)
}

const ANSWERS: readonly AskAnswer[] = ['approved', 'free', 'fee', 'times', 'new_times', 'no']

function isAnswer(text: string): text is AskAnswer {
  return (ANSWERS as readonly string[]).includes(text)
}
