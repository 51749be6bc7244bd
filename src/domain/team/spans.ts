/** Hours of one local day: minutes since midnight, 1440 is its end. */
export interface Span {
  fromMinute: number
  toMinute: number
}

/** The place of the first span that begins before another one of the same day has ended, or null. */
export function overlapIn(spans: readonly Span[]): number | null {
  const inOrder = spans
    .map((span, place) => ({ ...span, place }))
    .toSorted((a, b) => a.fromMinute - b.fromMinute)
  const second = inOrder.find((span, index) => index > 0 && span.fromMinute < inOrder[index - 1]!.toMinute)
  return second?.place ?? null
}
