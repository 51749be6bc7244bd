import { dateOfDay, stretchAt, stretchEnd, zoneOffsets } from '#platform/zones.ts'

/** Starts (ascending UTC minutes) under the local dates of a zone, such as "2031-03-03"; empty dates are left out. */
export function slotsByLocalDate(starts: Int32Array, zone: string): Map<string, Int32Array> {
  const dates = new Map<string, Int32Array>()
  eachLocalDay(starts, zone, (day, first, end) => {
    const date = dateOfDay(day)
    const earlier = dates.get(date)
    const ofDay = starts.subarray(first, end)
    dates.set(date, earlier ? Int32Array.of(...earlier, ...ofDay) : ofDay)
  })
  return dates
}

/** The same as JSON: `{"2031-03-03":[{"time":"2031-03-03T14:00:00.000Z"},…],…}`. */
export function slotsJson(starts: Int32Array, zone: string): string {
  let json = ''
  let utcDay = Number.NaN
  let beforeTime = ''
  eachLocalDay(starts, zone, (day, first, end) => {
    json += (json === '' ? '{"' : '],"') + dateOfDay(day) + '":['
    for (let i = first; i < end; i++) {
      const start = starts[i]!
      const startDay = Math.floor(start / 1440)
      if (startDay !== utcDay) {
        utcDay = startDay
        beforeTime = '{"time":"' + dateOfDay(startDay)
      }
      if (i > first) json += ','
      json += beforeTime + AFTER_DATE[start - startDay * 1440]!
    }
  })
  return json === '' ? '{}' : json + ']}'
}

/** What follows the date, for each minute of a day; written once, because a year of slots asks for thousands. */
const AFTER_DATE = Array.from(
  { length: 1440 },
  (_, minute) => `T${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:00.000Z"}`,
)

function twoDigits(count: number): string {
  return String(count).padStart(2, '0')
}

/**
 * Calls back with each run of starts that share a local day (days since 1970-01-01), as positions first to end. A day
 * has one run as long as no clock goes back over midnight after it has passed it; none does so in our time.
 */
function eachLocalDay(
  starts: Int32Array,
  zone: string,
  visit: (day: number, first: number, end: number) => void,
) {
  const count = starts.length
  if (count === 0) return
  const offsets = zoneOffsets(zone, starts[0]!, starts[count - 1]!)
  let stretch = stretchAt(offsets, starts[0]!)
  let stretchTo = stretchEnd(offsets, stretch)
  let lookAgainAt = Number.NEGATIVE_INFINITY
  let current = Number.NaN
  let first = 0
  for (let i = 0; i < count; i++) {
    const start = starts[i]!
    if (start < lookAgainAt) continue
    while (start >= stretchTo) stretchTo = stretchEnd(offsets, ++stretch)
    const offset = offsets.offsetMinutes[stretch]!
    const day = Math.floor((start + offset) / 1440)
    if (day !== current && i > 0) {
      visit(current, first, i)
      first = i
    }
    current = day
    // Midnight may come earlier or later than it seems now when the clock changes before it.
    lookAgainAt = Math.min((day + 1) * 1440 - offset, stretchTo)
  }
  visit(current, first, count)
}
