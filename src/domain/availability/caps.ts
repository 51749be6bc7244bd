import { stretchAt, stretchEnd, wallMinuteOf, zoneOffsets } from '#platform/zones.ts'
import type { OwnerTime, SlotRules } from './slot-question.ts'
import { removeStarts, type StartGrid } from './start-grid.ts'

/** Takes away the starts on local days, and in ISO weeks, in which the owner has as many sessions as the cap allows. */
export function removeFullDays(grid: StartGrid, mask: Int32Array, owner: OwnerTime, rules: SlotRules) {
  if ((rules.dailyCap ?? 1) < 1 || (rules.weeklyCap ?? 1) < 1) {
    mask.fill(0)
    return
  }
  if (owner.capStarts.length === 0) return
  if (rules.dailyCap !== null) {
    for (const day of reached(owner, rules.dailyCap, localDayOf)) removeDays(grid, mask, owner.zone, day, 1)
  }
  if (rules.weeklyCap !== null) {
    for (const week of reached(owner, rules.weeklyCap, localWeekOf))
      removeDays(grid, mask, owner.zone, week * 7 - 3, 7)
  }
}

/** True when the owner may not take another session that starts at this minute. */
export function isCapped(owner: OwnerTime, rules: SlotRules, startMinute: number): boolean {
  const { dailyCap, weeklyCap } = rules
  if (dailyCap !== null && countWith(owner, startMinute, localDayOf) >= dailyCap) return true
  return weeklyCap !== null && countWith(owner, startMinute, localWeekOf) >= weeklyCap
}

/** Days since 1970-01-01 on the owner's calendar. */
function localDayOf(zone: string, minute: number): number {
  return Math.floor(wallMinuteOf(zone, minute) / 1440)
}

/** Weeks since the Monday before 1970-01-01, which was a Thursday. */
function localWeekOf(zone: string, minute: number): number {
  return Math.floor((localDayOf(zone, minute) + 3) / 7)
}

type PeriodOf = typeof localDayOf

function countWith(owner: OwnerTime, startMinute: number, periodOf: PeriodOf): number {
  const period = periodOf(owner.zone, startMinute)
  let count = 0
  for (const start of owner.capStarts) if (periodOf(owner.zone, start) === period) count++
  return count
}

/** The periods in which the owner has `cap` sessions or more. */
function reached(owner: OwnerTime, cap: number, periodOf: PeriodOf): number[] {
  const periods = owner.capStarts.map((start) => periodOf(owner.zone, start)).toSorted()
  const full: number[] = []
  for (let i = cap - 1; i < periods.length; i++) {
    const period = periods[i]!
    if (periods[i - cap + 1] === period && full.at(-1) !== period) full.push(period)
  }
  return full
}

/** Takes away the starts of some local days, whatever the clock does at their edges. */
function removeDays(grid: StartGrid, mask: Int32Array, zone: string, firstDay: number, dayCount: number) {
  const wallFrom = firstDay * 1440
  const wallTo = wallFrom + dayCount * 1440
  const offsets = zoneOffsets(zone, wallFrom - 1440, wallTo + 1440)
  for (let k = stretchAt(offsets, wallFrom - 1440); k < offsets.starts.length; k++) {
    if (offsets.starts[k]! > wallTo + 1440) break
    const offset = offsets.offsetMinutes[k]!
    const from = Math.max(wallFrom - offset, offsets.starts[k]!)
    const to = Math.min(wallTo - offset, stretchEnd(offsets, k))
    if (from < to) removeStarts(grid, mask, from, to)
  }
}
