import {
  readCode,
  type DiscountCode,
  type DiscountCodeInput,
  type DiscountCodeRefusal,
} from '#domain/event-types/discount-codes.ts'
import type { Typed } from '#platform/forms.ts'
import { readDate } from '../typed-date.ts'
import { readShare, typedShare } from '../typed-share.ts'
import { lineOf, type Part, type Problems, type Read } from '../typed-values.ts'

const MOST_USES = 1_000_000

/** What the form may choose from, and what is stored: days that stay as shown keep their instants. */
export interface DiscountCodeChoices {
  eventTypes: ReadonlySet<string>
  currency: string
  zone: string
  stored: DiscountCode | null
}

/** Reads the form of a discount code. Days are meant on the wall of the organization's zone. */
export function readDiscountCode(typed: Typed, choices: DiscountCodeChoices): Read<DiscountCodeInput> {
  const { currency, stored } = choices
  const code = readCode(lineOf(typed, 'code'))
  const amount = readShare(typed, 'discount', currency, 1)
  const from = readDay(typed, 'validFrom', choices)
  const until = readDay(typed, 'validUntil', choices)
  const mostUses = readUses(typed)
  const eventTypeId = lineOf(typed, 'eventTypeId')
  const problems: Problems = Object.assign(
    code === null ? { code: codeProblem(typed) } : {},
    ...[amount, from, until, mostUses].map((part) => part.problems),
  )
  if (!amount.value) problems['discount-value'] ??= { code: 'amount_missing' }
  if (eventTypeId !== '' && !choices.eventTypes.has(eventTypeId))
    problems['eventTypeId'] = { code: 'not_a_choice' }
  if (code === null || !amount.value || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      code,
      amount: amount.value,
      eventTypeId: eventTypeId || null,
      validFrom: from.value,
      validUntil: until.value,
      mostUses: mostUses.value,
      active: stored?.active ?? true,
    },
  }
}

/** Which field a refusal of the use case belongs to; null when the code is gone. */
export function discountCodeProblem(refusal: DiscountCodeRefusal): Problems | null {
  switch (refusal.code) {
    case 'unknown_discount_code':
      return null
    case 'not_a_code':
    case 'code_taken':
      return { code: { code: refusal.code } }
    case 'unknown_event_type':
      return { eventTypeId: { code: 'not_a_choice' } }
    case 'ends_before_it_starts':
      return { validUntil: { code: refusal.code } }
    case 'used_more_often':
      return { mostUses: refusal }
  }
}

export function typedDiscountCode(code: DiscountCode, currency: string, zone: string): Typed {
  return {
    code: code.code,
    ...typedShare('discount', code.amount, currency),
    eventTypeId: code.eventTypeId ?? '',
    validFrom: dayOf(code.validFrom, 'validFrom', zone),
    validUntil: dayOf(code.validUntil, 'validUntil', zone),
    mostUses: code.mostUses === null ? '' : String(code.mostUses),
  }
}

type End = 'validFrom' | 'validUntil'

/** The first or the last day on which a code counts; the last one ends with the day. Empty text where there is none. */
function dayOf(instant: Temporal.Instant | null, end: End, zone: string): string {
  const inside = end === 'validUntil' ? lastInside(instant) : instant
  return inside ? inside.toZonedDateTimeISO(zone).toPlainDate().toString() : ''
}

/** The last moment at which a code counts, which lies in its last day. */
export function lastInside(validUntil: Temporal.Instant | null): Temporal.Instant | null {
  return validUntil && validUntil.subtract({ nanoseconds: 1 })
}

function readDay(
  typed: Typed,
  end: End,
  { zone, stored }: DiscountCodeChoices,
): Part<Temporal.Instant | null> {
  const text = lineOf(typed, end)
  if (text === '') return { value: null, problems: {} }
  if (stored && text === dayOf(stored[end], end, zone)) return { value: stored[end], problems: {} }
  const date = readDate(text)
  if (!date) return { value: null, problems: { [end]: { code: 'not_a_date' } } }
  const day = end === 'validUntil' ? date.add({ days: 1 }) : date
  // The first moment of a day exists even where the clock jumps over midnight.
  return { value: day.toZonedDateTime(zone).toInstant(), problems: {} }
}

function readUses(typed: Typed): Part<number | null> {
  const text = lineOf(typed, 'mostUses')
  if (text === '') return { value: null, problems: {} }
  if (!/^\d{1,9}$/.test(text)) return { value: null, problems: { mostUses: { code: 'not_a_number' } } }
  const value = Number(text)
  return value < 1 || value > MOST_USES
    ? { value: null, problems: { mostUses: { code: 'out_of_range', from: 1, to: MOST_USES } } }
    : { value, problems: {} }
}

function codeProblem(typed: Typed) {
  return lineOf(typed, 'code') === '' ? ({ code: 'required' } as const) : ({ code: 'not_a_code' } as const)
}
