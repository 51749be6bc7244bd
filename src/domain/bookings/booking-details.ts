import { z } from 'zod'
import { done, refuse, type Outcome } from '#platform/context.ts'
import {
  cleanText,
  email,
  isEmail,
  line,
  optionalLine,
  optionalText,
  parseForm,
  problem,
  type FieldError,
  type FieldErrors,
} from '#platform/forms.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import type { Question } from '#domain/event-types/question.ts'

export const MOST_GUESTS = 10
const LONGEST_NAME = 200

/** What somebody says about who is coming, as they sent it: a form or a program. */
export interface DetailsSent {
  name: string
  email: string
  phone: string
  guests: { name: string; email: string }[]
  /** Question key → answer. Keys that the event type does not ask for are left out. */
  answers: Readonly<Record<string, string>>
}

/** The same, ready to book with. */
export interface BookingDetails {
  name: string
  email: string
  phone: string
  guests: { name: string; email: string }[]
  answers: { key: string; label: string; answer: string }[]
}

/** One mistake, and where: `['email']`, `['answers', 'size']`, `['guests', 2, 'email']`, or `['guests']` for too many. */
export interface DetailsMistake {
  at: [field: 'name' | 'email' | 'phone' | 'guests' | 'answers', ...rest: (string | number)[]]
  error: FieldError
}

/**
 * Checks what every booking of this event type needs, whichever way it comes in: names and addresses, a telephone
 * number where people meet by telephone, required answers, lengths, guests. Text is trimmed and cleaned as in every
 * form; guests named twice and the customer's own address are dropped.
 */
export function readDetails(offer: Offer, sent: DetailsSent): Outcome<BookingDetails, DetailsMistake[]> {
  const { questions } = offer.eventType
  const answers = questions.map(({ key }): [string, string] => [`${ANSWER}${key}`, sent.answers[key] ?? ''])
  const parsed = parseForm(schemaOf(offer), {
    name: sent.name,
    email: sent.email,
    phone: sent.phone,
    ...Object.fromEntries(answers),
  })
  const guests = readGuests(sent.guests, cleanText(sent.email))
  if (!parsed.ok || !guests.ok) {
    const inFields = parsed.ok ? [] : mistakesOf(parsed.errors)
    return refuse([...inFields, ...(guests.ok ? [] : [guests.refusal])])
  }
  const values = parsed.value as Record<string, string>
  return done({
    name: values['name']!,
    email: values['email']!,
    phone: values['phone']!,
    guests: guests.value,
    answers: questions
      .map(({ key, label }) => ({ key, label, answer: values[`${ANSWER}${key}`] ?? '' }))
      .filter((entry) => entry.answer !== ''),
  })
}

/** True where people meet by telephone: then nobody books without a number. */
export function needsPhone({ locationKind }: Pick<Offer['eventType'], 'locationKind'>): boolean {
  return locationKind === 'phone'
}

/** Before a question's key, so that a question called "email" is not taken for the address. */
const ANSWER = 'answers/'

function schemaOf({ eventType }: Offer) {
  const questions = eventType.questions.map((question) => [`${ANSWER}${question.key}`, answerOf(question)])
  const phone = needsPhone(eventType) ? line(40) : optionalLine(40)
  return z.object({
    name: line(LONGEST_NAME),
    email: email(),
    phone: phone.refine((text) => text === '' || isPhone(text), problem({ code: 'wrong' })),
    ...(Object.fromEntries(questions) as Record<string, z.ZodType<string>>),
  })
}

function answerOf({ kind, required }: Question) {
  const text = kind === 'line' ? optionalLine(500) : optionalText(2_000)
  return required ? text.refine((answer) => answer !== '', problem({ code: 'required' })) : text
}

function mistakesOf(errors: FieldErrors): DetailsMistake[] {
  return Object.entries(errors).map(([name, error]) => ({
    at: name.startsWith(ANSWER) ? ['answers', name.slice(ANSWER.length)] : [name as 'name'],
    error: error!,
  }))
}

// People write numbers in many ways and scripts; what matters is that somebody can dial it.
function isPhone(text: string): boolean {
  return /^[\p{Nd}\s()+./#*x\u2010-\u2013-]*$/u.test(text) && text.replaceAll(/\P{Nd}/gu, '').length >= 4
}

function readGuests(
  sent: DetailsSent['guests'],
  ownEmail: string,
): Outcome<BookingDetails['guests'], DetailsMistake> {
  const seen = new Map<string, { name: string; email: string }>()
  for (const [index, guest] of sent.entries()) {
    const name = cleanText(guest.name).replaceAll(/\s*\n\s*/g, ' ')
    const address = cleanText(guest.email)
    if (!isEmail(address)) return refuse({ at: ['guests', index, 'email'], error: { code: 'not_an_email' } })
    if (name.length > LONGEST_NAME)
      return refuse({ at: ['guests', index, 'name'], error: { code: 'too_long', longest: LONGEST_NAME } })
    seen.set(address.toLowerCase(), { name, email: address })
  }
  seen.delete(ownEmail.toLowerCase())
  return seen.size > MOST_GUESTS
    ? refuse({ at: ['guests'], error: { code: 'out_of_range', from: 0, to: MOST_GUESTS } })
    : done([...seen.values()])
}
