import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { browseOverrides } from '#domain/team/browse-hours.ts'
import { removeDate, setDate } from '#domain/team/change-hours.ts'
import { readDate } from '../staff/settings/typed-date.ts'
import { hoursAnswer } from './hours.ts'
import {
  hoursSchema,
  overrideSchema,
  readOverride,
  showOverride,
  spansProblem,
  spansSchema,
} from './hours-schema.ts'
import { pageFrom, pagingBy, stretchOf } from './list-pages.ts'
import { operation, type Operation } from './operation.ts'
import { openOwner, ownerParams, OWNERS, type OwnerKind } from './owner-of.ts'
import { pageOf } from './schemas.ts'
import { sent } from './sent.ts'
import { missing } from './set-up-problems.ts'
import { dateIn } from './text-schemas.ts'

const overridePageSchema = pageOf(overrideSchema, 'DateOverridePage')
const spansBodySchema = z.strictObject({ spans: spansSchema }).openapi('DateOverrideChange')
const isDate = (key: string) => readDate(key) !== null

/** Dates that differ from the week of one member or resource: list, set one, remove one. */
export function overrideOperations(kind: OwnerKind): Operation[] {
  return [listOperation(kind), setOperation(kind), removeOperation(kind)]
}

function listOperation(kind: OwnerKind): Operation {
  const { path, name, whose } = OWNERS[kind]
  return operation({
    method: 'get',
    path: `${path}/hours/overrides`,
    id: `list${name}Overrides`,
    tag: 'Team',
    summary: `List dates on which the hours of ${whose} differ`,
    description: 'In the order of dates.',
    scope: 'team:read',
    params: ownerParams(kind),
    query: z.strictObject({
      from: dateIn().optional().openapi({ description: 'The first date.' }),
      to: dateIn().optional().openapi({ description: 'The last date.' }),
      ...pagingBy(isDate),
    }),
    answer: { status: 200, schema: overridePageSchema, description: 'The dates that differ.' },
    async handle(c, { params, query }) {
      const owner = await openOwner(c, kind, params, 'read')
      if (!owner.ok) return owner
      const found = await browseOverrides(c.var.deps.context.reader, c.var.scope, owner.value.id, {
        ...sent({ from: query.from, to: query.to }),
        ...stretchOf(query),
      })
      return done({ value: pageFrom(found, query.limit, (override) => override.date, showOverride) })
    },
  })
}

function setOperation(kind: OwnerKind): Operation {
  const { path, name, whose } = OWNERS[kind]
  return operation({
    method: 'put',
    path: `${path}/hours/overrides/{date}`,
    id: `set${name}Override`,
    tag: 'Team',
    summary: `Set the hours of ${whose} on one date`,
    description: 'Replaces what was set for the date before.',
    scope: 'team:write',
    params: ownerParams(kind, { date: dateIn() }),
    body: spansBodySchema,
    answer: { status: 200, schema: overrideSchema, description: 'The date with its hours.' },
    async handle(c, { params, body }) {
      const owner = await openOwner(c, kind, params, 'change')
      if (!owner.ok) return owner
      const problem = spansProblem(body.spans, (index) => `/spans/${index}`)
      if (problem) return refuse(problem)
      const override = readOverride(params['date']!, body.spans)
      const saved = await setDate(c.var.deps.context, c.var.scope, owner.value.id, override)
      return saved.ok ? done({ value: showOverride(override) }) : refuse(missing(`path:${kind}`))
    },
  })
}

function removeOperation(kind: OwnerKind): Operation {
  const { path, name, whose } = OWNERS[kind]
  return operation({
    method: 'delete',
    path: `${path}/hours/overrides/{date}`,
    id: `remove${name}Override`,
    tag: 'Team',
    summary: `Let a date follow the week of ${whose} again`,
    description: 'Removing a date that is not there is fine.',
    scope: 'team:write',
    params: ownerParams(kind, { date: dateIn() }),
    answer: { status: 200, schema: hoursSchema, description: 'The hours as they are now.' },
    async handle(c, { params }) {
      const owner = await openOwner(c, kind, params, 'change')
      if (!owner.ok) return owner
      const { context } = c.var.deps
      const removed = await removeDate(context, c.var.scope, owner.value.id, params['date']!)
      return removed.ok ? hoursAnswer(c, context.db, owner.value) : refuse(missing(`path:${kind}`))
    },
  })
}
