import { fromMinute, toMinute } from '#platform/zones.ts'

/** Starts as addresses and forms name them, in their order; null when one is no start that we ever print. */
export function readStarts(values: readonly string[]): Temporal.Instant[] | null {
  const starts = values.map(readStart)
  return starts.every((start) => start !== null) ? starts : null
}

/** Adds the starts to an address of ours; several stand one after the other (`start=…&start=…`). */
export function withStarts(address: string, starts: readonly Temporal.Instant[]): string {
  if (starts.length === 0) return address
  const [path, fragment] = address.split('#')
  const query = starts.map((start) => `start=${encodeURIComponent(start.toString())}`).join('&')
  return `${path}${path!.includes('?') ? '&' : '?'}${query}${fragment ? `#${fragment}` : ''}`
}

/** The free starts that leave room for those already picked: sessions of one booking take time from each other. */
export function besides(
  starts: Int32Array,
  picked: readonly Temporal.Instant[],
  takenMinutes: number,
): Int32Array {
  if (picked.length === 0) return starts
  const minutes = picked.map((start) => toMinute(start))
  return starts.filter((start) => minutes.every((taken) => Math.abs(taken - start) >= takenMinutes))
}

export function includesStart(starts: Int32Array, wanted: Temporal.Instant): boolean {
  return starts.includes(toMinute(wanted))
}

// Temporal reads offsets, fractions and far centuries, too; our own links have whole minutes of these two.
function readStart(text: string): Temporal.Instant | null {
  if (!/^20\d\d-\d\d-\d\dT\d\d:\d\d:00Z$/.test(text)) return null
  try {
    const start = Temporal.Instant.from(text)
    return fromMinute(toMinute(start)).equals(start) ? start : null
  } catch {
    return null
  }
}
