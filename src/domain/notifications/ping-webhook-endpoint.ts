import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { isId, newId } from '#platform/ids.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

/**
 * Sends one `ping` to an endpoint, also to one that is switched off, so that it can be tried first. It goes the way
 * of every event, by the queue and into the log, but is tried once: whoever asked looks at what came of it.
 */
export async function pingWebhookEndpoint(
  context: Context,
  scope: MemberScope,
  endpointId: string,
): Promise<Outcome<{ deliveryId: string }, { code: 'not_permitted' } | { code: 'unknown_endpoint' }>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  if (!isId(endpointId)) return refuse({ code: 'unknown_endpoint' })
  return inTransaction(context.db, async (tx) => {
    const endpoint = await tx
      .selectFrom('webhook_endpoints')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', endpointId)
      .select('url')
      .executeTakeFirst()
    if (!endpoint) return refuse({ code: 'unknown_endpoint' })
    const at = await now(tx, scope.orgId)
    const factId = await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'webhook.tested',
      at,
      ...authorOf(scope),
      payload: { endpoint: endpointId },
    })
    const deliveryId = newId()
    await tx
      .insertInto('deliveries')
      .values({
        org_id: scope.orgId,
        id: deliveryId,
        fact_id: factId,
        kind: 'webhook',
        channel: 'webhook',
        audience: 'program',
        recipient_id: endpointId,
        to_address: endpoint.url,
        subject: 'ping',
        state: 'queued',
        due_at: at,
        created_at: at,
      })
      .execute()
    await context.queue.enqueue(tx, 'call_webhook', [{ data: { orgId: scope.orgId, deliveryId } }])
    return done({ deliveryId })
  })
}
