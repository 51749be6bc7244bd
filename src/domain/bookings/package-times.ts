import { toMinute } from '#platform/zones.ts'
import type { LoadedQuestion } from '#domain/availability/load-questions.ts'
import type { SlotQuestion } from '#domain/availability/slot-question.ts'
import { checkStart, fillSeats, slots } from '#domain/availability/slots.ts'

/**
 * What is still free for somebody who picks the times of a package one by one: sessions of one booking take time from
 * each other, count for the caps, and the customer can be in one place at a time. `gone` are the picked times that
 * cannot be had, alone or beside the earlier ones. Pure; seats are filled in order of time, as booking does it.
 */
export function timesBeside(
  loaded: LoadedQuestion,
  picked: readonly Temporal.Instant[],
): { starts: Int32Array; gone: Temporal.Instant[] } {
  const { question, kept, gone } = seated(loaded, picked)
  const { durationMinutes } = question.rules
  const starts = slots(question).starts
  return { starts: starts.filter((start) => isApart(start, kept, durationMinutes)), gone }
}

/** True when all of these times can be had together. */
export function canHaveAll(loaded: LoadedQuestion, picked: readonly Temporal.Instant[]): boolean {
  return seated(loaded, picked).gone.length === 0
}

function seated(loaded: LoadedQuestion, picked: readonly Temporal.Instant[]) {
  const gone: Temporal.Instant[] = []
  const kept: number[] = []
  let { question } = loaded
  const { durationMinutes } = question.rules
  for (const start of picked.toSorted(Temporal.Instant.compare)) {
    const minute = toMinute(start)
    const filled =
      isInside(question, minute) && isApart(minute, kept, durationMinutes) && checkStart(question, minute).ok
        ? fillSeats(question, minute, (owner) => loaded.owners[owner]!.load)
        : null
    if (filled) {
      kept.push(minute)
      question = withTaken(question, new Set(filled.values()), minute)
    } else gone.push(start)
  }
  return { question, kept, gone }
}

// Outside of the window nobody knows what is taken.
function isInside({ fromMinute, toMinute: end }: SlotQuestion, start: number): boolean {
  return fromMinute <= start && start < end
}

function isApart(start: number, others: readonly number[], minutes: number): boolean {
  return others.every((other) => Math.abs(other - start) >= minutes)
}

function withTaken(question: SlotQuestion, ownerIds: ReadonlySet<string>, start: number): SlotQuestion {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = question.rules
  const owners = question.owners.map((owner) =>
    ownerIds.has(owner.ownerId)
      ? {
          ...owner,
          busyFrom: Int32Array.of(...owner.busyFrom, start - bufferBeforeMinutes),
          busyTo: Int32Array.of(...owner.busyTo, start + durationMinutes + bufferAfterMinutes),
          capStarts: Int32Array.of(...owner.capStarts, start),
        }
      : owner,
  )
  return { ...question, owners }
}
