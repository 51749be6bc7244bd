import type { Seat } from './slot-question.ts'

/** Who must be there in any case, and the pools of which one member each must be there too. */
export interface Seating {
  readonly fixed: number[]
  readonly pools: number[][]
  /** True when somebody is in two pools: then it is not enough that each pool has somebody. */
  readonly poolsOverlap: boolean
}

/**
 * Sorts seats into fixed owners and pools. Who is fixed in one seat is no candidate for another, which may leave a
 * pool with one member, who is then fixed as well. Null when the seats can never be filled by distinct owners.
 */
export function arrangeSeats(seats: readonly Seat[], ownerCount: number): Seating | null {
  if (seats.length === 0) return null
  const seatCount = new Int32Array(ownerCount)
  const open = new Set<Set<number>>()
  for (const seat of seats) {
    const candidates = new Set(seat.candidates)
    for (const owner of candidates) seatCount[owner]!++
    open.add(candidates)
  }
  const fixed: number[] = []
  for (let settled = [...open].filter(hasOne); settled.length > 0; settled = [...open].filter(hasOne)) {
    for (const seat of settled) {
      open.delete(seat)
      const [owner] = seat
      if (owner === undefined) return null
      fixed.push(owner)
      if (seatCount[owner]! > 1) for (const other of open) other.delete(owner)
    }
  }
  const pools = Array.from(open, (candidates) => Array.from(candidates))
  if (pools.some((pool) => pool.length === 0)) return null
  const members = pools.flat()
  return { fixed, pools, poolsOverlap: new Set(members).size < members.length }
}

function hasOne(candidates: Set<number>): boolean {
  return candidates.size === 1
}

/** True when every pool can have a free member of its own. */
export type Matcher = (isFree: (owner: number) => boolean) => boolean

/**
 * A matcher for these pools (augmenting paths, after Kuhn). It may be asked for many starts: what it found for one
 * it keeps as its first guess for the next, where mostly the same people are free.
 */
export function matcherOf(pools: readonly (readonly number[])[], ownerCount: number): Matcher {
  const poolOf = new Int32Array(ownerCount).fill(-1)
  const memberOf = new Int32Array(pools.length).fill(-1)
  const triedIn = new Int32Array(ownerCount)
  let round = 0

  function place(pool: number, isFree: (owner: number) => boolean): boolean {
    for (const owner of pools[pool]!) {
      if (triedIn[owner] === round || !isFree(owner)) continue
      triedIn[owner] = round
      // Whoever holds this owner may have another choice.
      const holder = poolOf[owner]!
      if (holder >= 0 && !place(holder, isFree)) continue
      poolOf[owner] = pool
      memberOf[pool] = owner
      return true
    }
    return false
  }

  return (isFree) => {
    for (const [pool, owner] of memberOf.entries()) {
      if (owner < 0 || isFree(owner)) continue
      poolOf[owner] = -1
      memberOf[pool] = -1
    }
    for (const [pool, owner] of memberOf.entries()) {
      if (owner >= 0) continue
      round++
      if (!place(pool, isFree)) return false
    }
    return true
  }
}
