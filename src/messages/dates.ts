import { DAY_NAMES } from './day-names.ts'
import type { Locale } from './locale.ts'

/**
 * Dates and times as people read them. The server formats all of them, so that a page never flickers and a mail
 * says the same as a page; thin and narrow spaces that Intl likes to use become plain ones.
 */

/** "Thursday 3 December 2026"; in American English "Thursday, December 3, 2026". */
export function longDate(instant: Temporal.Instant, zone: string, locale: Locale): string {
  return longDay(localDate(instant, zone), locale)
}

/** The same for a date on its own. */
export function longDay(date: Temporal.PlainDate, locale: Locale): string {
  const { weekday, day, month, year } = partsOf(date, locale, 'long')
  return locale === 'en-US' ? `${weekday}, ${month} ${day}, ${year}` : `${weekday} ${day} ${month} ${year}`
}

/** "Thu 3 Dec"; in American English "Thu, Dec 3". With the year when it is not the year of `now`. */
export function shortDate(
  instant: Temporal.Instant,
  zone: string,
  locale: Locale,
  now?: Temporal.Instant,
): string {
  const { weekday, day, month, year } = parts(instant, zone, locale, 'short')
  const otherYear = now && parts(now, zone, locale, 'short').year !== year ? ` ${year}` : ''
  return locale === 'en-US'
    ? `${weekday}, ${month} ${day}${otherYear && `,${otherYear}`}`
    : `${weekday} ${day} ${month}${otherYear}`
}

/** "Thursday". */
export function weekdayName(instant: Temporal.Instant, zone: string, locale: Locale): string {
  return weekdayOf(localDate(instant, zone), locale)
}

/** The same for a date on its own. */
export function weekdayOf(date: Temporal.PlainDate, locale: Locale): string {
  return partsOf(date, locale, 'long').weekday
}

/** "2:30pm"; in American English "2:30 PM". */
export function clockTime(instant: Temporal.Instant, zone: string, locale: Locale): string {
  const { hour, minute } = instant.toZonedDateTimeISO(zone)
  const half = hour < 12 ? 'am' : 'pm'
  const clock = `${hour % 12 || 12}:${String(minute).padStart(2, '0')}`
  return locale === 'en-US' ? `${clock} ${half.toUpperCase()}` : `${clock}${half}`
}

/** "2:30pm" today, "Thu 3 Dec, 2:30pm" on another day. */
export function clockOrDay(
  instant: Temporal.Instant,
  zone: string,
  locale: Locale,
  now: Temporal.Instant,
): string {
  return localDate(instant, zone).equals(localDate(now, zone))
    ? clockTime(instant, zone, locale)
    : shortWhen(instant, zone, locale, now)
}

/** "2:30pm to 3:00pm"; names the day of the end when it is another one. */
export function timeRange(
  start: Temporal.Instant,
  end: Temporal.Instant,
  zone: string,
  locale: Locale,
): string {
  const sameDay = localDate(start, zone).equals(localDate(end, zone))
  const until = sameDay
    ? clockTime(end, zone, locale)
    : `${clockTime(end, zone, locale)} ${weekdayName(end, zone, locale)}`
  return `${clockTime(start, zone, locale)} to ${until}`
}

/** "Thursday 3 December 2026, 2:30pm to 3:00pm". */
export function longWhen(
  start: Temporal.Instant,
  end: Temporal.Instant,
  zone: string,
  locale: Locale,
): string {
  return `${longDate(start, zone, locale)}, ${timeRange(start, end, zone, locale)}`
}

/** "Thu 3 Dec, 2:30pm". */
export function shortWhen(
  instant: Temporal.Instant,
  zone: string,
  locale: Locale,
  now?: Temporal.Instant,
): string {
  return `${shortDate(instant, zone, locale, now)}, ${clockTime(instant, zone, locale)}`
}

/**
 * "New York, Eastern Time (GMT−5)": city, common name, and the offset of that very day. A zone that is named after its
 * country, such as US/Eastern, is told by it: "United States; Eastern time (GMT-4:00) [DST]" (oncehub R44).
 */
export function zoneLabel(zone: string, at: Temporal.Instant, locale: Locale): string {
  const country = COUNTRIES[zone.split('/')[0]!]
  if (country) return countryZone(country, zone, at)
  const name = zoneName(zone, at, locale)
  const offset = offsetLabel(zone, at)
  const city = cityOf(zone)
  return name && name !== city ? `${city}, ${name} (${offset})` : `${city} (${offset})`
}

/** Countries after which zones are named. */
const COUNTRIES: Readonly<Record<string, string>> = { US: 'United States', Canada: 'Canada' }

function countryZone(country: string, zone: string, at: Temporal.Instant): string {
  const then = at.toZonedDateTimeISO(zone)
  const minutes = Math.round(then.offsetNanoseconds / 60e9)
  const offset = `${minutes < 0 ? '-' : '+'}${Math.floor(Math.abs(minutes) / 60)}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`
  // Summer is half a year from winter, on both halves of the globe: the clock runs ahead of one of the two.
  const isSummerTime = [1, 7].some(
    (month) => then.with({ month, day: 1 }).offsetNanoseconds < then.offsetNanoseconds,
  )
  return `${country}; ${cityOf(zone).replaceAll('-', ' ')} time (GMT${offset})${isSummerTime ? ' [DST]' : ''}`
}

/** "New York (GMT−5)". */
export function shortZoneLabel(zone: string, at: Temporal.Instant): string {
  return `${cityOf(zone)} (${offsetLabel(zone, at)})`
}

/** "GMT−5", "GMT+5:30", "GMT". */
export function offsetLabel(zone: string, at: Temporal.Instant): string {
  const minutes = Math.round(at.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9)
  if (minutes === 0) return 'GMT'
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  return `GMT${minutes < 0 ? '\u2212' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** "New York" from "America/New_York". */
export function cityOf(zone: string): string {
  return zone === 'UTC' ? 'UTC' : zone.split('/').at(-1)!.replaceAll('_', ' ')
}

/** True when the two zones show different clocks at this instant, so that both must be printed. */
export function clocksDiffer(at: Temporal.Instant, zone: string, other: string): boolean {
  return at.toZonedDateTimeISO(zone).offsetNanoseconds !== at.toZonedDateTimeISO(other).offsetNanoseconds
}

/**
 * The other party's clock: "Asha's time: 1:00am Friday, Kolkata (GMT+5:30)". Null when the clocks agree. The
 * weekday is added when the date differs.
 */
export function secondClock(
  at: Temporal.Instant,
  readerZone: string,
  other: { name: string; zone: string },
  locale: Locale,
): string | null {
  if (!clocksDiffer(at, readerZone, other.zone)) return null
  const otherDay = localDate(at, readerZone).equals(localDate(at, other.zone))
    ? ''
    : ` ${weekdayName(at, other.zone, locale)}`
  return `${possessive(other.name)} time: ${clockTime(at, other.zone, locale)}${otherDay}, ${shortZoneLabel(other.zone, at)}`
}

/** A deadline on both clocks: "Wed 2 Dec, 2:30pm your time (7:30pm Dana's time)"; one clock when they agree. */
export function deadline(
  at: Temporal.Instant,
  readerZone: string,
  other: { name: string; zone: string },
  locale: Locale,
  now?: Temporal.Instant,
): string {
  const own = shortWhen(at, readerZone, locale, now)
  if (!clocksDiffer(at, readerZone, other.zone)) return own
  const otherDay = localDate(at, readerZone).equals(localDate(at, other.zone))
    ? ''
    : ` ${weekdayName(at, other.zone, locale)}`
  return `${own} your time (${clockTime(at, other.zone, locale)}${otherDay} ${possessive(other.name)} time)`
}

/** "31 hours 30 minutes", "2 days 3 hours", "less than a minute". Two units at most. */
export function timeLeft(from: Temporal.Instant, to: Temporal.Instant): string {
  const minutes = Math.floor((to.epochMilliseconds - from.epochMilliseconds) / 60_000)
  if (minutes < 1) return 'less than a minute'
  const units: [number, string][] =
    minutes >= 48 * 60
      ? [
          [Math.floor(minutes / 1440), 'day'],
          [Math.floor((minutes % 1440) / 60), 'hour'],
        ]
      : [
          [Math.floor(minutes / 60), 'hour'],
          [minutes % 60, 'minute'],
        ]
  return units
    .filter(([number]) => number > 0)
    .map(([number, unit]) => `${number} ${unit}${number === 1 ? '' : 's'}`)
    .join(' ')
}

/** A length of notice or a duration in minutes: "24 hours", "2 days", "1 hour 30 minutes", "30 minutes". */
export function minutesInWords(minutes: number): string {
  const plural = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`
  if (minutes % 1440 === 0 && minutes > 1440) return plural(minutes / 1440, 'day')
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [
    ...(hours ? [plural(hours, 'hour')] : []),
    ...(rest || !hours ? [plural(rest, 'minute')] : []),
  ].join(' ')
}

/**
 * When the reader's clock changes between now and then: the sentence's date, else null. ("Clocks change on
 * 28 March. This is the time on the day.")
 */
export function clockChangeBefore(
  at: Temporal.Instant,
  zone: string,
  now: Temporal.Instant,
  locale: Locale,
): string | null {
  const then = at.toZonedDateTimeISO(zone)
  const today = now.toZonedDateTimeISO(zone)
  if (then.offsetNanoseconds === today.offsetNanoseconds) return null
  // A moment later, because the change of this very instant would not count as a previous one.
  const change = then.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  if (!change || Temporal.Instant.compare(change.toInstant(), now) <= 0) return null
  const { day, month } = parts(change.toInstant(), zone, locale, 'long')
  return locale === 'en-US' ? `${month} ${day}` : `${day} ${month}`
}

/** "December 2026". */
export function monthName(month: Temporal.PlainYearMonth, locale: Locale): string {
  const { month: name, year } = partsOf(month.toPlainDate({ day: 1 }), locale, 'long')
  return `${name} ${year}`
}

/** "Dana's", "James's". */
export function possessive(name: string): string {
  return `${name}\u2019s`
}

function localDate(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate()
}

const formats = new Map<string, Intl.DateTimeFormat>()

function parts(instant: Temporal.Instant, zone: string, locale: Locale, width: 'long' | 'short') {
  return partsOf(localDate(instant, zone), locale, width)
}

function partsOf(date: Temporal.PlainDate, locale: Locale, width: 'long' | 'short') {
  const { weekdays, months } = DAY_NAMES[locale][width]
  return {
    weekday: weekdays[date.dayOfWeek - 1]!,
    day: String(date.day),
    month: months[date.month - 1]!,
    year: String(date.year),
  }
}

function zoneName(zone: string, at: Temporal.Instant, locale: Locale): string {
  const known = `${locale} ${zone} ${offsetLabel(zone, at)}`
  let name = zoneNames.get(known)
  if (name === undefined) zoneNames.set(known, (name = readZoneName(zone, at, locale)))
  return name
}

const zoneNames = new Map<string, string>()

function readZoneName(zone: string, at: Temporal.Instant, locale: Locale): string {
  const key = `zone ${locale} ${zone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' })
    formats.set(key, format)
  }
  const name =
    format.formatToParts(at.epochMilliseconds).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return name.startsWith('GMT') || name.endsWith(' Time)') ? '' : name.replaceAll(/[\u2009\u202F]/g, ' ')
}
