/**
 * Resolves with the first signal that asks this process to stop. A second one ends it at once: whoever presses
 * Ctrl-C twice does not want to wait.
 */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    const onSignal = (signal: NodeJS.Signals) => {
      const now = performance.now()
      if (askedAt === null) {
        askedAt = now
        resolve(signal)
      } else if (now - askedAt > sameKeyPressMs) {
        process.exit(130)
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  })
}

// npm passes on the signal that the terminal has already sent to every process, so one key press arrives twice.
const sameKeyPressMs = 700

/** Runs the steps one after the other; a step that fails is reported and does not keep the next from running. */
export async function runInOrder(
  steps: (() => Promise<unknown>)[],
  report: (error: unknown) => void,
): Promise<void> {
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      report(error)
    }
  }
}
