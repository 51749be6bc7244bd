import { loadQuestions, type LoadedQuestion } from '#domain/availability/load-questions.ts'
import { nearestStarts } from '#domain/availability/nearest-starts.ts'
import { slots } from '#domain/availability/slots.ts'
import { timesBeside } from '#domain/bookings/package-times.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import type { WebContext } from '../deps.ts'
import { isPackage } from './booking-picking.ts'
import type { OpenOffer } from './booking-offer.tsx'

/** What is free for an event type, with what the database knew, so that more can be asked of it. */
export interface FreeTimes {
  /** Every free start, as ascending UTC minutes; none where nobody hosts. */
  starts: Int32Array
  /** The last moment that can be chosen. */
  until: Temporal.Instant
  loaded: LoadedQuestion | null
}

/** All free starts of one event type from now to the end of its horizon, in one query. */
export async function findFree(c: WebContext, { scope, offer }: OpenOffer): Promise<FreeTimes> {
  const until = offer.now.add({ hours: 24 * (offer.eventType.horizonDays + 1) })
  const demand = { eventTypeIds: [offer.eventType.id], from: offer.now, to: until }
  const [loaded = null] = await loadQuestions(c.var.deps.context.reader, scope, demand)
  return {
    starts: loaded ? slots(loaded.question).starts : new Int32Array(0),
    until: until.subtract({ hours: 24 }),
    loaded,
  }
}

/** The starts that are free beside those already picked, and the picked ones that are not free any more. */
export function freeBeside(
  { offer }: OpenOffer,
  { starts, loaded }: FreeTimes,
  picked: readonly Temporal.Instant[],
): { starts: Int32Array; gone: Temporal.Instant[] } {
  if (picked.length === 0 || !loaded) return { starts, gone: [...picked] }
  if (isPackage(offer)) return timesBeside(loaded, picked)
  // Suggestions stand in each other's place: only the same one twice makes no sense.
  const minutes = new Set(picked.map((start) => toMinute(start)))
  return {
    starts: starts.filter((start) => !minutes.has(start)),
    gone: unique(picked.filter((start) => !starts.includes(toMinute(start)))),
  }
}

/** The three free starts nearest to one that is gone, which go with those that stay. */
export function nearestFree(
  open: OpenOffer,
  free: FreeTimes,
  staying: readonly Temporal.Instant[],
  wanted: Temporal.Instant,
): Temporal.Instant[] {
  return nearestStarts(freeBeside(open, free, staying).starts, toMinute(wanted)).map((start) =>
    fromMinute(start),
  )
}

// The same time picked twice is gone once.
function unique(starts: Temporal.Instant[]): Temporal.Instant[] {
  return starts.filter((start, index) => starts.findIndex((other) => other.equals(start)) === index)
}
