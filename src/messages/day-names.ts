import type { Locale } from './locale.ts'

/** The names of days and months, long and short. A page prints hundreds of dates, so they are asked for once. */
export const DAY_NAMES = { 'en-GB': namesIn('en-GB'), 'en-US': namesIn('en-US') }

function namesIn(locale: Locale) {
  const of = (width: 'long' | 'short') => {
    const format = new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      weekday: width,
      day: 'numeric',
      month: width,
    })
    const name = (type: 'weekday' | 'month', month: number, day: number) =>
      format.formatToParts(Date.UTC(2024, month, day)).find((part) => part.type === type)!.value
    return {
      // 1 January 2024 was a Monday.
      weekdays: Array.from({ length: 7 }, (_, day) => name('weekday', 0, day + 1)),
      // British September alone is shortened to four letters.
      months: Array.from({ length: 12 }, (_, month) => {
        const full = name('month', month, 1)
        return width === 'short' ? full.slice(0, 3) : full
      }),
    }
  }
  return { long: of('long'), short: of('short') }
}
