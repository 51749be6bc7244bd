import { clockChangeBefore, longWhen, secondClock, zoneLabel } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { timesText } from '#messages/times.ts'
import type { TwoClockProps } from '#ui/two-clock.tsx'

export interface ClockedSpan {
  start: Temporal.Instant
  end: Temporal.Instant
  /** The reader's zone. */
  zone: string
  /** Whose clock stands on the second line when it shows another time. */
  other?: { name: string; zone: string } | undefined
  now: Temporal.Instant
  locale: Locale
}

/** A span of time on the reader's clock and, where it differs, on the other party's (ux 1.4). */
export function clocksOf({ start, end, zone, other, now, locale }: ClockedSpan): TwoClockProps {
  const text = timesText(locale)
  const before = clockChangeBefore(start, zone, now, locale)
  // A time during which the clock goes back ends before it begins, for whoever reads it.
  const during = clockChangeBefore(end, zone, start, locale)
  return {
    datetime: start.toString(),
    when: longWhen(start, end, zone, locale),
    zone: zoneLabel(zone, start, locale),
    other: (other && secondClock(start, zone, other, locale)) ?? undefined,
    note: during ? text.clocksChangeDuring(during) : before ? text.clocksChange(before) : undefined,
  }
}
