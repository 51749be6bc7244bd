import { isWholeMinute, toMinute } from '#platform/zones.ts'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { LoadedQuestion, OwnerLoaded, SeatWanted } from '#domain/availability/load-questions.ts'
import { checkStart, fillSeats, type StartRefusal } from '#domain/availability/slots.ts'

/** One session as it will be: when, and who sits where. */
export interface PlannedSession {
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  hosts: (SeatWanted & { owner: OwnerLoaded })[]
}

/** How long a session takes, and the time around it, in minutes. */
export interface Lengths {
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
}

/** A start that cannot be had. */
export interface StartNotFree {
  start: Temporal.Instant
  why: StartRefusal
}

/** Who sits where in each session, or the first time that cannot be had. The lower number is preferred. Pure. */
export function planSessions(
  loaded: LoadedQuestion,
  lengths: Lengths,
  starts: readonly Temporal.Instant[],
  preference: (owner: OwnerLoaded) => number = (owner) => owner.load,
): Outcome<PlannedSession[], StartNotFree> {
  const sessions: PlannedSession[] = []
  let { question } = loaded
  for (const start of starts) {
    const startMinute = toMinute(start)
    const offered = isWholeMinute(start)
      ? checkStart(question, startMinute)
      : { ok: false as const, why: 'off_grid' as const }
    if (!offered.ok) return refuse({ start, why: offered.why })
    const filled = fillSeats(question, startMinute, (owner) => preference(loaded.owners[owner]!))
    if (!filled) return refuse({ start, why: 'taken' })
    const hosts = loaded.seats.map((seat) => {
      const owner = loaded.owners.find((entry) => entry.id === filled.get(seat.seatId))!
      return { ...seat, owner }
    })
    sessions.push({ startsAt: start, endsAt: start.add({ minutes: lengths.durationMinutes }), hosts })
    const ownerIds = hosts.map((host) => host.owner.id)
    question = taken(question, ownerIds, startMinute, lengths)
  }
  return done(sessions)
}

/** The same for times of which only one will be: they do not stand in each other's way. */
export function planEach(
  loaded: LoadedQuestion,
  lengths: Lengths,
  starts: readonly Temporal.Instant[],
): Outcome<PlannedSession[], StartNotFree> {
  const sessions: PlannedSession[] = []
  for (const start of starts) {
    const planned = planSessions(loaded, lengths, [start])
    if (!planned.ok) return planned
    sessions.push(...planned.value)
  }
  return done(sessions)
}

// Sessions of one booking take time from each other, too.
function taken(
  question: LoadedQuestion['question'],
  ownerIds: string[],
  startMinute: number,
  { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }: Lengths,
): LoadedQuestion['question'] {
  const owners = question.owners.map((owner) =>
    ownerIds.includes(owner.ownerId)
      ? {
          ...owner,
          busyFrom: Int32Array.of(...owner.busyFrom, startMinute - bufferBeforeMinutes),
          busyTo: Int32Array.of(...owner.busyTo, startMinute + durationMinutes + bufferAfterMinutes),
          capStarts: Int32Array.of(...owner.capStarts, startMinute),
        }
      : owner,
  )
  return { ...question, owners }
}
