import { instantOf, wallOf } from '#platform/zones.ts'

/** How the times that were picked are repeated. */
export type Repeat = 'week' | 'day'

export interface Filled {
  /** The picked times and those that were added, in order of time. */
  starts: Temporal.Instant[]
  added: Temporal.Instant[]
  /** The same hour on other days, which could not be had. */
  skipped: Temporal.Instant[]
}

/**
 * Repeats what was picked, on the clock of `zone`, until there are as many times as wanted or the calendar ends: each
 * picked weekday and hour in the weeks after, or each picked hour on the days after. `fits` says whether some times can
 * be had together. Pure.
 */
export function fillRest(
  picked: readonly Temporal.Instant[],
  rule: { repeat: Repeat; wanted: number; zone: string; until: Temporal.Instant },
  fits: (starts: readonly Temporal.Instant[]) => boolean,
): Filled {
  const starts = [...picked]
  const added: Temporal.Instant[] = []
  const skipped: Temporal.Instant[] = []
  for (const start of repeated(picked, rule)) {
    if (starts.length >= rule.wanted) break
    if (starts.some((other) => other.equals(start))) continue
    if (fits([...starts, start])) {
      starts.push(start)
      added.push(start)
    } else skipped.push(start)
  }
  return { starts: starts.toSorted(Temporal.Instant.compare), added, skipped }
}

function* repeated(
  picked: readonly Temporal.Instant[],
  { repeat, zone, until }: { repeat: Repeat; zone: string; until: Temporal.Instant },
): Generator<Temporal.Instant> {
  const walls = picked.map((start) => wallOf(start, zone)).toSorted(Temporal.PlainDateTime.compare)
  const [first] = walls
  if (!first) return
  const pattern = unique(walls.map((wall) => early(wall, first, repeat)))
  for (let turn = 1; ; turn += 1) {
    const days = repeat === 'week' ? 7 * turn : turn
    for (const wall of pattern) {
      const found = instantOf(wall.add({ days }), zone)
      // An hour that the clock jumps over does not exist that day.
      if (found.kind === 'gap') continue
      const start = found.kind === 'exact' ? found.instant : found.earlier
      if (Temporal.Instant.compare(start, until) >= 0) return
      yield start
    }
  }
}

// The earliest place of this hour in the pattern: within the week, or on the day, of the first time.
function early(
  wall: Temporal.PlainDateTime,
  first: Temporal.PlainDateTime,
  repeat: Repeat,
): Temporal.PlainDateTime {
  const days = first.toPlainDate().until(wall.toPlainDate()).days
  return wall.subtract({ days: repeat === 'week' ? days - (days % 7) : days })
}

function unique(walls: readonly Temporal.PlainDateTime[]): Temporal.PlainDateTime[] {
  return walls
    .filter((wall, index) => walls.findIndex((other) => other.equals(wall)) === index)
    .toSorted(Temporal.PlainDateTime.compare)
}
