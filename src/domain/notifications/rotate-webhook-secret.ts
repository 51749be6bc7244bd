import { databaseNow, now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { SECRET_OVERLAP_HOURS, webhookSecret, type WebhookEndpoint } from './webhook-endpoint.ts'
import { findWebhookEndpoint } from './webhook-endpoints.ts'

export type RotateRefusal =
  | { code: 'not_permitted' }
  | { code: 'unknown_endpoint' }
  /** Somebody made a new secret since this was asked for. */
  | { code: 'rotated_already' }

/**
 * Gives an endpoint a new signing secret. For 24 hours of real time both sign, so that the program can change over
 * without losing an event; a secret from before these two signs no more. With `generation`, the one that is to be
 * replaced, asking twice rotates once: the second time would end the secret that the program still uses.
 */
export async function rotateWebhookSecret(
  context: Context,
  scope: MemberScope,
  endpointId: string,
  generation?: number,
): Promise<Outcome<{ endpoint: WebhookEndpoint; secret: string }, RotateRefusal>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  if (!isId(endpointId)) return refuse({ code: 'unknown_endpoint' })
  return inTransaction(context.db, async (tx) => {
    const before = await tx
      .selectFrom('webhook_endpoints')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', endpointId)
      .select('secret_generation')
      .forUpdate()
      .executeTakeFirst()
    if (!before) return refuse({ code: 'unknown_endpoint' })
    if (generation !== undefined && generation !== before.secret_generation)
      return refuse({ code: 'rotated_already' })
    const next = before.secret_generation + 1
    const until = (await databaseNow(tx)).add({ hours: SECRET_OVERLAP_HOURS })
    await tx
      .updateTable('webhook_endpoints')
      .set({ secret_generation: next, previous_secret_until: until })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', endpointId)
      .execute()
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'webhook.secret_rotated',
      at: await now(tx, scope.orgId),
      ...authorOf(scope),
      payload: { endpoint: endpointId, generation: next },
    })
    const endpoint = (await findWebhookEndpoint(tx, scope, endpointId))!
    return done({ endpoint, secret: webhookSecret(context.secret, scope.orgId, endpoint) })
  })
}
