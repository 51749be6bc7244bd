import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { isId, newId } from '#platform/ids.ts'
import { checkAddress, type AddressRefusal, type OutgoingRules } from '#platform/outgoing.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { closeWaiting } from './close-waiting.ts'
import { webhookSecret, type WebhookEndpoint } from './webhook-endpoint.ts'
import { findWebhookEndpoint } from './webhook-endpoints.ts'

export const LONGEST_URL = 2_000
export const LONGEST_DESCRIPTION = 200

export type WebhookEndpointInput = Pick<WebhookEndpoint, 'url' | 'description' | 'kinds' | 'withLinks'>

export type WebhookEndpointRefusal =
  | { code: 'not_permitted' }
  | { code: 'unknown_endpoint' }
  | { code: 'address_refused'; why: AddressRefusal }

/** Makes an endpoint. Its secret is in the answer; it is shown once, and derived again whenever something is signed. */
export async function createWebhookEndpoint(
  context: Context,
  scope: MemberScope,
  input: WebhookEndpointInput,
  rules: OutgoingRules,
): Promise<Outcome<{ endpoint: WebhookEndpoint; secret: string }, WebhookEndpointRefusal>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  const url = asParsed(input.url)
  const why = await judge(url, rules)
  if (why) return refuse({ code: 'address_refused', why })
  return inTransaction(context.db, async (tx) => {
    const id = newId()
    const at = await now(tx, scope.orgId)
    await tx
      .insertInto('webhook_endpoints')
      .values({
        org_id: scope.orgId,
        id,
        ...columnsOf({ ...input, url }),
        created_at: at,
        created_by: scope.actor.memberId,
      })
      .execute()
    await recordAct(tx, scope, 'webhook.saved', id, at)
    const endpoint = (await findWebhookEndpoint(tx, scope, id))!
    return done({ endpoint, secret: webhookSecret(context.secret, scope.orgId, endpoint) })
  })
}

/**
 * Changes what is named and leaves the rest. Switching it off closes what still waits for it; switched on again, it
 * hears of what happens from then on.
 */
export async function changeWebhookEndpoint(
  context: Context,
  scope: MemberScope,
  endpointId: string,
  change: Partial<WebhookEndpointInput & { active: boolean }>,
  rules: OutgoingRules,
): Promise<Outcome<WebhookEndpoint, WebhookEndpointRefusal>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  if (!isId(endpointId)) return refuse({ code: 'unknown_endpoint' })
  const before = await findWebhookEndpoint(context.db, scope, endpointId)
  if (!before) return refuse({ code: 'unknown_endpoint' })
  // Resolving a name takes a while, so it happens before the transaction; connecting judges it again.
  const url = change.url === undefined ? {} : { url: asParsed(change.url) }
  const why = url.url !== undefined && url.url !== before.url ? await judge(url.url, rules) : null
  if (why) return refuse({ code: 'address_refused', why })
  return inTransaction(context.db, (tx) => writeChange(tx, scope, endpointId, { ...change, ...url }))
}

// As it will be used, so that nobody is shown anything else: parsers drop line breaks and rewrite hosts.
function asParsed(typed: string): string {
  return URL.parse(typed)?.href ?? typed
}

async function judge(url: string, rules: OutgoingRules): Promise<AddressRefusal | null> {
  return url.length > LONGEST_URL ? 'not_an_address' : checkAddress(url, rules)
}

async function writeChange(
  tx: Tx,
  scope: MemberScope,
  endpointId: string,
  change: Partial<WebhookEndpointInput & { active: boolean }>,
): Promise<Outcome<WebhookEndpoint, WebhookEndpointRefusal>> {
  const row = await tx
    .selectFrom('webhook_endpoints')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', endpointId)
    .select('state')
    .forUpdate()
    .executeTakeFirst()
  if (!row) return refuse({ code: 'unknown_endpoint' })
  const switched = change.active !== undefined && change.active !== (row.state === 'active')
  const columns = { ...columnsOf(change), ...(switched ? stateColumns(change.active!) : {}) }
  if (Object.keys(columns).length > 0) {
    const at = await now(tx, scope.orgId)
    await tx
      .updateTable('webhook_endpoints')
      .set(columns)
      .where('org_id', '=', scope.orgId)
      .where('id', '=', endpointId)
      .execute()
    if (switched && !change.active) {
      await closeWaiting(tx, scope, { endpointId, at, pings: false })
      await recordAct(tx, scope, 'webhook.disabled', endpointId, at)
    } else await recordAct(tx, scope, 'webhook.saved', endpointId, at)
  }
  return done((await findWebhookEndpoint(tx, scope, endpointId))!)
}

function columnsOf<T extends Partial<WebhookEndpointInput>>({ url, description, kinds, withLinks }: T) {
  return {
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(kinds === undefined ? {} : { kinds: [...new Set(kinds)] }),
    ...(withLinks === undefined ? {} : { with_links: withLinks }),
  } as { url: NonNullable<T['url']> }
}

function stateColumns(active: boolean) {
  return active
    ? { state: 'active', disabled_because: '' }
    : { state: 'disabled', disabled_because: 'switched_off' }
}

async function recordAct(
  tx: Tx,
  scope: MemberScope,
  kind: 'webhook.saved' | 'webhook.disabled',
  endpoint: string,
  at: Temporal.Instant,
): Promise<void> {
  await insertFact(tx, { orgId: scope.orgId, kind, at, ...authorOf(scope), payload: { endpoint } })
}
