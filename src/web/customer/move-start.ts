/** Further away than any event type is offered; the arithmetic of zones ends some millennia later. */
const FURTHEST_YEAR = 2200
const EARLIEST_YEAR = 2000

/**
 * The start that an address names: an instant on a whole minute, as our own links write it, or null. An offset
 * instead of Z is understood.
 */
export function readStart(text: string): Temporal.Instant | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?(\.0+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null
  try {
    const instant = Temporal.Instant.from(text)
    const { year } = instant.toZonedDateTimeISO('UTC')
    return year >= EARLIEST_YEAR && year < FURTHEST_YEAR && instant.epochMilliseconds % 60_000 === 0
      ? instant
      : null
  } catch {
    return null
  }
}
