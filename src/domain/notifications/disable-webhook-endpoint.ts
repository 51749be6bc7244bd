import { now } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { actorOf, type SystemScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { closeWaiting } from './close-waiting.ts'
import type { DisabledBecause } from './webhook-endpoint.ts'

/**
 * Switches off an endpoint that takes nothing any more and tells whoever made it, once: the second call finds it off
 * and does nothing.
 */
export async function disableWebhookEndpoint(
  context: Context,
  scope: SystemScope,
  endpointId: string,
  because: Exclude<DisabledBecause, 'switched_off'>,
): Promise<void> {
  const { orgId } = scope
  await inTransaction(context.db, async (tx) => {
    const maker = await tx
      .updateTable('webhook_endpoints as we')
      .from('team_members as m')
      .set({ state: 'disabled', disabled_because: because })
      .where('we.org_id', '=', orgId)
      .where('we.id', '=', endpointId)
      .where('we.state', '=', 'active')
      .whereRef('m.org_id', '=', 'we.org_id')
      .whereRef('m.id', '=', 'we.created_by')
      .returning(['m.id', 'm.email'])
      .executeTakeFirst()
    if (!maker) return
    const at = await now(tx, orgId)
    await closeWaiting(tx, scope, { endpointId, at, pings: false })
    const factId = await insertFact(tx, {
      orgId,
      kind: 'webhook.disabled',
      at,
      actor: actorOf(scope),
      channel: 'system',
      payload: { endpoint: endpointId },
    })
    const deliveryId = newId()
    await tx
      .insertInto('deliveries')
      .values({
        org_id: orgId,
        id: deliveryId,
        fact_id: factId,
        kind: 'webhook_disabled',
        channel: 'email',
        audience: 'member',
        recipient_id: maker.id,
        to_address: maker.email,
        state: 'queued',
        due_at: at,
        created_at: at,
      })
      .execute()
    await context.queue.enqueue(tx, 'deliver', [{ data: { orgId, deliveryId } }])
  })
}
