import { clockTime, shortDate } from './dates.ts'
import type { Locale } from './locale.ts'

/** Words of the pages that a browser shows without a connection. */
export function offlineText(locale: Locale) {
  return {
    title: 'No connection',
    lead: 'This is your booking as this device last saw it.',
    leadMany: 'These are your sessions as this device last saw them.',
    seen: (at: Temporal.Instant, zone: string) =>
      `Seen on ${shortDate(at, zone, locale)} at ${clockTime(at, zone, locale)}.`,
    nothing: 'Without a connection nothing can be changed, and nothing was.',
    booking: 'Your booking, as last seen',
    retry: 'Try again',
    unknown: 'This device has no copy of your booking.',
    unknownLine:
      'Open the link in your mail again when you are connected. Your calendar may have the time, too.',
  }
}
