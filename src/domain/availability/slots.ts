import { wallMinuteOf } from '#platform/zones.ts'
import { isCapped } from './caps.ts'
import { freeStarts } from './free-starts.ts'
import { arrangeSeats, matcherOf } from './seats.ts'
import type { Minute, OwnerTime, SlotQuestion, SlotRules } from './slot-question.ts'
import { anchorZone, startGrid, startsOf } from './start-grid.ts'
import { workingSpans } from './working-hours.ts'

/** Ascending UTC minutes at which a session may start. */
export interface Slots {
  starts: Int32Array
}

/** Why a start is not offered; of several reasons the first in this order. */
export type StartRefusal = 'past' | 'notice' | 'horizon' | 'off_grid' | 'outside_hours' | 'taken' | 'cap'

/**
 * Every start that is offered in the question's window. A session must lie inside the working hours of an owner for
 * each seat, distinct owners all; padded by its buffers it must not touch what they have taken; caps, notice and
 * horizon hold. `checkStart` gives the same answer for one start, and the reason.
 *
 * Throws a RangeError for rules that cannot be meant, such as a duration of nothing.
 */
export function slots(question: SlotQuestion): Slots {
  const grid = startGrid(question)
  const seating = arrangeSeats(question.seats, question.owners.length)
  if (!grid || !seating) return { starts: new Int32Array(0) }
  return { starts: startsOf(grid, freeStarts(question, grid, seating)) }
}

/**
 * Whether `slots` would offer this start, without computing the others. The first reason that alone prevents it is
 * named: 'taken' means that enough people work then, but not enough of them are free.
 *
 * Throws a RangeError for a start outside the question's window, because what is taken there was not loaded.
 */
export function checkStart(
  question: SlotQuestion,
  startMinute: Minute,
): { ok: true } | { ok: false; why: StartRefusal } {
  const why =
    refusalOfTime(question, startMinute) ?? refusalOfSeats(question, standingsAt(question, startMinute))
  return why === null ? { ok: true } : { ok: false, why }
}

/** The positions of all owners who are free for this start, or null when it is not offered. */
export function ownersFreeAt(question: SlotQuestion, startMinute: Minute): ReadonlySet<number> | null {
  if (refusalOfTime(question, startMinute) !== null) return null
  const standings = standingsAt(question, startMinute)
  if (refusalOfSeats(question, standings) !== null) return null
  const free = new Set<number>()
  for (const [owner, standing] of standings) if (standing === Standing.free) free.add(owner)
  return free
}

/**
 * Who takes each seat, as seat id → owner id; null when the start is not offered. The first seat chooses first, and
 * each takes its most preferred free candidate (the lowest number, then the earlier in the list) with whom the later
 * seats can still be filled by others.
 */
export function fillSeats(
  question: SlotQuestion,
  startMinute: Minute,
  preference: (ownerIndex: number) => number,
): Map<string, string> | null {
  const free = ownersFreeAt(question, startMinute)
  if (!free) return null
  const left = new Set(free)
  const filled = new Map<string, string>()
  for (const [position, seat] of question.seats.entries()) {
    const later = question.seats.slice(position + 1).map((other) => other.candidates)
    const canFill = matcherOf(later, question.owners.length)
    const chosen = seat.candidates
      .filter((owner) => left.has(owner))
      .toSorted((one, other) => preference(one) - preference(other))
      .find((owner) => canFill((other) => other !== owner && left.has(other)))
    if (chosen === undefined) return null
    left.delete(chosen)
    filled.set(seat.seatId, question.owners[chosen]!.ownerId)
  }
  return filled
}

/** How far an owner gets for one start: each standing has passed the tests of those before it. */
const Standing = { outsideHours: 0, taken: 1, capped: 2, free: 3 } as const
type Standings = Map<number, number>

function refusalOfTime(question: SlotQuestion, startMinute: Minute): StartRefusal | null {
  const { rules, nowMinute } = question
  if (!Number.isInteger(startMinute)) return 'off_grid'
  if (startMinute < nowMinute) return 'past'
  if (startMinute < nowMinute + rules.minimumNoticeMinutes) return 'notice'
  if (startMinute > nowMinute + rules.horizonDays * 1440) return 'horizon'
  if (startMinute < question.fromMinute || startMinute >= question.toMinute) {
    throw new RangeError('The start lies outside the window that the question was loaded for.')
  }
  const zone = anchorZone(question)
  if (zone === null) return 'outside_hours'
  return minuteOfDay(zone, startMinute) % rules.stepMinutes === 0 ? null : 'off_grid'
}

function refusalOfSeats({ seats, owners }: SlotQuestion, standings: Standings): StartRefusal | null {
  const pools = seats.map((seat) => seat.candidates)
  const canFill = matcherOf(pools, owners.length)
  if (!canFill((owner) => standings.get(owner)! > Standing.outsideHours)) return 'outside_hours'
  if (!canFill((owner) => standings.get(owner)! > Standing.taken)) return 'taken'
  return canFill((owner) => standings.get(owner)! > Standing.capped) ? null : 'cap'
}

/** The standing of everybody who has a seat to fill. */
function standingsAt({ owners, seats, rules }: SlotQuestion, startMinute: Minute): Standings {
  const found: Standings = new Map()
  for (const seat of seats) {
    for (const owner of seat.candidates) {
      if (!found.has(owner)) found.set(owner, standingOf(owners[owner]!, rules, startMinute))
    }
  }
  return found
}

function standingOf(owner: OwnerTime, rules: SlotRules, startMinute: Minute): number {
  const endMinute = startMinute + rules.durationMinutes
  const [from, to] = workingSpans(owner, startMinute, endMinute)
  if (from !== startMinute || to !== endMinute) return Standing.outsideHours
  const paddedFrom = startMinute - rules.bufferBeforeMinutes
  const paddedTo = endMinute + rules.bufferAfterMinutes
  if (isTaken(owner, paddedFrom, paddedTo)) return Standing.taken
  return isCapped(owner, rules, startMinute) ? Standing.capped : Standing.free
}

function isTaken({ busyFrom, busyTo }: OwnerTime, from: Minute, to: Minute): boolean {
  return busyFrom.some((start, i) => start < busyTo[i]! && start < to && busyTo[i]! > from)
}

function minuteOfDay(zone: string, minute: Minute): number {
  const wall = wallMinuteOf(zone, minute)
  return wall - Math.floor(wall / 1440) * 1440
}
