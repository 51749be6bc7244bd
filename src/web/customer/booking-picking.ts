import { timesToSuggest } from '#domain/event-types/asking.ts'
import type { Offer } from '#domain/event-types/offer.ts'

/** True where one booking has several sessions, which are all picked before. */
export function isPackage({ eventType }: Pick<Offer, 'eventType'>): boolean {
  return eventType.sessionCount > 1
}

/** True where the team decides: times are then suggested (oncehub R167). */
export function isRequest({ eventType }: Pick<Offer, 'eventType'>): boolean {
  return eventType.approval === 'request'
}

/** How many times are picked before the details are asked: one for each session, or several to suggest for one. */
export function timesToPick({ eventType }: Pick<Offer, 'eventType'>): number {
  return eventType.sessionCount > 1 ? eventType.sessionCount : timesToSuggest(eventType)
}

/** In the order in which they happen; suggestions stay in the order of liking. */
export function inOrder(
  offer: Pick<Offer, 'eventType'>,
  starts: readonly Temporal.Instant[],
): Temporal.Instant[] {
  return isPackage(offer) ? starts.toSorted(Temporal.Instant.compare) : [...starts]
}
