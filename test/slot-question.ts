import { expect } from 'vitest'
import type {
  OwnerTime,
  Seat,
  SlotQuestion,
  SlotRules,
  WeeklySpan,
} from '#domain/availability/slot-question.ts'
import { checkStart, slots } from '#domain/availability/slots.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'

// Small questions about free time, put in the words of a test, and their answers as clocks show them.

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const HOUR: SlotRules = {
  durationMinutes: 60,
  stepMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  minimumNoticeMinutes: 0,
  horizonDays: 3650,
  dailyCap: null,
  weeklyCap: null,
}

export const minute = (text: string) => toMinute(Temporal.Instant.from(text))

export function hours(from: string, to: string, weekdays = EVERY_DAY): WeeklySpan[] {
  return weekdays.map((weekday) => ({ weekday, fromMinute: minuteOf(from), toMinute: minuteOf(to) }))
}

/** Somebody who works from nine to noon in London, every day, with what is taken as pairs of instants. */
export function owner(
  ownerId: string,
  {
    taken = [],
    started = [],
    ...rest
  }: Partial<OwnerTime> & { taken?: [string, string][]; started?: string[] } = {},
): OwnerTime {
  return {
    ownerId,
    zone: 'Europe/London',
    weekly: hours('09:00', '12:00'),
    overrides: [],
    busyFrom: Int32Array.from(taken, ([from]) => minute(from)),
    busyTo: Int32Array.from(taken, ([, to]) => minute(to)),
    capStarts: Int32Array.from(started, minute),
    ...rest,
  }
}

interface Asked {
  owners?: OwnerTime[]
  seats?: Seat[]
  rules?: Partial<SlotRules>
  now?: string
  window?: [string, string]
}

/** By default: what does Alva offer on Tuesday 12 January 2027, asked on New Year's Day? */
export function ask({ owners = [owner('Alva')], seats, rules, now, window }: Asked = {}): SlotQuestion {
  const [from, to] = window ?? ['2027-01-12T00:00Z', '2027-01-13T00:00Z']
  return {
    fromMinute: minute(from),
    toMinute: minute(to),
    nowMinute: minute(now ?? '2027-01-01T00:00Z'),
    rules: { ...HOUR, ...rules },
    owners,
    seats: seats ?? owners.map(({ ownerId }, i) => ({ seatId: `seat of ${ownerId}`, candidates: [i] })),
  }
}

/** The starts on the clock of a zone, such as "09:00" or, with the date, "12 09:00". */
export function offered(question: SlotQuestion, zone = 'Europe/London'): string[] {
  const { starts } = slots(question)
  for (const start of starts) expect(checkStart(question, start)).toEqual({ ok: true })
  const oneDay = question.toMinute - question.fromMinute <= 1500
  return Array.from(starts, (start) => {
    const shown = fromMinute(start).toZonedDateTimeISO(zone)
    return `${oneDay ? '' : `${shown.day} `}${shown.toPlainTime().toString({ smallestUnit: 'minute' })}`
  })
}

/** The reason why a start is not offered, or "offered". */
export function why(question: SlotQuestion, start: string) {
  const answer = checkStart(question, minute(start))
  return answer.ok ? 'offered' : answer.why
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
