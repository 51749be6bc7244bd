import { z } from 'zod'
import { canCollect, priceFault } from '#domain/event-types/seat-rules.ts'
import type { Question } from '#domain/event-types/question.ts'
import type { EventTypeInput, EventTypeRefusal } from '#domain/event-types/save-event-type.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import {
  choice,
  line,
  optionalLine,
  optionalText,
  parseForm,
  problem,
  wholeNumber,
  type Typed,
} from '#platform/forms.ts'
import type { SettingsProblem } from '#messages/settings-problems.ts'
import { readAsking, typedAsking } from './asking-form.ts'
import { readOwnTax, readTerms, typedOwnTax, typedTerms } from './payment-terms-form.ts'
import { readSeats, typedSeats } from './seats-form.ts'
import { minorDigits, minorOfTyped, typedOfMinor } from './typed-money.ts'
import { isSlug, slugOf } from './typed-slug.ts'
import {
  isTicked,
  lineOf,
  problemsOf,
  readLength,
  ticked,
  typedLength,
  type Part,
  type Problems,
  type Read,
} from './typed-values.ts'

export const MOST_QUESTIONS = 5
export const HOST_RULES = ['one', 'round_robin', 'panel'] as const
export const LOCATIONS = ['in_person', 'phone', 'video', 'customer_place'] as const
export const MOST_SESSIONS = 20
const LONGEST_NOTICE_MINUTES = 525_600
const LONGEST_QUESTION = 200

/** What the form may choose from, and what of the stored event type it does not show. */
export interface EventTypeChoices {
  people: ReadonlySet<string>
  things: ReadonlySet<string>
  policies: ReadonlySet<string>
  currency: string
  /** The organization's own terms, and its online provider. */
  organization: { paymentTerms: PaymentTerms; provider: string | null }
  stored: EventTypeInput | null
}

const schema = z.object({
  name: line(200),
  slug: optionalLine(64).refine((text) => text === '' || isSlug(text), problem({ code: 'not_a_slug' })),
  description: optionalText(5000),
  hostRule: choice(HOST_RULES),
  durationMinutes: wholeNumber(5, 1440),
  sessionCount: wholeNumber(1, MOST_SESSIONS),
  stepMinutes: wholeNumber(5, 1440),
  horizonDays: wholeNumber(1, 730),
  bufferBeforeMinutes: wholeNumber(0, 1440),
  bufferAfterMinutes: wholeNumber(0, 1440),
  locationKind: choice(LOCATIONS),
  locationDetail: optionalLine(500),
  paymentMode: choice(['free', 'price_shown', 'price_collected']),
  rescheduleHosts: choice(['same', 'any_of_pool']),
})

/** Reads the form of an event type. An empty address is made from the name (see `withSlug`). */
export function readEventType(
  typed: Typed,
  choices: EventTypeChoices,
): Read<EventTypeInput & { suggestion: string }> {
  const parsed = parseForm(schema, typed)
  const seats = readSeats(typed, lineOf(typed, 'hostRule'), choices.people, choices.things)
  const notice = readLength(typed, 'notice', 0, LONGEST_NOTICE_MINUTES)
  const daily = readCap(typed, 'dailyCap')
  const weekly = readCap(typed, 'weeklyCap')
  const terms = readTerms(typed, choices.currency)
  const tax = readOwnTax(typed)
  const price = readPrice(typed, choices, terms)
  const questions = readQuestions(typed)
  const asking = readAsking(typed)
  const policyId = lineOf(typed, 'policyId')
  const problems: Problems = {
    ...problemsOf(parsed),
    ...Object.assign(
      {},
      ...[seats, notice, daily, weekly, price, terms, tax, questions, asking].map((part) => part.problems),
    ),
    ...(policyId === '' || choices.policies.has(policyId) ? {} : { policyId: { code: 'not_a_choice' } }),
  }
  if (!parsed.ok || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      ...parsed.value,
      suggestion: slugOf(parsed.value.name, 'event'),
      ...asking.value,
      minimumNoticeMinutes: notice.value ?? 0,
      dailyCap: daily.value,
      weeklyCap: weekly.value,
      priceMinor: price.value,
      paymentTerms: terms.value,
      tax: tax.value,
      policyId: policyId || null,
      questions: questions.value,
      active: isTicked(typed, 'active'),
      seats: seats.value,
    },
  }
}

/** Which field a refusal of the use case belongs to; null when the event type is gone. */
export function eventTypeProblem(refusal: EventTypeRefusal): Problems | null {
  switch (refusal.code) {
    case 'unknown_event_type':
      return null
    case 'slug_taken':
      return { slug: { code: 'slug_taken' } }
    case 'unknown_policy':
      return { policyId: { code: 'not_a_choice' } }
    case 'unknown_candidate':
      return { 'primary-who': { code: 'not_a_choice' } }
    default:
      return { 'primary-who': { code: 'seat_empty' } }
  }
}

/** What a new event type starts with. */
export function typedNewEventType(hostRule: string): Typed {
  return {
    hostRule: HOST_RULES.find((rule) => rule === hostRule) ?? 'one',
    durationMinutes: '30',
    sessionCount: '1',
    stepMinutes: '30',
    ...typedLength('notice', 24 * 60),
    horizonDays: '60',
    bufferBeforeMinutes: '0',
    bufferAfterMinutes: '0',
    locationKind: 'in_person',
    paymentMode: 'free',
    ...typedTerms(null, ''),
    ...typedOwnTax(null),
    policyId: '',
    rescheduleHosts: 'same',
    ...typedAsking({}),
    active: ticked(true),
  }
}

export function typedEventType(input: EventTypeInput, currency: string): Typed {
  const text = (value: number | null) => (value === null ? '' : String(value))
  return {
    name: input.name,
    slug: input.slug,
    description: input.description,
    hostRule: input.hostRule,
    durationMinutes: text(input.durationMinutes),
    sessionCount: text(input.sessionCount),
    stepMinutes: text(input.stepMinutes),
    ...typedLength('notice', input.minimumNoticeMinutes),
    horizonDays: text(input.horizonDays),
    bufferBeforeMinutes: text(input.bufferBeforeMinutes),
    bufferAfterMinutes: text(input.bufferAfterMinutes),
    dailyCap: text(input.dailyCap),
    weeklyCap: text(input.weeklyCap),
    locationKind: input.locationKind,
    locationDetail: input.locationDetail,
    paymentMode: input.paymentMode,
    price: input.paymentMode === 'free' ? '' : typedOfMinor(input.priceMinor, currency),
    ...typedTerms(input.paymentTerms ?? null, currency),
    ...typedOwnTax(input.tax ?? null),
    policyId: input.policyId ?? '',
    rescheduleHosts: input.rescheduleHosts,
    ...typedAsking(input),
    active: ticked(input.active),
    ...typedSeats(input.seats),
    ...typedQuestions(input.questions),
  }
}

function readCap(typed: Typed, name: string): Part<number | null> {
  const text = lineOf(typed, name)
  if (text === '') return { value: null, problems: {} }
  const wrong = (code: SettingsProblem) => ({ value: null, problems: { [name]: code } })
  if (!/^\d{1,6}$/.test(text)) return wrong({ code: 'not_a_number' })
  const value = Number(text)
  return value < 1 || value > 1000
    ? wrong({ code: 'out_of_range', from: 1, to: 1000 })
    : { value, problems: {} }
}

function readPrice(
  typed: Typed,
  { currency, stored, organization }: EventTypeChoices,
  terms: Part<PaymentTerms | null>,
): Part<bigint> {
  const paymentMode = lineOf(typed, 'paymentMode') as EventTypeInput['paymentMode']
  const text = lineOf(typed, 'price')
  const wrong = (name: string, problem: SettingsProblem) => ({ value: 0n, problems: { [name]: problem } })
  const minor = text === '' ? 0n : minorOfTyped(text, currency)
  if (minor === null) return wrong('price', { code: 'not_an_amount', digits: minorDigits(currency) })
  const { value: paymentTerms } = terms
  const collects = canCollect(paymentTerms ?? organization.paymentTerms, organization.provider)
  const fault = priceFault({ paymentMode, priceMinor: minor, paymentTerms }, stored, collects)
  // Terms that cannot be read say so themselves.
  if (fault === 'collecting_not_set_up')
    return Object.keys(terms.problems).length > 0
      ? { value: minor, problems: {} }
      : wrong('paymentMode', { code: fault })
  if (fault) return wrong('price', { code: fault })
  const deposit = paymentTerms?.kind === 'deposit' ? paymentTerms.amount : null
  const tooMuch = deposit?.kind === 'amount' && BigInt(deposit.minor) > minor
  return paymentMode === 'price_collected' && tooMuch
    ? wrong('deposit-value', { code: 'deposit_above_price' })
    : { value: minor, problems: {} }
}

function readQuestions(typed: Typed): Part<Question[]> {
  const value: Question[] = []
  const problems: Problems = {}
  for (let number = 1; number <= MOST_QUESTIONS; number += 1) {
    const name = `question-${number}`
    const label = lineOf(typed, `${name}-label`)
    const required = isTicked(typed, `${name}-required`)
    const kind = lineOf(typed, `${name}-kind`) === 'text' ? 'text' : 'line'
    if (label === '' && required) problems[`${name}-label`] = { code: 'text_without_label' }
    else if (label.length > LONGEST_QUESTION)
      problems[`${name}-label`] = { code: 'too_long', longest: LONGEST_QUESTION }
    else if (label !== '') value.push({ key: freeKey(label, value), label, kind, required })
  }
  return { value, problems }
}

function freeKey(label: string, taken: Question[]): string {
  const wanted = slugOf(label, 'question')
  let key = wanted
  for (let number = 2; taken.some((question) => question.key === key); number += 1)
    key = `${wanted}-${number}`
  return key
}

function typedQuestions(questions: Question[]): Typed {
  const fields = questions.flatMap((question, index) => [
    [`question-${index + 1}-label`, question.label],
    [`question-${index + 1}-kind`, question.kind],
    [`question-${index + 1}-required`, ticked(question.required)],
  ])
  return Object.fromEntries(fields)
}
