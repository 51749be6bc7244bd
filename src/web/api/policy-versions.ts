import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import { browseVersions, findPolicy } from '#domain/policies/browse-policies.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingBy } from './list-pages.ts'
import { operation } from './operation.ts'
import { policyRulesSchema, policyVersionSchema, readRules, showVersion } from './policy-schema.ts'
import { pageOf } from './schemas.ts'
import { forbidden, missing } from './set-up-problems.ts'

const tag = 'Policies'
const path = '/v1/policies/{policy}/versions'
const params = z.strictObject({ policy: idOf('policy') })
const isVersion = (key: string) => /^[1-9]\d{0,8}$/.test(key)

export const listVersionsOperation = operation({
  method: 'get',
  path,
  id: 'listPolicyVersions',
  tag,
  summary: 'List the versions of a policy',
  description:
    'Newest first. A booking is governed for life by the version that was in force when it was made.',
  scope: 'policies:read',
  params,
  query: z.strictObject(pagingBy(isVersion)),
  answer: {
    status: 200,
    schema: pageOf(policyVersionSchema, 'PolicyVersionPage'),
    description: 'The versions.',
  },
  async handle(c, { params: { policy: shownId }, query: { cursor, limit } }) {
    const { reader } = c.var.deps.context
    const id = readId(shownId)
    if (!(await findPolicy(reader, c.var.scope, id))) return refuse(missing('path:policy'))
    const before = cursor === undefined ? null : Number(cursor)
    const found = await browseVersions(reader, c.var.scope, id, { before, take: limit + 1 })
    return done({ value: pageFrom(found, limit, ({ version }) => String(version), showVersion) })
  },
})

export const addVersionOperation = operation({
  method: 'post',
  path,
  id: 'createPolicyVersion',
  tag,
  summary: 'Change the rules of a policy',
  description:
    'Saves all rules as a new version, which governs new bookings. Bookings that were made keep theirs. Rules that are in force already make no new version.',
  scope: 'policies:write',
  params,
  body: z.strictObject({ rules: policyRulesSchema }).openapi('NewPolicyVersion'),
  answer: { status: 201, schema: policyVersionSchema, description: 'The version that is in force now.' },
  async handle(c, { params: { policy: shownId }, body }) {
    const refused = forbidden(c, 'policy.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const id = readId(shownId)
    const wanted = { id, name: null, rules: readRules(body.rules) }
    const saved = await savePolicy(context, c.var.scope, wanted)
    if (!saved.ok) return refuse(missing('path:policy'))
    // Somebody else may have saved a newer one since; this answer is about the one that was asked for.
    const before = saved.value.version + 1
    const [version] = await browseVersions(context.db, c.var.scope, id, { before, take: 1 })
    return done({ value: showVersion(version!) })
  },
})
