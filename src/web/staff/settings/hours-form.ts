import { dayName, typedClock } from '#messages/settings-hours.ts'
import type { Locale } from '#messages/locale.ts'
import type { Hours } from '#domain/team/hours.ts'
import type { Typed } from '#platform/forms.ts'
import { minuteOfTyped } from './typed-time.ts'
import { lineOf, type Part, type Problems, type Read } from './typed-values.ts'

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const DAY_MINUTES = 1440
/** How many spans a day can be given; the page shows three boxes, and more where more are stored. */
const MOST_SPANS = 6

interface Span {
  fromMinute: number
  toMinute: number
}
type TypedSpan = Span & { field: string }

/**
 * Reads the table of the week. An end at or before the start runs past midnight: it becomes a span until
 * midnight and one on the next weekday from midnight on.
 */
export function readWeek(typed: Typed, locale: Locale): Read<Hours['weekly']> {
  const problems: Problems = {}
  const byDay = new Map<number, TypedSpan[]>(WEEKDAYS.map((weekday) => [weekday, []]))
  for (const weekday of WEEKDAYS) {
    const read = readSpans(typed, `d${weekday}`)
    Object.assign(problems, read.problems)
    for (const span of read.value) {
      byDay.get(weekday)!.push({ ...span, toMinute: Math.min(span.toMinute, DAY_MINUTES) })
      const rest = span.toMinute - DAY_MINUTES
      if (rest > 0) byDay.get((weekday % 7) + 1)!.push({ ...span, fromMinute: 0, toMinute: rest })
    }
  }
  for (const [weekday, spans] of byDay) Object.assign(problems, overlapOf(spans, dayName(weekday, locale)))
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const weekly = [...byDay].flatMap(([weekday, spans]) =>
    spans.map(({ fromMinute, toMinute }) => ({ weekday, fromMinute, toMinute })),
  )
  return { ok: true, value: weekly }
}

/** Reads the hours of one date; no span means a day off. They end at midnight. */
export function readDateSpans(typed: Typed, day: string): Part<Span[]> {
  const read = readSpans(typed, 'date')
  const late = read.value.find((span) => span.toMinute > DAY_MINUTES)
  const problems: Problems = {
    ...read.problems,
    ...overlapOf(read.value, day),
    ...(late ? { [`${late.field}-to`]: { code: 'span_past_midnight' } } : {}),
  }
  const value = read.value.map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute }))
  return { value: value.toSorted((a, b) => a.fromMinute - b.fromMinute), problems }
}

/** The week as it is typed. */
export function typedWeek(weekly: Hours['weekly'], locale: Locale): Typed {
  const fields = WEEKDAYS.flatMap((weekday) =>
    weekly
      .filter((span) => span.weekday === weekday)
      .flatMap((span, index) => [
        [`d${weekday}-${index + 1}-from`, typedClock(span.fromMinute, locale)],
        [`d${weekday}-${index + 1}-to`, typedClock(span.toMinute, locale)],
      ]),
  )
  return Object.fromEntries(fields)
}

/** How many pairs of boxes a day needs: three, and more where more are stored or were typed. */
export function spansShown(values: Typed): number {
  const used = Object.keys(values).flatMap((name) => /^d[1-7]-([1-6])-/.exec(name)?.[1] ?? [])
  return Math.max(3, ...used.map(Number))
}

// Ends after 1440 belong to the next day; overlaps are looked for once those are put there.
function readSpans(typed: Typed, prefix: string): Part<TypedSpan[]> {
  const value: TypedSpan[] = []
  const problems: Problems = {}
  for (let number = 1; number <= MOST_SPANS; number += 1) {
    const field = `${prefix}-${number}`
    const [from, to] = [lineOf(typed, `${field}-from`), lineOf(typed, `${field}-to`)]
    if (from === '' && to === '') continue
    const [fromMinute, toMinute] = [startOf(from), minuteOfTyped(to)]
    if (from === '' || to === '')
      problems[`${field}-${from === '' ? 'from' : 'to'}`] = { code: 'time_missing' }
    else if (fromMinute === null) problems[`${field}-from`] = { code: 'not_a_time' }
    else if (toMinute === null) problems[`${field}-to`] = { code: 'not_a_time' }
    else if (fromMinute === toMinute && fromMinute > 0) problems[`${field}-to`] = { code: 'span_empty' }
    else
      value.push({ field, fromMinute, toMinute: toMinute > fromMinute ? toMinute : toMinute + DAY_MINUTES })
  }
  return { value, problems }
}

/** A day starts at midnight, too. */
function startOf(text: string): number | null {
  const minute = minuteOfTyped(text)
  return minute === DAY_MINUTES ? 0 : minute
}

function overlapOf(spans: readonly TypedSpan[], day: string): Problems {
  const sorted = spans.toSorted((a, b) => a.fromMinute - b.fromMinute)
  const second = sorted.find((span, index) => index > 0 && span.fromMinute < sorted[index - 1]!.toMinute)
  return second ? { [`${second.field}-from`]: { code: 'spans_overlap', day } } : {}
}
