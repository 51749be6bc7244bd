import { cityOf } from '#messages/dates.ts'
import type { Option, OptionGroup } from '#ui/field.tsx'
import { isZone } from '#platform/zones.ts'

/** Every time zone by part of the world; a stored alias keeps its place at the top. */
export function zoneGroups(current: string): OptionGroup[] {
  const zones = Intl.supportedValuesOf('timeZone').filter(isZone)
  const regions = new Map<string, Option[]>()
  for (const zone of zones) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'UTC'
    const inside = zone.slice(zone.indexOf('/') + 1).split('/')
    const label = inside.length > 1 ? `${cityOf(zone)} (${inside[0]!.replaceAll('_', ' ')})` : cityOf(zone)
    regions.set(region, [...(regions.get(region) ?? []), { value: zone, label }])
  }
  const groups = [...regions].map(([label, options]) => ({ label, options }))
  const extra = [...new Set(['UTC', ...(isZone(current) ? [current] : [])])].filter(
    (zone) => !zones.includes(zone),
  )
  return extra.length === 0
    ? groups
    : [{ label: 'UTC', options: extra.map((zone) => ({ value: zone, label: zone })) }, ...groups]
}

/** Currencies in use, by name; metals, baskets and test codes begin with X and are left out. */
export function currencyOptions(): Option[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  return currencies().map((code) => ({ value: code, label: `${code} \u00B7 ${names.of(code) ?? code}` }))
}

export function isCurrency(code: string): boolean {
  return currencies().includes(code)
}

const SHARED = new Set(['XAF', 'XCD', 'XOF', 'XPF'])

function currencies(): string[] {
  return Intl.supportedValuesOf('currency').filter((code) => !code.startsWith('X') || SHARED.has(code))
}
