import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { closeWaiting } from './close-waiting.ts'

/** Removes an endpoint. What still waits for it is closed; the log of what it was sent stays. */
export async function removeWebhookEndpoint(
  context: Context,
  scope: MemberScope,
  endpointId: string,
): Promise<Outcome<null, { code: 'not_permitted' } | { code: 'unknown_endpoint' }>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  if (!isId(endpointId)) return refuse({ code: 'unknown_endpoint' })
  return inTransaction(context.db, async (tx) => {
    const removed = await tx
      .deleteFrom('webhook_endpoints')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', endpointId)
      .returning('id')
      .executeTakeFirst()
    if (!removed) return refuse({ code: 'unknown_endpoint' })
    const at = await now(tx, scope.orgId)
    await closeWaiting(tx, scope, { endpointId, at, pings: true })
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'webhook.removed',
      at,
      ...authorOf(scope),
      payload: { endpoint: endpointId },
    })
    return done(null)
  })
}
