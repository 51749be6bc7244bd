import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { pingWebhookEndpoint } from '#domain/notifications/ping-webhook-endpoint.ts'
import { removeWebhookEndpoint } from '#domain/notifications/remove-webhook-endpoint.ts'
import { rotateWebhookSecret, type RotateRefusal } from '#domain/notifications/rotate-webhook-secret.ts'
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  type WebhookEndpointRefusal,
} from '#domain/notifications/save-webhook-endpoint.ts'
import { listWebhookEndpoints, loadWebhookEndpoint } from '#domain/notifications/webhook-endpoints.ts'
import { addressProblem } from '#messages/settings-webhooks.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import { operation, type Operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { pageOf } from './schemas.ts'
import { sent } from './sent.ts'
import {
  newWebhookSchema,
  showWebhook,
  webhookChangeSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from './webhook-schema.ts'

const tag = 'Webhooks'
const params = z.strictObject({ endpoint: idOf('webhook') })

const listOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints',
  id: 'listWebhookEndpoints',
  tag,
  summary: 'List the addresses that are told of events',
  description: 'Switched-off ones as well, in the order in which they were made.',
  scope: 'webhooks:read',
  query: z.strictObject(pagingById),
  answer: {
    status: 200,
    schema: pageOf(webhookSchema, 'WebhookEndpointPage'),
    description: 'The endpoints.',
  },
  async handle(c, { query }) {
    const found = await listWebhookEndpoints(c.var.deps.context.reader, c.var.scope, stretchOf(query))
    if (!found.ok) return refuse(problemOf(found.refusal))
    return done({ value: pageFrom(found.value, query.limit, (endpoint) => endpoint.id, showWebhook) })
  },
})

const readOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints/{endpoint}',
  id: 'getWebhookEndpoint',
  tag,
  summary: 'Look at one endpoint',
  scope: 'webhooks:read',
  params,
  answer: { status: 200, schema: webhookSchema, description: 'The endpoint.' },
  async handle(c, { params: { endpoint: id } }) {
    const found = await loadWebhookEndpoint(c.var.deps.context.reader, c.var.scope, readId(id))
    return found.ok ? done({ value: showWebhook(found.value) }) : refuse(problemOf(found.refusal))
  },
})

const addOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints',
  id: 'createWebhookEndpoint',
  tag,
  summary: 'Add an endpoint',
  description:
    'It is told of what happens from now on. The address is looked up at once and again at every call: private, loopback and link-local addresses are refused unless the operator of this installation allows their network.',
  scope: 'webhooks:write',
  body: newWebhookSchema,
  answer: {
    status: 201,
    schema: webhookWithSecretSchema,
    description: 'The endpoint and its signing secret, which is shown this once.',
  },
  problems: ['address_refused'],
  async handle(c, { body: { events: kinds, with_links: withLinks, ...rest } }) {
    const { config, context } = c.var.deps
    const made = await createWebhookEndpoint(context, c.var.scope, { ...rest, kinds, withLinks }, config)
    if (!made.ok) return refuse(problemOf(made.refusal))
    return done({ value: { endpoint: showWebhook(made.value.endpoint), secret: made.value.secret } })
  },
})

const changeOperation = operation({
  method: 'patch',
  path: '/v1/webhook-endpoints/{endpoint}',
  id: 'updateWebhookEndpoint',
  tag,
  summary: 'Change an endpoint, or switch it off and on',
  description: 'Fields that are not sent stay as they are. What waits goes to the new address.',
  scope: 'webhooks:write',
  params,
  body: webhookChangeSchema,
  answer: { status: 200, schema: webhookSchema, description: 'The endpoint as it is now.' },
  problems: ['address_refused'],
  async handle(c, { params: { endpoint: id }, body: { events: kinds, with_links: withLinks, ...rest } }) {
    const { config, context } = c.var.deps
    const change = sent({ ...rest, kinds, withLinks })
    const changed = await changeWebhookEndpoint(context, c.var.scope, readId(id), change, config)
    return changed.ok ? done({ value: showWebhook(changed.value) }) : refuse(problemOf(changed.refusal))
  },
})

const removeOperation = operation({
  method: 'delete',
  path: '/v1/webhook-endpoints/{endpoint}',
  id: 'removeWebhookEndpoint',
  tag,
  summary: 'Remove an endpoint',
  description: 'What waits for it is dropped. The log of what it was sent stays.',
  scope: 'webhooks:write',
  params,
  answer: { status: 200, schema: webhookSchema, description: 'The endpoint as it was.' },
  async handle(c, { params: { endpoint: id } }) {
    const { context } = c.var.deps
    const found = await loadWebhookEndpoint(context.db, c.var.scope, readId(id))
    if (!found.ok) return refuse(problemOf(found.refusal))
    const removed = await removeWebhookEndpoint(context, c.var.scope, readId(id))
    return removed.ok ? done({ value: showWebhook(found.value) }) : refuse(problemOf(removed.refusal))
  },
})

const rotateOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints/{endpoint}/secrets',
  id: 'createWebhookSecret',
  tag,
  summary: 'Make a new signing secret',
  description:
    'For 24 hours of real time events carry two signatures, by the new secret and by the one before it. A secret from before those two signs no more, so do not ask twice.',
  scope: 'webhooks:write',
  params,
  answer: {
    status: 201,
    schema: webhookWithSecretSchema,
    description: 'The endpoint and its new secret, which is shown this once.',
  },
  async handle(c, { params: { endpoint: id } }) {
    const rotated = await rotateWebhookSecret(c.var.deps.context, c.var.scope, readId(id))
    if (!rotated.ok) return refuse(problemOf(rotated.refusal))
    const { endpoint, secret } = rotated.value
    return done({ value: { endpoint: showWebhook(endpoint), secret } })
  },
})

const pingOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints/{endpoint}/tests',
  id: 'createWebhookTest',
  tag,
  summary: 'Send a ping',
  description:
    'Sends one event of type `ping`, also to an endpoint that is switched off. It is tried once; the delivery named in the answer says what came of it.',
  scope: 'webhooks:write',
  params,
  answer: {
    status: 201,
    schema: z.strictObject({ endpoint: idOf('webhook'), delivery: idOf('delivery') }).openapi('WebhookTest'),
    description: 'The ping is queued.',
  },
  async handle(c, { params: { endpoint: id } }) {
    const made = await pingWebhookEndpoint(c.var.deps.context, c.var.scope, readId(id))
    if (!made.ok) return refuse(problemOf(made.refusal))
    return done({ value: { endpoint: id, delivery: showId('delivery', made.value.deliveryId) } })
  },
})

/** The addresses of programs that are told of events. */
export const WEBHOOK_OPERATIONS: Operation[] = [
  listOperation,
  readOperation,
  addOperation,
  changeOperation,
  removeOperation,
  rotateOperation,
  pingOperation,
]

function problemOf(refusal: WebhookEndpointRefusal | RotateRefusal): Problem {
  switch (refusal.code) {
    case 'not_permitted':
      return { code: 'not_permitted' }
    case 'unknown_endpoint':
    // Only who names a generation can come too late, and here nobody does.
    case 'rotated_already':
      return { code: 'not_found', field: 'path:endpoint' }
    case 'address_refused': {
      const { code, why } = refusal
      const errors = [{ field: '/url', code: why, detail: addressProblem(why) }]
      return { code, field: '/url', errors, more: { why } }
    }
  }
}
