/** The starts closest to the one that was wanted, in order of time. Pure; `starts` ascend. */
export function nearestStarts(starts: Int32Array, wantedMinute: number, count = 3): number[] {
  return [...starts]
    .filter((start) => start !== wantedMinute)
    .toSorted((a, b) => Math.abs(a - wantedMinute) - Math.abs(b - wantedMinute) || a - b)
    .slice(0, count)
    .toSorted((a, b) => a - b)
}
