import type { OwnerTime, SlotQuestion } from './slot-question.ts'
import { removeFullDays } from './caps.ts'
import { matcherOf, type Seating } from './seats.ts'
import { addSessionsWithin, allStarts, intersect, removeBusy, unite, type StartGrid } from './start-grid.ts'
import { haveSameHours, hoursFingerprint, workingSpans } from './working-hours.ts'

/**
 * The starts at which every seat can be filled, as a mask over the grid: an owner's hours set bits, what is taken
 * clears them, seats are AND, pools are OR. Nothing is made per start, and the work grows with the owners, their days
 * and their busy spans, each looked at once.
 */
export function freeStarts(question: SlotQuestion, grid: StartGrid, seating: Seating): Int32Array {
  const hoursOf = hoursMasks(question, grid)
  const free = allStarts(grid)
  for (const hours of new Set(seating.fixed.map(hoursOf))) intersect(free, hours)
  for (const owner of seating.fixed) removeTaken(question, grid, owner, free)

  if (seating.poolsOverlap) {
    keepFillable(question, grid, seating.pools, hoursOf, free)
  } else {
    for (const pool of seating.pools) intersect(free, freeInPool(question, grid, pool, hoursOf, free))
  }
  return free
}

type HoursOf = (owner: number) => Int32Array

/** The masks of working hours, one for all owners who keep the same hours: a clinic has one, not one a person. */
function hoursMasks(question: SlotQuestion, grid: StartGrid): HoursOf {
  const byOwner = new Map<number, Int32Array>()
  const byFingerprint = new Map<number, { owner: OwnerTime; mask: Int32Array }>()
  return (position) => {
    const known = byOwner.get(position)
    if (known) return known
    const owner = question.owners[position]!
    const fingerprint = hoursFingerprint(owner)
    const twin = byFingerprint.get(fingerprint)
    const mask = twin && haveSameHours(twin.owner, owner) ? twin.mask : hoursMask(question, grid, owner)
    byOwner.set(position, mask)
    byFingerprint.set(fingerprint, { owner, mask })
    return mask
  }
}

function hoursMask({ rules }: SlotQuestion, grid: StartGrid, owner: OwnerTime): Int32Array {
  const mask = new Int32Array(grid.words)
  const lastStart = grid.base + (grid.size - 1) * grid.unitMinutes
  const spans = workingSpans(owner, grid.base, lastStart + rules.durationMinutes)
  for (let i = 0; i < spans.length; i += 2) {
    addSessionsWithin(grid, mask, spans[i]!, spans[i + 1]!, rules.durationMinutes)
  }
  return mask
}

/** Takes away what an owner has taken and the days and weeks that are full. */
function removeTaken(question: SlotQuestion, grid: StartGrid, owner: number, mask: Int32Array) {
  const { rules, owners } = question
  const time = owners[owner]!
  const reachBefore = rules.durationMinutes + rules.bufferAfterMinutes
  removeBusy(grid, mask, time.busyFrom, time.busyTo, reachBefore, rules.bufferBeforeMinutes)
  removeFullDays(grid, mask, time, rules)
}

function freeInPool(
  question: SlotQuestion,
  grid: StartGrid,
  pool: number[],
  hoursOf: HoursOf,
  wanted: Int32Array,
) {
  // Once everything that anybody's hours allow is found free, the others' diaries cannot add to it.
  const goal = new Int32Array(grid.words)
  for (const hours of new Set(pool.map(hoursOf))) unite(goal, hours, hours)
  intersect(goal, wanted)
  const anyone = new Int32Array(grid.words)
  const one = new Int32Array(grid.words)
  for (const owner of pool) {
    one.set(hoursOf(owner))
    removeTaken(question, grid, owner, one)
    if (unite(anyone, one, goal)) break
  }
  return anyone
}

/** With pools that share members, each start needs its own answer: are there distinct free members for all? */
function keepFillable(
  question: SlotQuestion,
  grid: StartGrid,
  pools: number[][],
  hoursOf: HoursOf,
  free: Int32Array,
) {
  const masks = new Map<number, Int32Array>()
  for (const owner of new Set(pools.flat())) {
    const mask = hoursOf(owner).slice()
    removeTaken(question, grid, owner, mask)
    masks.set(owner, mask)
  }
  for (const pool of pools) {
    const anyone = new Int32Array(grid.words)
    for (const owner of pool) unite(anyone, masks.get(owner)!, anyone)
    intersect(free, anyone)
  }
  const canFill = matcherOf(pools, question.owners.length)
  for (let word = 0; word < grid.words; word++) {
    for (let bits = free[word]!; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits
      if (!canFill((owner) => (masks.get(owner)![word]! & bit) !== 0)) free[word]! &= ~bit
    }
  }
}
