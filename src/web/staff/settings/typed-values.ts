import { cleanText, type FieldErrors, type Typed } from '#platform/forms.ts'
import type { SettingsProblem } from '#messages/settings-problems.ts'

/** What is wrong with a form, by field. */
export type Problems = Record<string, SettingsProblem>

/** A form as it was read: what it says, or what is wrong with it. */
export type Read<T> = { ok: true; value: T } | { ok: false; problems: Problems }

/** Part of a form that reports every problem it finds; `value` is only meant where there are none. */
export interface Part<T> {
  value: T
  problems: Problems
}

/** The text of one field as it was typed; of a repeated one the first. Empty when it was not sent. */
export function typedText(typed: Typed, name: string): string {
  const value = typed[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** The text of one field, trimmed and without control characters, on one line. */
export function lineOf(typed: Typed, name: string): string {
  return cleanText(typedText(typed, name)).replaceAll(/\s*\n\s*/g, ' ')
}

/** All values of a field that may be sent several times, such as check boxes; empty ones count as not sent. */
export function valuesOf(typed: Typed, name: string): string[] {
  const values = [typed[name] ?? []].flat().map(cleanText)
  return values.filter((value) => value !== '')
}

/** True when a check box was ticked. */
export function isTicked(typed: Typed, name: string): boolean {
  return typedText(typed, name) !== ''
}

/** How a check box is kept in typed values. */
export function ticked(value: boolean): string {
  return value ? 'on' : ''
}

/** The errors of a parsed form as problems; none when it was fine. */
export function problemsOf(parsed: { ok: true } | { ok: false; errors: FieldErrors }): Problems {
  if (parsed.ok) return {}
  return Object.fromEntries(
    Object.entries(parsed.errors).flatMap(([name, error]) => (error ? [[name, error]] : [])),
  )
}

/** Units in which people give a length of time. */
export const LENGTH_UNITS = ['minutes', 'hours', 'days'] as const
const UNIT_MINUTES = { minutes: 1, hours: 60, days: 1440 } as const

/**
 * A length of time typed as a number and a unit (`<name>-number`, `<name>-unit`), in minutes. Null when the
 * number is empty; a problem stands under the number's name.
 */
export function readLength(typed: Typed, name: string, from: number, to: number): Part<number | null> {
  const number = lineOf(typed, `${name}-number`)
  const unit = LENGTH_UNITS.find((known) => known === typedText(typed, `${name}-unit`))
  const wrong = (problem: SettingsProblem) => ({ value: null, problems: { [`${name}-number`]: problem } })
  if (number === '') return { value: null, problems: {} }
  if (!/^\d{1,9}$/.test(number)) return wrong({ code: 'not_a_number' })
  if (!unit) return { value: null, problems: { [`${name}-unit`]: { code: 'not_a_choice' } } }
  const minutes = Number(number) * UNIT_MINUTES[unit]
  return minutes < from || minutes > to
    ? wrong({ code: 'length_out_of_range', from, to })
    : { value: minutes, problems: {} }
}

/** A length of time as it is typed: 1440 is 24 hours, 2880 is 2 days. */
export function typedLength(name: string, minutes: number | null): Record<string, string> {
  const unit =
    minutes === null || minutes === 0
      ? 'hours'
      : minutes % 1440 === 0 && minutes > 1440
        ? 'days'
        : minutes % 60 === 0
          ? 'hours'
          : 'minutes'
  return {
    [`${name}-number`]: minutes === null ? '' : String(minutes / UNIT_MINUTES[unit]),
    [`${name}-unit`]: unit,
  }
}
