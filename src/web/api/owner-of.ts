import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import { findOwner, type TimeOwner } from '#domain/team/find-owner.ts'
import { idOf } from './ids.ts'
import type { ApiContext } from './api-env.ts'
import type { Problem } from './problems.ts'
import { forbidden, missing } from './set-up-problems.ts'

export type OwnerKind = TimeOwner['kind']

/** Hours and time off belong to a member or to a resource, and have the same operations under both addresses. */
export const OWNERS = {
  member: { path: '/v1/team-members/{member}', name: 'TeamMember', whose: 'a team member' },
  resource: { path: '/v1/resources/{resource}', name: 'Resource', whose: 'a resource' },
} as const

/** The parameters of an address below an owner. */
export function ownerParams<More extends Record<string, z.ZodType<string>> = Record<never, never>>(
  kind: OwnerKind,
  more?: More,
) {
  return z.strictObject({ [kind]: idOf(kind), ...more } as Record<string, z.ZodType<string>>)
}

/**
 * The owner in the address, of this organization only. As on the pages, changing one's own time needs
 * `hours.edit.own`, that of anybody and anything else `team.edit`; everybody may look.
 */
export async function openOwner(
  c: ApiContext,
  kind: OwnerKind,
  params: Record<string, string>,
  to: 'read' | 'change',
): Promise<Outcome<TimeOwner, Problem>> {
  const id = readId(params[kind]!)
  if (to === 'change') {
    const isOwn = kind === 'member' && id === c.var.scope.actor.memberId
    const refused = forbidden(c, isOwn ? 'hours.edit.own' : 'team.edit')
    if (refused) return refused
  }
  const owner = await findOwner(c.var.deps.context.reader, c.var.scope, id)
  return owner?.kind === kind ? done(owner) : refuse(missing(`path:${kind}`))
}
