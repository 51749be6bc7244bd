/** The starts closest to the one that was wanted, in order of time. Pure; `starts` ascend. */
export function nearestStarts(starts: Int32Array, wantedMinute: number, count = 3): number[] {
  let right = starts.findIndex((start) => start > wantedMinute)
  if (right < 0) right = starts.length
  let left = starts[right - 1] === wantedMinute ? right - 2 : right - 1
  const nearest: number[] = []
  while (nearest.length < count && (left >= 0 || right < starts.length)) {
    const earlier = left >= 0 ? wantedMinute - starts[left]! : Infinity
    const later = right < starts.length ? starts[right]! - wantedMinute : Infinity
    nearest.push(earlier <= later ? starts[left--]! : starts[right++]!)
  }
  return nearest.toSorted((a, b) => a - b)
}
