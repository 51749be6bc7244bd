import type { EventTypeInput } from '#domain/event-types/save-event-type.ts'
import type { Typed } from '#platform/forms.ts'
import { lineOf, valuesOf, type Part, type Problems } from './typed-values.ts'

export const MOST_PLACES = 9
export const MOST_THINGS = 3
const LONGEST_LABEL = 100

type Seat = EventTypeInput['seats'][number]

/** One row of the form: the fields `<key>-label` and `<key>-who`. */
export interface SeatRow {
  key: string
  role: Seat['role']
}

export const PRIMARY: SeatRow = { key: 'primary', role: 'primary' }
export const PLACES: SeatRow[] = rows('place', MOST_PLACES, 'additional')
export const THINGS: SeatRow[] = rows('thing', MOST_THINGS, 'resource')

/** Reads who sits in it. `people` and `things` are the ids that may be ticked. */
export function readSeats(
  typed: Typed,
  hostRule: string,
  people: ReadonlySet<string>,
  things: ReadonlySet<string>,
): Part<Seat[]> {
  const value: Seat[] = []
  const problems: Problems = {}
  for (const row of [PRIMARY, ...PLACES, ...THINGS]) {
    const label = lineOf(typed, `${row.key}-label`)
    const candidates = [...new Set(valuesOf(typed, `${row.key}-who`))]
    const known = row.role === 'resource' ? things : people
    if (row.role !== 'primary' && label === '' && candidates.length === 0) continue
    if (label.length > LONGEST_LABEL)
      problems[`${row.key}-label`] = { code: 'too_long', longest: LONGEST_LABEL }
    if (candidates.length === 0) problems[`${row.key}-who`] = { code: 'seat_empty' }
    else if (candidates.some((id) => !known.has(id))) problems[`${row.key}-who`] = { code: 'not_a_choice' }
    else if (isTakenAlone(value, candidates)) problems[`${row.key}-who`] = { code: 'sits_twice' }
    else value.push({ role: row.role, label, candidates })
  }
  return { value, problems: { ...ruleProblems(typed, hostRule), ...problems } }
}

/** Seats as they are typed. */
export function typedSeats(seats: Seat[]): Typed {
  const byRole = (role: Seat['role']) => seats.filter((seat) => seat.role === role)
  const fill = (rows: SeatRow[], filled: Seat[]) =>
    rows.flatMap((row, index): [string, string | string[]][] => {
      const seat = filled[index]
      return seat
        ? [
            [`${row.key}-label`, seat.label],
            [`${row.key}-who`, seat.candidates],
          ]
        : []
    })
  return Object.fromEntries([
    ...fill([PRIMARY], byRole('primary')),
    ...fill(PLACES, byRole('additional')),
    ...fill(THINGS, byRole('resource')),
  ])
}

/** True when anything was typed or ticked in the row. */
export function isFilled(typed: Typed, row: SeatRow): boolean {
  return lineOf(typed, `${row.key}-label`) !== '' || valuesOf(typed, `${row.key}-who`).length > 0
}

function ruleProblems(typed: Typed, hostRule: string): Problems {
  const filled = PLACES.filter((row) => isFilled(typed, row))
  if (hostRule === 'panel')
    return filled.length === 0 ? { [`${PLACES[0]!.key}-who`]: { code: 'panel_too_small' } } : {}
  if (hostRule !== 'one' && hostRule !== 'round_robin') return {}
  const several = hostRule === 'one' && valuesOf(typed, 'primary-who').length > 1
  return {
    ...(several ? { 'primary-who': { code: 'one_host_only' as const } } : {}),
    ...(filled[0] ? { [`${filled[0].key}-who`]: { code: 'panel_only' as const } } : {}),
  }
}

// Two places that only the same person can fill are never both filled, so nothing could ever be booked.
function isTakenAlone(seats: Seat[], candidates: string[]): boolean {
  return (
    candidates.length === 1 &&
    seats.some((seat) => seat.candidates.length === 1 && seat.candidates[0] === candidates[0])
  )
}

function rows(name: string, most: number, role: Seat['role']): SeatRow[] {
  return Array.from({ length: most }, (_, index) => ({ key: `${name}-${index + 1}`, role }))
}
