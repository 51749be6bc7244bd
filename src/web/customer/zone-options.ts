import { shortZoneLabel, zoneLabel } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { timesText } from '#messages/times.ts'
import type { OptionGroup } from '#ui/field.tsx'

/** Zones to choose from: the likely ones by their common names, then all others by region. */
export function zoneOptions(likely: readonly string[], at: Temporal.Instant, locale: Locale): OptionGroup[] {
  const text = timesText(locale)
  const first = [...new Set(likely)]
  const rest = zonesByRegion(at, text.otherZones).map((group) =>
    group.options.some((option) => first.includes(option.value)) ? without(group, first) : group,
  )
  return [
    {
      label: text.likelyZones,
      options: first.map((zone) => ({ value: zone, label: zoneLabel(zone, at, locale) })),
    },
    ...rest,
  ]
}

// Most readers share their likely zones with others; the same group again spares rendering it again.
function without(group: OptionGroup, zones: readonly string[]): OptionGroup {
  const ofGroup = shortened.get(group) ?? new Map<string, OptionGroup>()
  shortened.set(group, ofGroup)
  const key = zones.join(' ')
  let short = ofGroup.get(key)
  if (!short) {
    if (ofGroup.size >= MOST_SHORTENED) ofGroup.clear()
    short = { ...group, options: group.options.filter((option) => !zones.includes(option.value)) }
    ofGroup.set(key, short)
  }
  return short
}

const MOST_SHORTENED = 100
const shortened = new WeakMap<OptionGroup, Map<string, OptionGroup>>()

/** The name a place has today: browsers and lists still send the names of forty years ago. */
export function todaysName(zone: string): string {
  return NAMES_TODAY[zone] ?? zone
}

const NAMES_TODAY: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

let known: { day: number; elsewhere: string; groups: OptionGroup[] } | null = null

// Four hundred labels would cost more than the rest of the page; they only change when some clock changes.
function zonesByRegion(at: Temporal.Instant, elsewhere: string): OptionGroup[] {
  const day = Math.floor(at.epochMilliseconds / 86_400_000)
  if (known?.day === day && known.elsewhere === elsewhere) return known.groups
  const regions = new Map<string, OptionGroup & { options: { value: string; label: string }[] }>()
  for (const zone of Intl.supportedValuesOf('timeZone').map(todaysName)) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : elsewhere
    const group = regions.get(region) ?? { label: region, options: [] }
    regions.set(region, group)
    group.options.push({ value: zone, label: shortZoneLabel(zone, at) })
  }
  for (const { options } of regions.values()) options.sort((one, other) => (one.label < other.label ? -1 : 1))
  known = { day, elsewhere, groups: [...regions.values()] }
  return known.groups
}
