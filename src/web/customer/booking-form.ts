import { z } from 'zod'
import { bookingText } from '#messages/booking.ts'
import type { Locale } from '#messages/locale.ts'
import {
  cleanText,
  email,
  isEmail,
  line,
  optionalLine,
  optionalText,
  parseForm,
  problem,
  type FieldErrors,
  type Typed,
} from '#platform/forms.ts'
import { newToken, seal, unseal } from '#platform/tokens.ts'
import type { Offer, Question } from '#domain/event-types/offer.ts'
import { typedText } from './form-errors.ts'

export const MOST_GUESTS = 10
const LONGEST_GUEST_LIST = 5_000

/** What a customer filled in, ready to book with. */
export interface BookingDetails {
  name: string
  email: string
  phone: string
  guests: string[]
  answers: { key: string; label: string; answer: string }[]
}

export type ReadDetails =
  | { ok: true; value: BookingDetails }
  | { ok: false; errors: FieldErrors; own: Record<string, string> }

/** Checks the form of one event type. `own` holds sentences for what only this form can get wrong. */
export function readDetails(offer: Offer, typed: Typed, locale: Locale): ReadDetails {
  const { questions } = offer.eventType
  // A field that was not sent counts as left empty; a program need not send what it does not use.
  const parsed = parseForm(schemaOf(offer), { phone: '', ...emptyAnswers(questions), ...typed })
  const ownEmail = cleanText(typedText(typed, 'email'))
  const guests = readGuests(typed['guests'], ownEmail, locale)
  if (!parsed.ok || !guests.ok) {
    const errors = parsed.ok ? {} : parsed.errors
    return {
      ok: false,
      errors,
      own: { ...ownSentences(offer, errors, locale), ...(guests.ok ? {} : { guests: guests.sentence }) },
    }
  }
  const values = parsed.value as Record<string, string>
  const answers = questions
    .map((question) => ({
      key: question.key,
      label: question.label,
      answer: values[questionName(question)] ?? '',
    }))
    .filter((entry) => entry.answer !== '')
  return {
    ok: true,
    value: {
      name: values['name']!,
      email: values['email']!,
      phone: values['phone']!,
      guests: guests.value,
      answers,
    },
  }
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
    tz: text.zone,
  }
}

/** The name of a question's field. */
export function questionName(question: Question): string {
  return `q-${question.key}`
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

function schemaOf({ eventType }: Offer) {
  const questions = eventType.questions.map((question) => [questionName(question), answerOf(question)])
  const phone = eventType.locationKind === 'phone' ? line(40) : optionalLine(40)
  return z.object({
    name: line(200),
    email: email(),
    phone: phone.refine((text) => text === '' || isPhone(text), problem({ code: 'wrong' })),
    ...(Object.fromEntries(questions) as Record<string, z.ZodType<string>>),
  })
}

function answerOf({ kind, required }: Question) {
  const text = kind === 'line' ? optionalLine(500) : optionalText(2_000)
  return required ? text.refine((answer) => answer !== '', problem({ code: 'required' })) : text
}

function emptyAnswers(questions: readonly Question[]): Typed {
  return Object.fromEntries(questions.map((question) => [questionName(question), '']))
}

// People write numbers in many ways and scripts; what matters is that somebody can dial it.
function isPhone(text: string): boolean {
  return /^[\p{Nd}\s()+./#*x\u2010-\u2013-]*$/u.test(text) && text.replaceAll(/\P{Nd}/gu, '').length >= 4
}

/** One address on each line; commas and semicolons are what people paste. Repeats and the customer's own are dropped. */
function readGuests(
  sent: string | string[] | undefined,
  ownEmail: string,
  locale: Locale,
): { ok: true; value: string[] } | { ok: false; sentence: string } {
  const text = bookingText(locale)
  const written = (Array.isArray(sent) ? sent.join('\n') : (sent ?? '')).slice(0, LONGEST_GUEST_LIST + 1)
  const entries = cleanText(written)
    .split(/[\n,;]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const wrong = entries.find((entry) => !isEmail(entry))
  if (wrong !== undefined) return { ok: false, sentence: text.guestWrong(shortened(wrong)) }
  const seen = new Map(entries.map((entry) => [entry.toLowerCase(), entry]))
  seen.delete(ownEmail.toLowerCase())
  return seen.size > MOST_GUESTS
    ? { ok: false, sentence: text.tooManyGuests(MOST_GUESTS) }
    : { ok: true, value: [...seen.values()] }
}

function shortened(text: string): string {
  const letters = [...text]
  return letters.length > 60 ? `${letters.slice(0, 60).join('')}\u2026` : text
}
