import type { Tx } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'

/**
 * Closes what still waits for an endpoint that listens no more: it was overtaken, and nobody tries again. Pings are
 * about the endpoint itself, and a member may send one to an endpoint that is off.
 */
export async function closeWaiting(
  tx: Tx,
  scope: Scope,
  { endpointId, at, pings }: { endpointId: string; at: Temporal.Instant; pings: boolean },
): Promise<void> {
  let query = tx
    .updateTable('deliveries')
    .set({ state: 'no_longer_applies', state_detail: '', finished_at: at })
    .where('org_id', '=', scope.orgId)
    .where('channel', '=', 'webhook')
    .where('recipient_id', '=', endpointId)
    .where('state', '=', 'queued')
  if (!pings) query = query.where('booking_id', 'is not', null)
  await query.execute()
}
