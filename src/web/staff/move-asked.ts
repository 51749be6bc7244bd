import { fromMinute, instantOf, isWholeMinute, toMinute } from '#platform/zones.ts'
import type { FieldErrors, Typed } from '#platform/forms.ts'
import { typedText } from '../customer/form-errors.ts'
import { plainDate } from './activity-filters.ts'
import { minuteOfTyped } from './settings/typed-time.ts'

/** Team members may move a booking anywhere within ten years; computers must not be asked about the year 9999. */
const LONGEST_AHEAD_HOURS = 24 * 3_650
const LONGEST_PAST_HOURS = 24 * 366

/** What was typed into "any other time". */
export interface TimeTyped {
  date: string
  time: string
}

export type TimeAsked =
  | { kind: 'none' }
  | { kind: 'start'; start: Temporal.Instant }
  /** The clock shows the typed time twice that night. */
  | { kind: 'twice'; earlier: Temporal.Instant; later: Temporal.Instant }
  | { kind: 'wrong'; errors: FieldErrors }

/** The new start: an instant from one of our own links, or a date and a time typed on the clock of `zone`. */
export function timeAsked(typed: Typed, zone: string, now: Temporal.Instant): TimeAsked {
  const start = typedText(typed, 'start').trim()
  if (start !== '') return fromLink(start, now)
  const [date, time] = [typedText(typed, 'date').trim(), typedText(typed, 'time').trim()]
  return date === '' && time === '' ? { kind: 'none' } : fromWall(date, time, zone, now)
}

/** A start that one of our own links names: a whole minute not too far away, or null. */
export function startOfLink(text: string, now: Temporal.Instant): Temporal.Instant | null {
  const start = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.0+)?Z$/.test(text) ? readInstant(text) : null
  if (!start || !isWholeMinute(start) || !isNear(start, now)) return null
  return fromMinute(toMinute(start))
}

function fromLink(text: string, now: Temporal.Instant): TimeAsked {
  const start = startOfLink(text, now)
  return start ? { kind: 'start', start } : { kind: 'wrong', errors: { date: { code: 'not_a_date' } } }
}

function fromWall(dateText: string, timeText: string, zone: string, now: Temporal.Instant): TimeAsked {
  const [date, minute] = [plainDate(dateText), minuteOfTyped(timeText)]
  const errors: FieldErrors = {}
  if (!date) errors.date = { code: dateText === '' ? 'required' : 'not_a_date' }
  if (minute === null) errors.time = { code: timeText === '' ? 'required' : 'not_a_time' }
  if (!date || minute === null) return { kind: 'wrong', errors }
  const found = instantOf(date.toPlainDateTime().add({ minutes: minute }), zone)
  if (found.kind === 'gap') return { kind: 'wrong', errors: { time: { code: 'no_such_local_time' } } }
  const start = found.kind === 'exact' ? found.instant : found.earlier
  if (!isNear(start, now)) return { kind: 'wrong', errors: { date: { code: 'not_a_date' } } }
  return found.kind === 'exact'
    ? { kind: 'start', start }
    : { kind: 'twice', earlier: found.earlier, later: found.later }
}

function readInstant(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}

function isNear(start: Temporal.Instant, now: Temporal.Instant): boolean {
  const hours = (start.epochMilliseconds - now.epochMilliseconds) / 3_600_000
  return hours <= LONGEST_AHEAD_HOURS && hours >= -LONGEST_PAST_HOURS
}
