import { dayOfDate, stretchAt, stretchEnd, zoneOffsets } from '#platform/zones.ts'
import type { OwnerTime } from './slot-question.ts'

/**
 * When an owner works between two UTC minutes: pairs from, to, from, to … ascending, never touching.
 *
 * A moment is worked when the owner's wall clock shows a minute of the day's spans. So hours that begin while the
 * clock jumps begin after the jump, an hour that the clock shows twice is worked twice, and spans that meet at
 * midnight are one.
 */
export function workingSpans(owner: OwnerTime, fromMinute: number, toMinute: number): number[] {
  const offsets = zoneOffsets(owner.zone, fromMinute, toMinute)
  const week = spansByWeekday(owner)
  const overrides = spansByOverriddenDay(owner)
  const found: number[] = []
  let last = -1
  for (
    let k = stretchAt(offsets, fromMinute);
    k < offsets.starts.length && offsets.starts[k]! < toMinute;
    k++
  ) {
    const offset = offsets.offsetMinutes[k]!
    const stretchFrom = Math.max(offsets.starts[k]!, fromMinute)
    const stretchTo = Math.min(stretchEnd(offsets, k), toMinute)
    const lastDay = Math.floor((stretchTo - 1 + offset) / 1440)
    for (let day = Math.floor((stretchFrom + offset) / 1440); day <= lastDay; day++) {
      const spans = overrides?.get(day) ?? week[isoWeekdayOf(day) - 1]!
      const midnight = day * 1440 - offset
      for (let i = 0; i < spans.length; i += 2) {
        const from = Math.max(midnight + spans[i]!, stretchFrom)
        const to = Math.min(midnight + spans[i + 1]!, stretchTo)
        if (from >= to) continue
        if (last > 0 && from <= found[last]!) {
          if (to > found[last]!) found[last] = to
        } else {
          found.push(from, to)
          last += 2
        }
      }
    }
  }
  return found
}

/** Days since 1970-01-01 to 1 for Monday … 7 for Sunday. */
function isoWeekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** A number that is equal for equal weekly hours in the same zone, and almost always different for others. */
export function hoursFingerprint(owner: OwnerTime): number {
  let print = owner.weekly.length
  for (let i = 0; i < owner.zone.length; i++) print = Math.imul(print ^ owner.zone.charCodeAt(i), 0x01000193)
  for (const span of owner.weekly) {
    print = Math.imul(print ^ (span.weekday * 4194304 + span.fromMinute * 2048 + span.toMinute), 0x01000193)
  }
  return print
}

/** True when two owners work at the same moments for certain; owners with overrides are not looked into. */
export function haveSameHours(one: OwnerTime, other: OwnerTime): boolean {
  if (one.zone !== other.zone || one.weekly.length !== other.weekly.length) return false
  if (one.overrides.length > 0 || other.overrides.length > 0) return false
  return one.weekly.every((span, i) => {
    const twin = other.weekly[i]!
    return (
      span.weekday === twin.weekday && span.fromMinute === twin.fromMinute && span.toMinute === twin.toMinute
    )
  })
}

function spansByWeekday(owner: OwnerTime): number[][] {
  const week: number[][] = [[], [], [], [], [], [], []]
  for (const span of owner.weekly) insertSpan(week[span.weekday - 1]!, span.fromMinute, span.toMinute)
  return week
}

function spansByOverriddenDay(owner: OwnerTime): Map<number, number[]> | null {
  if (owner.overrides.length === 0) return null
  const days = new Map<number, number[]>()
  for (const override of owner.overrides) {
    const spans: number[] = []
    for (const span of override.spans) insertSpan(spans, span.fromMinute, span.toMinute)
    days.set(dayOfDate(override.date), spans)
  }
  return days
}

/** Keeps the pairs of a day in the order of their beginnings; a day has few, and they usually come in order. */
function insertSpan(pairs: number[], from: number, to: number) {
  let at = pairs.length
  while (at > 0 && pairs[at - 2]! > from) at -= 2
  pairs.splice(at, 0, from, to)
}
