import { minutesInWords } from './dates.ts'
import type { Locale } from './locale.ts'

/** "2:30pm" for minute 870, "2:30 PM" in American English; the end of a day is "midnight". */
export function typedClock(minute: number, locale: Locale): string {
  if (minute === 1440) return 'midnight'
  const hour = Math.floor(minute / 60)
  const clock = `${hour % 12 || 12}:${String(minute % 60).padStart(2, '0')}`
  return locale === 'en-US' ? `${clock} ${hour < 12 ? 'AM' : 'PM'}` : `${clock}${hour < 12 ? 'am' : 'pm'}`
}

/** "9:00am to 5:00pm and 6:00pm to midnight", or that nobody works. */
export function spansInWords(
  spans: readonly { fromMinute: number; toMinute: number }[],
  locale: Locale,
): string {
  if (spans.length === 0) return 'Day off'
  const words = spans.map(
    (span) => `${typedClock(span.fromMinute, locale)} to ${typedClock(span.toMinute, locale)}`,
  )
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}

/** "Monday" for 1 … "Sunday" for 7. */
export function dayName(weekday: number, locale: Locale): string {
  // The first of January 2024 was a Monday.
  const day = Temporal.PlainDate.from('2024-01-01').add({ days: weekday - 1 })
  return day.toLocaleString(locale, { weekday: 'long' })
}

/** "Thursday 24 December 2026" for "2026-12-24"; "Thursday, December 24, 2026" in American English. */
export function dateInWords(date: string, locale: Locale): string {
  const day = Temporal.PlainDate.from(date)
  const part = (options: Intl.DateTimeFormatOptions) => day.toLocaleString(locale, options)
  const [weekday, month] = [part({ weekday: 'long' }), part({ month: 'long' })]
  return locale === 'en-US'
    ? `${weekday}, ${month} ${day.day}, ${day.year}`
    : `${weekday} ${day.day} ${month} ${day.year}`
}

export function hoursWords(_locale: Locale) {
  return {
    title: (name: string) => `Working hours of ${name}`,
    lead: (zone: string) => `All times are in ${zone}. Bookings already made stay as they are.`,
    week: 'The week',
    weekHint: 'Write times such as 9am, 9:30, 1430 or 5:30pm. Leave both boxes empty for no hours.',
    overnight:
      'Hours may run past midnight: 10pm to 6am on Monday is saved as Monday from 10pm, and Tuesday until 6am.',
    day: 'Day',
    span: (number: number) => ['First hours', 'Second hours', 'Third hours'][number - 1] ?? `Hours ${number}`,
    from: 'From',
    to: 'to',
    box: (day: string, number: number, end: 'from' | 'to') =>
      `${day}, ${['first', 'second', 'third'][number - 1] ?? number} hours, ${end}`,
    submitWeek: 'Save the week',
    saved: 'The hours are saved',
    added: 'Added. Set the hours now, so that bookings can be made.',
    dates: 'Dates that differ',
    datesLine: 'A date here replaces the hours of its weekday.',
    noDates: 'No dates differ from the week.',
    date: 'Date',
    dateHours: 'Hours',
    newDate: 'Set the hours of a date',
    dateHint: 'Leave all times empty for a day off.',
    submitDate: 'Set the date',
    remove: 'Remove',
    removeDate: (date: string) => `Remove ${date}`,
    removing: 'Removing…',
    timeOff: 'Time off',
    timeOffLine: 'Holidays and other absences, with dates and times.',
    toTimeOff: 'Time off',
    toHours: 'Working hours',
    total: (minutes: number) => `${minutesInWords(minutes)} a week`,
  }
}

export function timeOffWords(_locale: Locale) {
  return {
    title: (name: string) => `Time off of ${name}`,
    lead: (zone: string) => `All times are in ${zone}. Bookings already made stay, so move them yourself.`,
    none: 'No time off is planned',
    noneLine: 'Add a holiday or an absence below.',
    what: 'What',
    from: 'From',
    to: 'Until',
    newHeading: 'Add time off',
    label: 'What it is',
    labelHint: 'For your team only.',
    fromDate: 'First day',
    fromTime: 'Starts at',
    fromTimeHint: 'Empty means from the start of the day.',
    toDate: 'Last day',
    toTime: 'Ends at',
    toTimeHint: 'Empty means until the end of the day.',
    submit: 'Add time off',
    saved: 'The time off is saved',
    earlier: 'The clocks show that time twice on that day',
    earlierLine: 'The earlier of the two was taken.',
    action: 'Action',
    unnamed: 'Time off',
    removeOne: (label: string, from: string) => `Remove ${label}, ${from}`,
  }
}
