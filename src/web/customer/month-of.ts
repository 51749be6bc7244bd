import { timesText } from '#messages/times.ts'
import type { Locale } from '#messages/locale.ts'
import type { MonthDay, MonthGridProps } from '#ui/month-grid.tsx'
import type { PickerQuery } from './picker-query.ts'

/** What part of the calendar is shown. `last` is the last day that was searched. */
export interface Period {
  today: Temporal.PlainDate
  last: Temporal.PlainDate
  month: Temporal.PlainYearMonth
  day: Temporal.PlainDate | null
  /** True when the address asked for a month or a day outside of it. */
  outside: boolean
}

interface Wanted {
  query: PickerQuery
  locale: Locale
  hrefFor: (query: { month?: string; day?: string; tz?: string }) => string
  /** Full days can be looked at, too. */
  waitable?: { dates: ReadonlySet<string>; nameOf: (day: Temporal.PlainDate) => string } | undefined
}

/** One month as the grid shows it: weeks in the order of the reader's locale, a link on each day with free times. */
export function monthOf(
  { query, locale, hrefFor, waitable }: Wanted,
  byDate: ReadonlyMap<string, Int32Array>,
  period: Period,
): MonthGridProps {
  const text = timesText(locale)
  const { month, today, last } = period
  const zone = query.zoneChosen ? { tz: query.zone } : {}
  const turnTo = (target: Temporal.PlainYearMonth) =>
    `${hrefFor({ month: target.toString(), ...zone })}#month`
  const shows = (target: Temporal.PlainYearMonth) =>
    Temporal.PlainYearMonth.compare(today.toPlainYearMonth(), target) <= 0 &&
    Temporal.PlainYearMonth.compare(target, last.toPlainYearMonth()) <= 0
  const turn = (target: Temporal.PlainYearMonth) =>
    shows(target) ? { href: turnTo(target), label: text.month(target) } : undefined
  const yearOn = (years: number) => {
    const target = month.add({ years })
    return shows(target) ? turnTo(target) : undefined
  }
  const shown = month.toString()
  const toDay = (date: Temporal.PlainDate): MonthDay => {
    const key = date.toString()
    const free = byDate.get(key)?.length ?? 0
    const isFull = free === 0 && (waitable?.dates.has(key) ?? false)
    return {
      date: key,
      day: String(date.day),
      name: isFull ? waitable!.nameOf(date) : text.dayFree(date, free),
      href: free > 0 || isFull ? `${hrefFor({ month: shown, day: key, ...zone })}#month` : undefined,
      count: free > 0 ? String(free) : undefined,
      full: isFull,
      selected: period.day?.equals(date) ?? false,
      today: date.equals(today),
    }
  }
  const weeks = weeksOf(month, firstWeekday(locale))
  return {
    caption: text.month(month),
    weekdays: namedWeek(weeks, locale),
    weeks: weeks.map((week) => week.map((date) => (date.month === month.month ? toDay(date) : null))),
    previous: turn(month.subtract({ months: 1 })),
    next: turn(month.add({ months: 1 })),
    previousYear: yearOn(-1),
    nextYear: yearOn(1),
  }
}

/** The days of all weeks that touch the month. */
function weeksOf(month: Temporal.PlainYearMonth, firstDay: number): Temporal.PlainDate[][] {
  const first = month.toPlainDate({ day: 1 })
  const before = (first.dayOfWeek - firstDay + 7) % 7
  const count = Math.ceil((before + month.daysInMonth) / 7)
  return Array.from({ length: count }, (_week, week) =>
    Array.from({ length: 7 }, (_day, day) => first.add({ days: week * 7 + day - before })),
  )
}

function namedWeek(weeks: readonly Temporal.PlainDate[][], locale: Locale): MonthGridProps['weekdays'] {
  const text = timesText(locale)
  return weeks[0]!.map((date) => {
    const long = text.weekday(date)
    return { long, short: long.slice(0, 3) }
  })
}

// 1 is Monday. American weeks begin on Sunday.
function firstWeekday(locale: Locale): number {
  return locale === 'en-US' ? 7 : 1
}
