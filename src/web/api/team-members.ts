import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { browseTeam } from '#domain/team/browse-team.ts'
import { loadMember } from '#domain/team/load-member.ts'
import { addMember, changeMember } from '#domain/team/members.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import { operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { pageOf } from './schemas.ts'
import { forbidden, missing } from './set-up-problems.ts'
import { memberChangeSchema, newMemberSchema, showMember, teamMemberSchema } from './team-member-schema.ts'

const tag = 'Team'
const params = z.strictObject({ member: idOf('member') })

export const listMembersOperation = operation({
  method: 'get',
  path: '/v1/team-members',
  id: 'listTeamMembers',
  tag,
  summary: 'List the team',
  description:
    'Everybody on the team, those who are switched off as well, in the order in which they joined.',
  scope: 'team:read',
  query: z.strictObject(pagingById),
  answer: { status: 200, schema: pageOf(teamMemberSchema, 'TeamMemberPage'), description: 'The team.' },
  async handle(c, { query }) {
    const team = await browseTeam(c.var.deps.context.reader, c.var.scope, stretchOf(query))
    return done({ value: pageFrom(team, query.limit, (member) => member.id, showMember) })
  },
})

export const readMemberOperation = operation({
  method: 'get',
  path: '/v1/team-members/{member}',
  id: 'getTeamMember',
  tag,
  summary: 'Look at one team member',
  scope: 'team:read',
  params,
  answer: { status: 200, schema: teamMemberSchema, description: 'The team member.' },
  async handle(c, { params: { member: id } }) {
    const member = await loadMember(c.var.deps.context.reader, c.var.scope, readId(id))
    return member ? done({ value: showMember(member) }) : refuse(missing('path:member'))
  },
})

export const addMemberOperation = operation({
  method: 'post',
  path: '/v1/team-members',
  id: 'createTeamMember',
  tag,
  summary: 'Add somebody to the team',
  scope: 'team:write',
  body: newMemberSchema,
  answer: { status: 201, schema: teamMemberSchema, description: 'The new team member.' },
  problems: ['already_exists'],
  async handle(c, { body }) {
    const refused = forbidden(c, 'team.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const zone = body.zone ?? (await loadSettings(context.reader, c.var.scope)).zone
    const { name, email, title, role: roleKey, password = null } = body
    const added = await addMember(context, c.var.scope, { name, email, title, zone, roleKey, password })
    if (!added.ok) return refuse(problemOf(added.refusal.code))
    const member = (await loadMember(context.db, c.var.scope, added.value.memberId))!
    return done({ value: showMember(member) })
  },
})

export const changeMemberOperation = operation({
  method: 'patch',
  path: '/v1/team-members/{member}',
  id: 'updateTeamMember',
  tag,
  summary: 'Change a team member',
  description:
    'Fields that are not sent stay as they are. Bookings keep their people, also those who are switched off.',
  scope: 'team:write',
  params,
  body: memberChangeSchema,
  answer: { status: 200, schema: teamMemberSchema, description: 'The team member as they are now.' },
  problems: ['last_owner'],
  async handle(c, { params: { member: id }, body }) {
    const refused = forbidden(c, 'team.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const memberId = readId(id)
    const stored = await loadMember(context.db, c.var.scope, memberId)
    if (!stored) return refuse(missing('path:member'))
    const changed = await changeMember(context, c.var.scope, memberId, {
      name: body.name ?? stored.name,
      title: body.title ?? stored.title,
      zone: body.zone ?? stored.zone,
      roleKey: body.role ?? stored.roleKey,
      active: body.active ?? stored.active,
      ...(body.refund_limit === undefined
        ? {}
        : { refundLimitMinor: body.refund_limit === null ? null : BigInt(body.refund_limit) }),
    })
    // Without a new role it is the one they have that holds more.
    if (!changed.ok && changed.refusal.code === 'role_above_yours' && body.role === undefined)
      return refuse({ code: 'not_permitted' })
    if (!changed.ok) return refuse(problemOf(changed.refusal.code))
    return done({ value: showMember((await loadMember(context.db, c.var.scope, memberId))!) })
  },
})

type Refused =
  | 'already_member'
  | 'unknown_member'
  | 'unknown_role'
  | 'role_above_yours'
  | 'limit_above_yours'
  | 'last_owner'

function problemOf(code: Refused): Problem {
  switch (code) {
    case 'already_member':
      return { code: 'already_exists', field: '/email' }
    case 'unknown_member':
      return missing('path:member')
    case 'unknown_role':
      return missing('/role')
    case 'role_above_yours':
      return { code: 'not_permitted', field: '/role' }
    case 'limit_above_yours':
      return { code: 'not_permitted', field: '/refund_limit' }
    case 'last_owner':
      return { code: 'last_owner' }
  }
}
