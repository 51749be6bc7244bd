import { instantOf } from '#platform/zones.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import type { SettingsProblem } from '#messages/settings-problems.ts'
import { readDate } from './typed-date.ts'
import { minuteOfTyped } from './typed-time.ts'
import { lineOf, typedText, type Problems, type Read } from './typed-values.ts'

const LONGEST_LABEL = 200

export interface TypedTimeOff {
  from: Temporal.Instant
  to: Temporal.Instant
  label: string
  /** True when the clocks show a typed time twice that day, and the earlier one was taken. */
  tookEarlier: boolean
}

type Moment =
  | { ok: true; instant: Temporal.Instant; twice: boolean }
  | { ok: false; field: 'date' | 'time'; problem: SettingsProblem }

/** Reads time off typed as dates and times on the wall of the owner's zone; empty times mean whole days. */
export function readTimeOff(typed: Typed, zone: string): Read<TypedTimeOff> {
  const label = lineOf(typed, 'label')
  const from = momentOf(typed, 'from', zone)
  const to = momentOf(typed, 'to', zone)
  const problems: Problems = {
    ...(cleanText(typedText(typed, 'label')).length > LONGEST_LABEL
      ? { label: { code: 'too_long', longest: LONGEST_LABEL } }
      : {}),
    ...(from.ok ? {} : { [`from-${from.field}`]: from.problem }),
    ...(to.ok ? {} : { [`to-${to.field}`]: to.problem }),
  }
  if (from.ok && to.ok && Temporal.Instant.compare(from.instant, to.instant) >= 0)
    problems['to-date'] = { code: 'ends_before_it_starts' }
  if (!from.ok || !to.ok || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: { from: from.instant, to: to.instant, label, tookEarlier: from.twice || to.twice },
  }
}

function momentOf(typed: Typed, end: 'from' | 'to', zone: string): Moment {
  const date = readDate(lineOf(typed, `${end}-date`))
  const time = lineOf(typed, `${end}-time`)
  if (!date) return { ok: false, field: 'date', problem: { code: 'not_a_date' } }
  const minute = time === '' ? null : minuteOfTyped(time)
  if (time !== '' && minute === null) return { ok: false, field: 'time', problem: { code: 'not_a_time' } }
  const wholeDays = minute === 1440 || (minute === null && end === 'to') ? 1 : 0
  if (minute === null || minute === 1440) {
    // The first moment of a day exists even where the clock jumps over midnight.
    const instant = date.add({ days: wholeDays }).toZonedDateTime(zone).toInstant()
    return { ok: true, instant, twice: false }
  }
  const found = instantOf(date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 }), zone)
  if (found.kind === 'gap') return { ok: false, field: 'time', problem: { code: 'no_such_local_time' } }
  return found.kind === 'exact'
    ? { ok: true, instant: found.instant, twice: false }
    : { ok: true, instant: found.earlier, twice: true }
}
