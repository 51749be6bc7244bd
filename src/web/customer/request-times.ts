import { secondClock, shortDate, timeRange } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { requestText } from '#messages/requests.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { isLive, type Booking, type Session } from '#domain/bookings/booking.ts'
import { timesWanted } from '#domain/asking/suggest-times.ts'
import type { DetailsRow } from '#ui/details-list.tsx'

/** True while the team has not decided on the booking: it has suggested times, and no time of its own. */
export function isRequest(booking: Booking): boolean {
  const open = booking.sessions.filter((session) => isLive(session.state))
  return open.length > 0 && open.every((session) => session.state === 'requested')
}

/** The request that waits for an answer; null once the team has asked for other times. */
export function openRequest(booking: Booking): Ask | null {
  return booking.asks.find((ask) => ask.kind === 'booking' && ask.state === 'open') ?? null
}

/** What was suggested, the best liked first; of a package the time of each session. */
export function suggestedStarts(ask: Ask): Temporal.Instant[] {
  return ask.wishes.flatMap((wish) => wish.starts)
}

/** How many times a request suggests in all: several for one session, one for each session of a package. */
export function timesOfRequest(booking: Booking): number {
  return timesWanted(booking, requested(booking))
}

function requested({ sessions }: Booking): Session[] {
  return sessions.filter((session) => session.state === 'requested')
}

interface SuggestedTimes {
  starts: readonly Temporal.Instant[]
  durationMinutes: number
  isPackage: boolean
  zone: string
  other: { name: string; zone: string } | undefined
  now: Temporal.Instant
  locale: Locale
  /** Where the list without this time is. */
  takeOut?: (index: number) => string
}

/** Suggested times in their order, each on both clocks. */
export function suggestedRows(times: SuggestedTimes): DetailsRow[] {
  const { starts, durationMinutes, isPackage, zone, other, now, locale, takeOut } = times
  const text = requestText(locale)
  return starts.map((start, index) => {
    const end = start.add({ minutes: durationMinutes })
    const when = `${shortDate(start, zone, locale, now)}, ${timeRange(start, end, zone, locale)}`
    const otherClock = other && secondClock(start, zone, other, locale)
    return {
      term: isPackage ? text.session(index) : text.choice(index),
      detail: when,
      ...(otherClock ? { note: otherClock } : {}),
      ...(takeOut ? { action: { label: text.takeOut, about: when, href: takeOut(index) } } : {}),
    }
  })
}
