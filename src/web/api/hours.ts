import { done, refuse } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { saveWeek } from '#domain/team/change-hours.ts'
import type { TimeOwner } from '#domain/team/find-owner.ts'
import { loadHours, saveHours } from '#domain/team/hours.ts'
import {
  hoursChangeSchema,
  hoursProblem,
  hoursSchema,
  readOverride,
  readWeek,
  showHours,
  type SentHours,
} from './hours-schema.ts'
import type { ApiContext } from './api-env.ts'
import { operation, type Operation } from './operation.ts'
import { openOwner, ownerParams, OWNERS, type OwnerKind } from './owner-of.ts'
import { missing, wrong } from './set-up-problems.ts'

/** When one member or resource can be booked: look, and set anew. */
export function hoursOperations(kind: OwnerKind): Operation[] {
  const { path, name, whose } = OWNERS[kind]
  const address = {
    path: `${path}/hours` as const,
    tag: 'Team',
    params: ownerParams(kind),
  }
  const read = operation({
    ...address,
    method: 'get',
    id: `get${name}Hours`,
    summary: `Look at the hours of ${whose}`,
    scope: 'team:read',
    answer: { status: 200, schema: hoursSchema, description: 'The week and the dates that differ.' },
    async handle(c, { params }) {
      const owner = await openOwner(c, kind, params, 'read')
      return owner.ok ? hoursAnswer(c, c.var.deps.context.reader, owner.value) : owner
    },
  })
  const replace = operation({
    ...address,
    method: 'put',
    id: `replace${name}Hours`,
    summary: `Set the hours of ${whose}`,
    description: 'Replaces the week. Bookings that were made stay, also outside of the new hours.',
    scope: 'team:write',
    body: hoursChangeSchema,
    answer: { status: 200, schema: hoursSchema, description: 'The hours as they are now.' },
    async handle(c, { params, body }) {
      const owner = await openOwner(c, kind, params, 'change')
      if (!owner.ok) return owner
      const problem = hoursProblem(body)
      if (problem) return refuse(problem)
      const saved = await save(c, owner.value.id, body)
      if (saved.ok) return hoursAnswer(c, c.var.deps.context.db, owner.value)
      const isGone = saved.refusal.code === 'unknown_owner'
      return refuse(isGone ? missing(`path:${kind}`) : wrong('/weekly', 'spans_overlap'))
    },
  })
  return [read, replace]
}

/** The hours of an owner as an answer. */
export async function hoursAnswer(c: ApiContext, db: Reader, owner: TimeOwner) {
  return done({ value: showHours(owner, (await loadHours(db, c.var.scope, owner.id))!) })
}

function save(c: ApiContext, ownerId: string, { weekly, overrides }: SentHours) {
  const { context } = c.var.deps
  const week = readWeek(weekly)
  if (!overrides) return saveWeek(context, c.var.scope, ownerId, week)
  return saveHours(context, c.var.scope, ownerId, {
    weekly: week,
    overrides: overrides.map(({ date, spans }) => readOverride(date, spans)),
  })
}
