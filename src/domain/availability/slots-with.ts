import { freeStarts } from './free-starts.ts'
import { arrangeSeats, matcherOf, type Seating } from './seats.ts'
import type { SlotQuestion } from './slot-question.ts'
import type { Slots } from './slots.ts'
import { intersect, startGrid, startsOf } from './start-grid.ts'

/**
 * The starts of `slots` at which all of these owners could sit at once, each in a seat of their own, with somebody
 * for every other seat. None when they can never sit together. Pure.
 *
 * Where some people can fill all seats, and these people fit into seats, one arrangement does both (Mendelsohn and
 * Dulmage). So the seats are asked as ever, these people must be free as well, and whether they fit is asked once.
 */
export function slotsWith(question: SlotQuestion, ownerIds: readonly string[]): Slots {
  const wanted = [...new Set(ownerIds)].map((id) =>
    question.owners.findIndex((owner) => owner.ownerId === id),
  )
  const grid = startGrid(question)
  const seating = arrangeSeats(question.seats, question.owners.length)
  if (!grid || !seating || !fitTogether(question, wanted)) return { starts: new Int32Array(0) }
  const free = freeStarts(question, grid, seating)
  const together: Seating = { fixed: wanted, pools: [], poolsOverlap: false }
  intersect(free, freeStarts(question, grid, together))
  return { starts: startsOf(grid, free) }
}

/** True when each of these owners can have a seat of their own; somebody unknown has none. */
function fitTogether({ seats }: SlotQuestion, owners: readonly number[]): boolean {
  const seatsOf = owners.map((owner) =>
    seats.flatMap((seat, position) => (seat.candidates.includes(owner) ? [position] : [])),
  )
  return matcherOf(seatsOf, seats.length)(() => true)
}
