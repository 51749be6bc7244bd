import { z } from '@hono/zod-openapi'
import { showId } from '#platform/public-ids.ts'
import type { TimeOwner } from '#domain/team/find-owner.ts'
import type { Hours } from '#domain/team/hours.ts'
import { overlapIn, type Span } from '#domain/team/spans.ts'
import { idOfOwner } from './ids.ts'
import type { Problem } from './problems.ts'
import { zone } from './schemas.ts'
import { wrong } from './set-up-problems.ts'
import { dateIn } from './text-schemas.ts'

/** As many as the pages have boxes for; what a program sets, people can edit there. */
const MOST_SPANS_A_DAY = 6

const from = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ example: '09:00', description: 'The time of day at which it begins.' })
const to = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
  .openapi({
    example: '17:30',
    description:
      'The time of day at which it ends, after `from`; `24:00` is the end of the day. Hours past midnight go on as a second span on the next day.',
  })
const span = z.strictObject({ from, to }).openapi('HoursOfDay')
const weekly = z.strictObject({
  weekday: z.number().int().min(1).max(7).openapi({ description: '1 is Monday, 7 is Sunday.' }),
  from,
  to,
})

export const spansSchema = z
  .array(span)
  .max(MOST_SPANS_A_DAY)
  .openapi({ description: 'The hours of this date instead of those of the week; none means a day off.' })

export const overrideSchema = z
  .strictObject({ date: dateIn(), spans: spansSchema })
  .openapi('DateOverride', { description: 'A local date whose hours differ from the week.' })

export const hoursSchema = z
  .strictObject({
    owner: idOfOwner(),
    zone: zone.openapi({ description: 'All times of day are read from a clock in this zone.' }),
    weekly: z.array(weekly),
    overrides: z.array(overrideSchema),
  })
  .openapi('Hours')

export const hoursChangeSchema = z
  .strictObject({
    weekly: z
      .array(weekly)
      .max(7 * MOST_SPANS_A_DAY)
      .openapi({ description: 'The whole week; a weekday that is not named has no hours.' }),
    overrides: z
      .array(overrideSchema)
      .max(1000)
      .optional()
      .openapi({ description: 'All dates that differ. Where none are sent, they stay as they are.' }),
  })
  .openapi('HoursChange')

export type SentHours = z.output<typeof hoursChangeSchema>
type SentSpan = z.output<typeof span>

export function showHours(owner: TimeOwner, hours: Hours): z.input<typeof hoursSchema> {
  return {
    owner: showId(owner.kind, owner.id),
    zone: owner.zone,
    weekly: hours.weekly.map(({ weekday, ...rest }) => ({ weekday, ...showSpan(rest) })),
    overrides: hours.overrides.map(showOverride),
  }
}

export function showOverride({ date, spans }: Hours['overrides'][number]) {
  return { date, spans: spans.map(showSpan) }
}

export function readSpan(sent: SentSpan): Span {
  return { fromMinute: minuteOf(sent.from), toMinute: minuteOf(sent.to) }
}

/** The hours that were sent, the spans of every day in their order. */
export function readWeek(sent: SentHours['weekly']): Hours['weekly'] {
  return sent
    .map((entry) => ({ weekday: entry.weekday, ...readSpan(entry) }))
    .toSorted((a, b) => a.weekday - b.weekday || a.fromMinute - b.fromMinute)
}

export function readOverride(date: string, spans: SentSpan[]): Hours['overrides'][number] {
  return { date, spans: spans.map(readSpan).toSorted((a, b) => a.fromMinute - b.fromMinute) }
}

/** The first mistake in hours that were sent, or null. */
export function hoursProblem(sent: SentHours): Problem | null {
  const places = sent.weekly.map((entry, place) => ({ ...entry, place }))
  for (const day of Map.groupBy(places, ({ weekday }) => weekday).values()) {
    const problem = spansProblem(day, (index) => `/weekly/${day[index]!.place}`)
    if (problem) return problem
  }
  const dates = new Set<string>()
  for (const [place, { date, spans }] of (sent.overrides ?? []).entries()) {
    if (dates.has(date)) return wrong(`/overrides/${place}/date`, 'date_twice')
    dates.add(date)
    const problem = spansProblem(spans, (index) => `/overrides/${place}/spans/${index}`)
    if (problem) return problem
  }
  return null
}

/** The first mistake in the spans of one day, or null; `pointer` says where a span stands in the body. */
export function spansProblem(sent: readonly SentSpan[], pointer: (index: number) => string): Problem | null {
  const spans = sent.map(readSpan)
  const backwards = spans.findIndex((entry) => entry.toMinute <= entry.fromMinute)
  if (backwards >= 0) return wrong(`${pointer(backwards)}/to`, 'ends_before_it_starts')
  const overlapping = overlapIn(spans)
  if (overlapping !== null) return wrong(pointer(overlapping), 'spans_overlap')
  return spans.length > MOST_SPANS_A_DAY ? wrong(pointer(MOST_SPANS_A_DAY), 'too_many_spans') : null
}

function showSpan({ fromMinute, toMinute }: Span): SentSpan {
  return { from: clockOf(fromMinute), to: clockOf(toMinute) }
}

function clockOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}
