import type { Context } from '#platform/context.ts'
import type { Log } from '#platform/log.ts'
import type { JobHandler } from '#platform/queue.ts'
import { dropOldRequests } from '#domain/access/idempotent-requests.ts'
import { dropPassedWindows } from '#domain/access/rate-limit.ts'
import { completeEnded, dropExpiredHolds } from '#domain/bookings/complete-ended.ts'
import { requeueLost } from '#domain/notifications/requeue-lost.ts'

/**
 * What time alone brings about: sessions end, holds run out, and a delivery whose job was lost gets a new one.
 * Each part stands alone, so that one that fails keeps none of the others from its work.
 */
export function sweepWith({ context, log }: { context: Context; log: Log }): JobHandler<'sweep'> {
  const parts = {
    completeEnded,
    dropExpiredHolds,
    requeueLost,
    dropPassedWindows: () => dropPassedWindows(context.db),
    dropOldRequests,
  }
  return async () => {
    const failures: unknown[] = []
    for (const [part, sweep] of Object.entries(parts)) {
      try {
        const count = await sweep(context)
        if (count > 0) log.debug('Swept.', { part, count })
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} parts of the sweep failed: ${failures.join('; ')}`,
      )
  }
}
