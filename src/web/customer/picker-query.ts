import { isZone } from '#platform/zones.ts'
import type { WebContext } from '../deps.ts'
import { todaysName } from './zone-options.ts'

/** What the address of a page with times asks to see. */
export interface PickerQuery {
  /** The zone in which times are shown. */
  zone: string
  /** True when the reader chose the zone; links then keep it. */
  zoneChosen: boolean
  month: Temporal.PlainYearMonth | null
  day: Temporal.PlainDate | null
  /** What could not be read and was left out; the page says so. */
  unreadable: readonly ('zone' | 'date')[]
}

/**
 * Reads `tz`, `month` (2026-12) and `day` (2026-12-03). Whatever makes no sense is left out and named, so an address
 * somebody typed or cut short still shows times. `locked` keeps the zone of the place where people meet.
 */
export function readPickerQuery(
  c: WebContext,
  fallbackZone: string,
  options: { locked?: boolean } = {},
): PickerQuery {
  const [tz, month, day] = [
    todaysName(c.req.query('tz') ?? ''),
    c.req.query('month') ?? '',
    c.req.query('day') ?? '',
  ]
  const zoneChosen = !options.locked && tz !== '' && isZone(tz)
  const date = readDate(day)
  const wanted = readMonth(month) ?? date?.toPlainYearMonth() ?? null
  const unreadable: ('zone' | 'date')[] = []
  if (tz !== '' && !zoneChosen && !options.locked) unreadable.push('zone')
  if ((month !== '' && !readMonth(month)) || (day !== '' && !date)) unreadable.push('date')
  return { zone: zoneChosen ? tz : fallbackZone, zoneChosen, month: wanted, day: date, unreadable }
}

// Temporal reads many more spellings, with offsets and calendars, than our own links have.
function readDate(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return null
  }
}

function readMonth(text: string): Temporal.PlainYearMonth | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? Temporal.PlainYearMonth.from(text) : null
}
