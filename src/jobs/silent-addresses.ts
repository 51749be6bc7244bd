/** Which addresses let calls run out of time lately; each process keeps its own. */
export interface SilentAddresses {
  /** Whether to call now. Of those who ask about a silent address one may, and the others come back later. */
  mayCall(endpointId: string): boolean
  fellSilent(endpointId: string): void
  answered(endpointId: string): void
}

/**
 * An address that lets every call run into its time limit would soon keep all hands of the worker busy, and the
 * programs that do listen would wait behind it. So it is left in peace for a while, and then tried by one call.
 */
export function watchSilentAddresses(
  restMs: number,
  elapsedMs: () => number = () => performance.now(),
): SilentAddresses {
  const restsUntilMs = new Map<string, number>()
  const rest = (endpointId: string) => void restsUntilMs.set(endpointId, elapsedMs() + restMs)
  return {
    mayCall(endpointId) {
      const untilMs = restsUntilMs.get(endpointId)
      if (untilMs === undefined) return true
      if (untilMs > elapsedMs()) return false
      rest(endpointId)
      return true
    },
    fellSilent: rest,
    answered: (endpointId) => void restsUntilMs.delete(endpointId),
  }
}
