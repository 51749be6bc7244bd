/**
 * Every conversion between instants and wall clocks. Nothing else in the product does zone arithmetic,
 * and PostgreSQL never converts zones.
 *
 * Two currencies are spoken here:
 * - `Temporal` values, for the few times a page shows or a form sends;
 * - whole minutes since 1970-01-01T00:00Z, for the thousands of times a search for free slots looks at. A
 *   "wall minute" is the same count read from a clock on the wall, as if that clock ran in UTC.
 */

/** What a wall clock reading means: one moment, none (the clock jumped over it), or two (the clock went back). */
export type MinuteOfWall =
  | { kind: 'exact'; minute: number }
  | { kind: 'gap' }
  | { kind: 'ambiguous'; earlier: number; later: number }

/** As `MinuteOfWall`, in `Temporal` values. */
export type InstantOfWall =
  | { kind: 'exact'; instant: Temporal.Instant }
  | { kind: 'gap' }
  | { kind: 'ambiguous'; earlier: Temporal.Instant; later: Temporal.Instant }

/**
 * The offsets of one zone over a stretch of time. Stretch k runs from `starts[k]` (UTC minutes) to the next
 * start, the last one to `coveredTo`; `offsetMinutes[k]` is east of UTC. Never changed once handed out.
 */
export interface ZoneOffsets {
  readonly zone: string
  readonly starts: Int32Array
  readonly offsetMinutes: Int32Array
  readonly coveredTo: number
}

const DAY_MINUTES = 1440
const YEAR_MINUTES = 366 * DAY_MINUTES
const MINUTE_MILLISECONDS = 60_000

/** The years every zone is read for at first use: 2020 to 2040. Other years are added when somebody asks. */
const FIRST_COVERED = 26_297_280
const FIRST_COVERED_TO = 36_816_480

/** Minutes of other centuries would not fit the 32-bit tables, and no appointment is made there. */
const EARLIEST_MINUTE = -YEAR_MINUTES * 2000
const LATEST_MINUTE = YEAR_MINUTES * 4000

const offsetsByZone = new Map<string, ZoneOffsets>()

/**
 * True for a zone name as the IANA database spells it, aliases included ("Asia/Calcutta" is what some browsers
 * send). False for offsets such as "+01:00", which do not know when clocks change, and for other spellings.
 */
export function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId === name
  } catch {
    return false
  }
}

/** Minutes since the epoch. A moment inside a minute counts as its beginning, or with 'ceil' as its end. */
export function toMinute(instant: Temporal.Instant, rounding: 'floor' | 'ceil' = 'floor'): number {
  return Math[rounding](instant.epochMilliseconds / MINUTE_MILLISECONDS)
}

/** Farther than anybody plans; beyond it lie dates that the database and minute arithmetic cannot hold. */
const FARTHEST_DAYS = 3650

/** True when the instant lies within ten years of now. */
export function isWithinReach(instant: Temporal.Instant, now: Temporal.Instant): boolean {
  return Math.abs(instant.epochMilliseconds - now.epochMilliseconds) <= FARTHEST_DAYS * 86_400_000
}

/** Why an instant out of reach is not offered. */
export function farWhy(instant: Temporal.Instant, now: Temporal.Instant): 'past' | 'horizon' {
  return Temporal.Instant.compare(instant, now) < 0 ? 'past' : 'horizon'
}

/** True when the instant falls on a whole minute; sessions start on no other. */
export function isWholeMinute(instant: Temporal.Instant): boolean {
  return instant.epochNanoseconds % 60_000_000_000n === 0n
}

export function fromMinute(minute: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(minute * MINUTE_MILLISECONDS)
}

export function wallOf(instant: Temporal.Instant, zone: string): Temporal.PlainDateTime {
  return instant.toZonedDateTimeISO(zone).toPlainDateTime()
}

export function localDateOf(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate()
}

/** The first moment of a local date, which is not midnight where the clock jumps over midnight. */
export function startOfLocalDay(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  return date.toZonedDateTime(zone).toInstant()
}

export function instantOf(wall: Temporal.PlainDateTime, zone: string): InstantOfWall {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochNanoseconds === later.epochNanoseconds)
    return { kind: 'exact', instant: earlier.toInstant() }
  if (!earlier.toPlainDateTime().equals(wall)) return { kind: 'gap' }
  return { kind: 'ambiguous', earlier: earlier.toInstant(), later: later.toInstant() }
}

export function offsetMinutesAt(zone: string, utcMinute: number): number {
  const offsets = zoneOffsets(zone, utcMinute, utcMinute)
  return offsets.offsetMinutes[stretchAt(offsets, utcMinute)]!
}

export function wallMinuteOf(zone: string, utcMinute: number): number {
  return utcMinute + offsetMinutesAt(zone, utcMinute)
}

export function utcMinuteOf(zone: string, wallMinute: number): MinuteOfWall {
  // No clock on Earth is further than a day from UTC, so only stretches this near can hold the reading.
  const offsets = zoneOffsets(zone, wallMinute - DAY_MINUTES, wallMinute + DAY_MINUTES)
  const found: number[] = []
  for (let k = stretchAt(offsets, wallMinute - DAY_MINUTES); k < offsets.starts.length; k++) {
    if (offsets.starts[k]! > wallMinute + DAY_MINUTES) break
    const minute = wallMinute - offsets.offsetMinutes[k]!
    if (minute >= offsets.starts[k]! && minute < stretchEnd(offsets, k)) found.push(minute)
  }
  const [earlier, later] = [found[0], found.at(-1)]
  if (earlier === undefined || later === undefined) return { kind: 'gap' }
  return earlier === later ? { kind: 'exact', minute: earlier } : { kind: 'ambiguous', earlier, later }
}

/**
 * The offsets of a zone, covering at least both UTC minutes. Read from `Temporal` once per zone and process.
 * Throws a RangeError for a zone that does not exist and for times some millennia away.
 */
export function zoneOffsets(zone: string, fromMinute: number, toMinute: number): ZoneOffsets {
  const known = offsetsByZone.get(zone)
  if (known && fromMinute >= known.starts[0]! && toMinute < known.coveredTo) return known
  if (!(fromMinute >= EARLIEST_MINUTE && toMinute <= LATEST_MINUTE)) {
    throw new RangeError(`No zone offsets for the minutes ${fromMinute} to ${toMinute}.`)
  }
  const coveredFrom = known?.starts[0] ?? FIRST_COVERED
  const coveredTo = known?.coveredTo ?? FIRST_COVERED_TO
  const offsets = readOffsets(
    zone,
    fromMinute >= coveredFrom ? coveredFrom : fromMinute - YEAR_MINUTES,
    toMinute < coveredTo ? coveredTo : toMinute + 10 * YEAR_MINUTES,
  )
  offsetsByZone.set(zone, offsets)
  return offsets
}

/** Which stretch of `offsets` a covered UTC minute lies in. */
export function stretchAt(offsets: ZoneOffsets, utcMinute: number): number {
  const { starts } = offsets
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= utcMinute) low = middle
    else high = middle - 1
  }
  return low
}

/** The UTC minute before which stretch k ends. */
export function stretchEnd(offsets: ZoneOffsets, stretch: number): number {
  return stretch + 1 < offsets.starts.length ? offsets.starts[stretch + 1]! : offsets.coveredTo
}

/** Days since 1970-01-01 of a date such as "2026-12-01". */
export function dayOfDate(date: string): number {
  const part = (from: number, to: number) => Number(date.slice(from, to))
  return Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10)) / (DAY_MINUTES * MINUTE_MILLISECONDS)
}

/** The date, such as "2026-12-01", a number of days since 1970-01-01. */
export function dateOfDay(day: number): string {
  const known = dateByDay.get(day)
  if (known !== undefined) return known
  // Dates come from a few years around today; whoever walks through millennia must not fill the memory.
  if (dateByDay.size >= 4096) dateByDay.clear()
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString()
  dateByDay.set(day, date)
  return date
}

const dateByDay = new Map<number, string>()

function readOffsets(zone: string, coveredFrom: number, coveredTo: number): ZoneOffsets {
  let at: Temporal.ZonedDateTime | null = fromMinute(coveredFrom).toZonedDateTimeISO(zone)
  const starts = [coveredFrom]
  const offsetMinutes = [offsetMinutesOf(at)]
  for (;;) {
    at = at.getTimeZoneTransition('next')
    if (!at) break
    const minute = toMinute(at.toInstant())
    if (minute >= coveredTo) break
    // Some transitions rename the clock or change its legal standing and leave the hands where they are.
    if (offsetMinutesOf(at) === offsetMinutes.at(-1)) continue
    starts.push(minute)
    offsetMinutes.push(offsetMinutesOf(at))
  }
  return { zone, starts: Int32Array.from(starts), offsetMinutes: Int32Array.from(offsetMinutes), coveredTo }
}

/** Until 1972 some clocks stood a broken number of minutes from UTC; those are cut to the minute. */
function offsetMinutesOf(at: Temporal.ZonedDateTime): number {
  return Math.trunc(at.offsetNanoseconds / 60_000_000_000)
}
