import type { SpanInWords } from '#messages/waitlist.ts'
import { localDateOf, startOfLocalDay } from '#platform/zones.ts'

/** One way of waiting: its days, both named, and the instants they come to in the reader's zone. */
export interface Span {
  name: SpanInWords
  firstDay: Temporal.PlainDate
  lastDay: Temporal.PlainDate
  from: Temporal.Instant
  to: Temporal.Instant
}

/** The days people can choose from: the day they looked at, a week from it, any day that is offered. */
export function spansFor(
  day: Temporal.PlainDate | null,
  zone: string,
  now: Temporal.Instant,
  horizonDays: number,
): Span[] {
  const today = localDateOf(now, zone)
  const last = localDateOf(now.add({ hours: 24 * horizonDays }), zone)
  const isAhead =
    day && Temporal.PlainDate.compare(today, day) <= 0 && Temporal.PlainDate.compare(day, last) <= 0
  const first = isAhead ? day : today
  const week = first.add({ days: 6 })
  return [
    ...(isAhead ? [span('day', first, first, zone)] : []),
    span('week', first, Temporal.PlainDate.compare(week, last) < 0 ? week : last, zone),
    span('any', today, last, zone),
  ]
}

function span(
  name: SpanInWords,
  firstDay: Temporal.PlainDate,
  lastDay: Temporal.PlainDate,
  zone: string,
): Span {
  return {
    name,
    firstDay,
    lastDay,
    from: startOfLocalDay(firstDay, zone),
    to: startOfLocalDay(lastDay.add({ days: 1 }), zone),
  }
}
