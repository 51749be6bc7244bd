import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import { browsePolicies, findPolicy } from '#domain/policies/browse-policies.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import { renamePolicy } from '#domain/policies/rename-policy.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import { operation } from './operation.ts'
import { policyRulesSchema, policySchema, readRules, showPolicy } from './policy-schema.ts'
import { pageOf } from './schemas.ts'
import { forbidden, missing } from './set-up-problems.ts'
import { line } from './text-schemas.ts'

const tag = 'Policies'
const params = z.strictObject({ policy: idOf('policy') })

export const listPoliciesOperation = operation({
  method: 'get',
  path: '/v1/policies',
  id: 'listPolicies',
  tag,
  summary: 'List the policies',
  description: 'Each with the version that new bookings get, in the order in which they were made.',
  scope: 'policies:read',
  query: z.strictObject(pagingById),
  answer: { status: 200, schema: pageOf(policySchema, 'PolicyPage'), description: 'The policies.' },
  async handle(c, { query }) {
    const found = await browsePolicies(c.var.deps.context.reader, c.var.scope, stretchOf(query))
    return done({ value: pageFrom(found, query.limit, (policy) => policy.id, showPolicy) })
  },
})

export const readPolicyOperation = operation({
  method: 'get',
  path: '/v1/policies/{policy}',
  id: 'getPolicy',
  tag,
  summary: 'Look at one policy',
  scope: 'policies:read',
  params,
  answer: { status: 200, schema: policySchema, description: 'The policy with its newest version.' },
  async handle(c, { params: { policy: id } }) {
    const policy = await findPolicy(c.var.deps.context.reader, c.var.scope, readId(id))
    return policy ? done({ value: showPolicy(policy) }) : refuse(missing('path:policy'))
  },
})

export const addPolicyOperation = operation({
  method: 'post',
  path: '/v1/policies',
  id: 'createPolicy',
  tag,
  summary: 'Add a policy',
  description:
    'With its first version. It governs nothing until an event type, a booking page or the organization has it.',
  scope: 'policies:write',
  body: z.strictObject({ name: line(200), rules: policyRulesSchema }).openapi('NewPolicy'),
  answer: { status: 201, schema: policySchema, description: 'The new policy.' },
  async handle(c, { body }) {
    const refused = forbidden(c, 'policy.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const wanted = { id: null, name: body.name, rules: readRules(body.rules) }
    const saved = await savePolicy(context, c.var.scope, wanted)
    if (!saved.ok) return refuse(missing('path:policy'))
    return done({ value: showPolicy((await findPolicy(context.db, c.var.scope, saved.value.policyId))!) })
  },
})

export const renamePolicyOperation = operation({
  method: 'patch',
  path: '/v1/policies/{policy}',
  id: 'updatePolicy',
  tag,
  summary: 'Rename a policy',
  description: 'Its rules are changed by a new version.',
  scope: 'policies:write',
  params,
  body: z
    .strictObject({ name: line(200) })
    .partial()
    .openapi('PolicyChange'),
  answer: { status: 200, schema: policySchema, description: 'The policy as it is now.' },
  async handle(c, { params: { policy: shownId }, body }) {
    const refused = forbidden(c, 'policy.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const id = readId(shownId)
    if (body.name !== undefined) await renamePolicy(context, c.var.scope, id, body.name)
    const policy = await findPolicy(context.db, c.var.scope, id)
    return policy ? done({ value: showPolicy(policy) }) : refuse(missing('path:policy'))
  },
})
