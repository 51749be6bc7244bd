import {
  cityOf,
  clockTime,
  longDate,
  longDay,
  monthName,
  offsetLabel,
  possessive,
  shortWhen,
  shortZoneLabel,
  weekdayName,
  weekdayOf,
} from './dates.ts'
import { count, type Locale } from './locale.ts'

/** Everything said where somebody chooses a time, at booking and at moving. */
export function timesText(locale: Locale) {
  return {
    zoneLabel: 'Times are shown in',
    showZone: 'Show',
    likelyZones: 'Likely',
    otherZones: 'Elsewhere',
    showingZone: (zone: string) => `Showing ${cityOf(zone)} time.`,
    // The browser puts its own city in place of the braces.
    useOwnZone: 'Use {city} time instead',
    lockedZone: (zone: string, at: Temporal.Instant) =>
      `Times are shown in ${shortZoneLabel(zone, at)}, where you meet.`,
    unknownZone: (zone: string) =>
      `We do not know the time zone in the address. Times are shown in ${cityOf(zone)} time.`,
    unknownDate: 'The date in the address cannot be shown. Choose a day below.',
    notice: 'We changed what is shown',
    firstFree: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `First free: ${shortWhen(start, zone, locale, now)}`,
    month: (month: Temporal.PlainYearMonth) => monthName(month, locale),
    day: (date: Temporal.PlainDate) => longDay(date, locale),
    dayFree: (date: Temporal.PlainDate, free: number) =>
      `${longDay(date, locale)}, ${free === 0 ? 'no free times' : count(free, 'time free', 'times free')}`,
    weekday: (date: Temporal.PlainDate) => weekdayOf(date, locale),
    partsOfDay: { morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening' },
    /** With the offset where the clock shows the same time twice that night. */
    slot: (start: Temporal.Instant, zone: string, shownTwice: boolean) =>
      `${clockTime(start, zone, locale)}${shownTwice ? ` (${offsetLabel(zone, start)})` : ''}`,
    /** "9:00am here is 2:00pm for Dana, London (GMT)." */
    otherClock: (start: Temporal.Instant, zone: string, other: { name: string; zone: string }) => {
      const sameDay = start
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .equals(start.toZonedDateTimeISO(other.zone).toPlainDate())
      const theirs = `${clockTime(start, other.zone, locale)}${sameDay ? '' : ` ${weekdayName(start, other.zone, locale)}`}`
      return `${clockTime(start, zone, locale)} on your clock is ${theirs} on ${possessive(other.name)}, ${shortZoneLabel(other.zone, start)}.`
    },
    ownTime: 'your current time',
    nothingFree: 'There are no free times now',
    nothingFreeLine: (until: Temporal.Instant, zone: string) =>
      `We looked at every day until ${longDate(until, zone, locale)}. New times may open later, or people may give theirs back.`,
    nothingThatMonth: (month: Temporal.PlainYearMonth) =>
      `There are no free times in ${monthName(month, locale)}`,
    nothingThatDay: (date: Temporal.PlainDate) => `There are no free times on ${longDay(date, locale)}`,
    nextFree: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `The next free time is ${shortWhen(start, zone, locale, now)}.`,
    onlyBefore: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `The free time before it is ${shortWhen(start, zone, locale, now)}.`,
    showDay: (start: Temporal.Instant, zone: string) => `Show ${longDate(start, zone, locale)}`,
    call: (number: string) => `Call ${number}`,
    write: 'Write a mail',
    askBusiness: 'Ask for a time that is not listed:',
    clocksChange: (date: string) => `Clocks change on ${date}. This is the time on the day.`,
    clocksChangeDuring: (date: string) => `Clocks change during it, on ${date}.`,
  }
}
