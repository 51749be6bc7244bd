import type { Context } from '#platform/context.ts'
import type { Log } from '#platform/log.ts'
import type { JobHandler } from '#platform/queue.ts'
import { dropOldRequests } from '#domain/access/idempotent-requests.ts'
import { dropPassedWindows } from '#domain/access/rate-limit.ts'
import { expireAsks } from '#domain/asking/expire-asks.ts'
import { completeEnded, dropExpiredHolds } from '#domain/bookings/complete-ended.ts'
import { expireCredits } from '#domain/bookings/expire-credits.ts'
import { releaseUnpaid } from '#domain/bookings/release-held.ts'
import { askStalePayments, requeueRefunds } from '#domain/bookings/requeue-money.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { requeueLost } from '#domain/notifications/requeue-lost.ts'
import { expireOffers } from '#domain/waitlist/expire-offers.ts'
import { offerPlaces } from '#domain/waitlist/offer-places.ts'

export interface SweepDeps {
  context: Context
  log: Log
  payments: PaymentProviders
}

/**
 * What time alone brings about: sessions end, holds and credits run out, nobody paid, nobody came back from paying,
 * and a delivery or refund whose job was lost gets a new one. Each part stands alone, so that one that fails keeps
 * none of the others from its work.
 */
export function sweepWith({ context, log, payments }: SweepDeps): JobHandler<'sweep'> {
  const parts = {
    completeEnded,
    // Before the holds themselves go, because whoever paid in the last moment still has their times.
    releaseUnpaid: () => releaseUnpaid(context, payments),
    dropExpiredHolds,
    // After the holds, so that a time nobody took goes to the next in the line in the same minute.
    expireOffers,
    offerPlaces,
    requeueLost,
    askStalePayments,
    requeueRefunds,
    expireCredits,
    expireAsks,
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
