import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { may, type MemberScope, type Scope } from '#domain/access/scope.ts'
import type { DeliveryState } from './queries.ts'
import type { DisabledBecause, WebhookEndpoint } from './webhook-endpoint.ts'
import type { WebhookEvent } from './webhook-event.ts'

/** The organization's endpoints in the order in which they were made, from behind the id `after` on. */
export async function listWebhookEndpoints(
  db: Reader,
  scope: MemberScope,
  wanted: { after: string | null; take: number } = { after: null, take: 1_000 },
): Promise<Outcome<WebhookEndpoint[], { code: 'not_permitted' }>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  let query = endpoints(db, scope).orderBy('we.id').limit(wanted.take)
  if (wanted.after) query = query.where('we.id', '>', wanted.after)
  return done((await query.execute()).map(toEndpoint))
}

export async function loadWebhookEndpoint(
  db: Reader,
  scope: MemberScope,
  endpointId: string,
): Promise<Outcome<WebhookEndpoint, { code: 'not_permitted' } | { code: 'unknown_endpoint' }>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  const endpoint = isId(endpointId) ? await findWebhookEndpoint(db, scope, endpointId) : null
  return endpoint ? done(endpoint) : refuse({ code: 'unknown_endpoint' })
}

/** The same for those who need no permission: the worker. */
export async function findWebhookEndpoint(
  db: Reader,
  scope: Scope,
  endpointId: string,
): Promise<WebhookEndpoint | null> {
  const row = await endpoints(db, scope).where('we.id', '=', endpointId).executeTakeFirst()
  return row ? toEndpoint(row) : null
}

/** True for an endpoint of the organization, and for one that was removed after it was told of something. */
export async function wasWebhookEndpoint(db: Reader, scope: Scope, endpointId: string): Promise<boolean> {
  const deliveries = db
    .selectFrom('deliveries')
    .where('org_id', '=', scope.orgId)
    .where('channel', '=', 'webhook')
    .where('recipient_id', '=', endpointId)
    .select('id')
  const found = await endpoints(db, scope)
    .where('we.id', '=', endpointId)
    .clearSelect()
    .select('we.id')
    .unionAll(deliveries.limit(1))
    .executeTakeFirst()
  return found !== undefined
}

/** One call of an endpoint, as its page lists it. */
export interface WebhookCall {
  deliveryId: string
  /** The event, or null until it was written for the first time. */
  event: string | null
  state: DeliveryState
  stateDetail: string
  attempts: number
  createdAt: Temporal.Instant
}

/** The newest calls of an endpoint. */
export async function listWebhookCalls(
  db: Reader,
  scope: MemberScope,
  endpointId: string,
  most: number,
): Promise<WebhookCall[]> {
  if (!may(scope, 'integration.edit')) return []
  const rows = await db
    .selectFrom('deliveries')
    .where('org_id', '=', scope.orgId)
    .where('channel', '=', 'webhook')
    .where('recipient_id', '=', endpointId)
    .select(['id', 'subject', 'state', 'state_detail', 'attempts', 'created_at'])
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    deliveryId: row.id,
    event: row.subject,
    state: row.state as DeliveryState,
    stateDetail: row.state_detail,
    attempts: row.attempts,
    createdAt: row.created_at,
  }))
}

function endpoints(db: Reader, scope: Scope) {
  return db
    .selectFrom('webhook_endpoints as we')
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'we.org_id').onRef('o.id', '=', 'we.created_by'),
    )
    .where('we.org_id', '=', scope.orgId)
    .selectAll('we')
    .select('o.name as created_by_name')
}

function toEndpoint(
  row: Awaited<ReturnType<ReturnType<typeof endpoints>['executeTakeFirstOrThrow']>>,
): WebhookEndpoint {
  const active = row.state === 'active'
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    kinds: row.kinds as WebhookEvent[],
    withLinks: row.with_links,
    active,
    disabledBecause: active ? null : (row.disabled_because as DisabledBecause),
    secretGeneration: row.secret_generation,
    previousSecretUntil: row.previous_secret_until,
    createdAt: row.created_at,
    createdBy: { id: row.created_by, name: row.created_by_name },
  }
}
