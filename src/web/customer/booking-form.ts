import { bookingText } from '#messages/booking.ts'
import { payText } from '#messages/pay.ts'
import type { Locale } from '#messages/locale.ts'
import { cleanText, type FieldErrors, type Typed } from '#platform/forms.ts'
import { newToken, seal, unseal } from '#platform/tokens.ts'
import {
  MOST_GUESTS,
  readDetails,
  type BookingDetails,
  type DetailsMistake,
} from '#domain/bookings/booking-details.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import type { Question } from '#domain/event-types/question.ts'
import { typedText } from './form-errors.ts'

const LONGEST_GUEST_LIST = 5_000

export type ReadForm =
  | { ok: true; value: BookingDetails }
  | { ok: false; errors: FieldErrors; own: Record<string, string> }

/** Checks the form of one event type. `own` holds sentences for what only this form can get wrong. */
export function readForm(offer: Offer, typed: Typed, locale: Locale): ReadForm {
  const guests = writtenGuests(typed['guests'])
  const { questions } = offer.eventType
  const outcome = readDetails(offer, {
    name: typedText(typed, 'name'),
    email: typedText(typed, 'email'),
    phone: typedText(typed, 'phone'),
    guests: guests.map((email) => ({ name: '', email })),
    answers: Object.fromEntries(
      questions.map((question) => [question.key, typedText(typed, questionName(question))]),
    ),
  })
  const twice = sentTwice(typed, ['name', 'email', 'phone', ...questions.map(questionName)])
  if (outcome.ok && Object.keys(twice).length === 0) return outcome
  const mistakes = outcome.ok ? [] : outcome.refusal
  const inGuests = mistakes.find(({ at }) => at[0] === 'guests')
  const errors = { ...errorsByField(mistakes.filter((mistake) => mistake !== inGuests)), ...twice }
  const own = {
    ...ownSentences(offer, errors, locale),
    ...(inGuests ? { guests: guestSentence(inGuests, guests, locale) } : {}),
  }
  return { ok: false, errors, own }
}

/** Field names and labels in the order of the page. */
export function detailLabels(offer: Offer, locale: Locale): Record<string, string> {
  const text = bookingText(locale)
  const questions = offer.eventType.questions.map((question) => [questionName(question), question.label])
  return {
    name: text.name,
    email: text.email,
    phone: text.phone,
    ...Object.fromEntries(questions),
    guests: text.guests,
    discount: payText(locale).code,
    tz: text.zone,
  }
}

/** The name of a question's field. */
export function questionName(question: Pick<Question, 'key'>): string {
  return `q-${question.key}`
}

/** A code takes something off a price, so only what has one asks for it. */
export function takesDiscount({ eventType }: Offer): boolean {
  return eventType.paymentMode !== 'free' && eventType.priceMinor > 0n
}

/** A key made with the form, so that the same form sent twice is the same booking. Nothing is stored for it. */
export function newFormKey(secret: string, orgId: string): string {
  return seal(secret, PURPOSE, `${orgId} ${newToken()}`)
}

/** The key a form carried, or null when it was not made here for this organization. */
export function openFormKey(secret: string, orgId: string, sealed: string): string | null {
  const [owner, key] = (unseal(secret, PURPOSE, sealed) ?? '').split(' ')
  return owner === orgId && key ? key : null
}

const PURPOSE = 'booking-form'

/** What this form says better than the general sentences do. */
function ownSentences({ eventType }: Offer, errors: FieldErrors, locale: Locale): Record<string, string> {
  const text = bookingText(locale)
  const missing = (name: string) => errors[name]?.code === 'required'
  const unanswered = eventType.questions.filter((question) => missing(questionName(question)))
  return {
    ...(missing('name') ? { name: text.nameMissing } : {}),
    ...(missing('email') ? { email: text.emailMissing } : {}),
    ...(missing('phone') ? { phone: text.phoneMissing } : {}),
    ...(errors['phone']?.code === 'wrong' ? { phone: text.phoneWrong } : {}),
    ...Object.fromEntries(
      unanswered.map((question) => [questionName(question), text.unanswered(question.label)]),
    ),
  }
}

function errorsByField(mistakes: readonly DetailsMistake[]): FieldErrors {
  return Object.fromEntries(
    mistakes.map(({ at: [field, key], error }) => [
      field === 'answers' ? questionName({ key: String(key) }) : field,
      error,
    ]),
  )
}

/** Which of two answers to one question is meant, nobody knows; it counts as unanswered. */
function sentTwice(typed: Typed, fields: readonly string[]): FieldErrors {
  const twice = fields.filter((field) => Array.isArray(typed[field]))
  return Object.fromEntries(twice.map((field) => [field, { code: 'required' as const }]))
}

/** One address on each line; commas and semicolons are what people paste. */
function writtenGuests(sent: string | string[] | undefined): string[] {
  const written = (Array.isArray(sent) ? sent.join('\n') : (sent ?? '')).slice(0, LONGEST_GUEST_LIST + 1)
  return cleanText(written)
    .split(/[\n,;]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

function guestSentence({ at: [, index] }: DetailsMistake, written: string[], locale: Locale): string {
  const text = bookingText(locale)
  return index === undefined
    ? text.tooManyGuests(MOST_GUESTS)
    : text.guestWrong(shortened(written[Number(index)]!))
}

function shortened(text: string): string {
  const letters = [...text]
  return letters.length > 60 ? `${letters.slice(0, 60).join('')}\u2026` : text
}
