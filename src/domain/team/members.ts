import { newId } from '#platform/ids.ts'
import { hashPassword } from '#platform/passwords.ts'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Reader, type Tx } from '#platform/db.ts'
import type { Permission } from '#domain/access/permissions.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { findOrAddPerson, insertMember } from '#domain/organizations/create-organization.ts'

export interface NewMember {
  name: string
  email: string
  title: string
  zone: string
  roleKey: string
  /** Null when they choose one by mail. */
  password: string | null
}

/** Roles whose new members approve any refund themselves; others begin with none and get a limit by decision. */
const WITHOUT_REFUND_LIMIT = new Set(['owner', 'admin'])

/** Adds somebody to the team. A person who already has a sign-in keeps it. */
export async function addMember(
  context: Context,
  scope: Scope,
  input: NewMember,
): Promise<
  Outcome<
    { memberId: string },
    { code: 'already_member' } | { code: 'unknown_role' } | { code: 'role_above_yours' }
  >
> {
  const passwordHash = input.password ? await hashPassword(input.password) : null
  try {
    return await inTransaction(context.db, async (tx) => {
      const role = await tx
        .selectFrom('roles')
        .where('org_id', '=', scope.orgId)
        .where('key', '=', input.roleKey)
        .select('id')
        .executeTakeFirst()
      if (!role) return refuse({ code: 'unknown_role' as const })
      if (!(await mayGrant(tx, scope, role.id))) return refuse({ code: 'role_above_yours' as const })
      const at = await now(tx, scope.orgId)
      const personId = await findOrAddPerson(tx, { name: input.name, email: input.email, passwordHash }, at)
      const memberId = newId()
      const refundLimitMinor = WITHOUT_REFUND_LIMIT.has(input.roleKey) ? null : 0n
      const member = { ...input, personId, roleId: role.id, refundLimitMinor }
      await insertMember(tx, scope.orgId, memberId, member, at)
      await insertFact(tx, {
        orgId: scope.orgId,
        kind: 'member.added',
        at,
        ...authorOf(scope),
        payload: { member: memberId },
      })
      return done({ memberId })
    })
  } catch (error) {
    if (violatedConstraint(error) === 'team_members_org_id_person_id_key')
      return refuse({ code: 'already_member' })
    throw error
  }
}

/** Adds a room, device or vehicle, which occupies time exactly as a host does. */
export async function addResource(
  context: Context,
  scope: Scope,
  input: { name: string; zone: string },
): Promise<{ resourceId: string }> {
  return inTransaction(context.db, async (tx) => {
    const resourceId = newId()
    const at = await now(tx, scope.orgId)
    await tx
      .insertInto('time_owners')
      .values({ org_id: scope.orgId, id: resourceId, kind: 'resource', name: input.name, zone: input.zone })
      .execute()
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'resource.added',
      at,
      ...authorOf(scope),
      payload: { resource: resourceId },
    })
    return { resourceId }
  })
}

export interface MemberChange {
  name: string
  title: string
  zone: string
  roleKey: string
  active: boolean
  /** Refunds up to this amount need nobody else's approval; null is no limit. Absent leaves it as it is. */
  refundLimitMinor?: bigint | null
}

/** Changes a member. Bookings keep their people; one who is switched off only takes no new ones and cannot sign in. */
export async function changeMember(
  context: Context,
  scope: Scope,
  memberId: string,
  change: MemberChange,
): Promise<
  Outcome<
    null,
    | { code: 'unknown_member' }
    | { code: 'unknown_role' }
    | { code: 'last_owner' }
    | { code: 'role_above_yours' }
    | { code: 'limit_above_yours' }
  >
> {
  return inTransaction(context.db, async (tx) => {
    const role = await tx
      .selectFrom('roles')
      .where('org_id', '=', scope.orgId)
      .where('key', '=', change.roleKey)
      .select('id')
      .executeTakeFirst()
    if (!role) return refuse({ code: 'unknown_role' as const })
    const member = await tx
      .selectFrom('team_members')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', memberId)
      .select(['role_id', 'refund_limit_minor'])
      .executeTakeFirst()
    if (!member) return refuse({ code: 'unknown_member' as const })
    const withinReach = (await mayGrant(tx, scope, member.role_id)) && (await mayGrant(tx, scope, role.id))
    if (!withinReach) return refuse({ code: 'role_above_yours' as const })
    const { refundLimitMinor: limit = member.refund_limit_minor } = change
    if (!(await mayLimit(tx, scope, member.refund_limit_minor, limit)))
      return refuse({ code: 'limit_above_yours' as const })
    const staysOwner = change.roleKey === 'owner' && change.active
    if (!staysOwner && (await isLastOwner(tx, scope, memberId)))
      return refuse({ code: 'last_owner' as const })
    await tx
      .updateTable('team_members')
      .set({ title: change.title, role_id: role.id, refund_limit_minor: limit })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', memberId)
      .execute()
    await tx
      .updateTable('time_owners')
      .set({ name: change.name, zone: change.zone, active: change.active })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', memberId)
      .execute()
    const at = await now(tx, scope.orgId)
    const payload = { member: memberId, fields: Object.keys(change) }
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'member.changed',
      at,
      ...authorOf(scope),
      payload,
    })
    return done(null)
  })
}

// The owners are locked, so two of them who leave at once cannot both count on the other.
async function isLastOwner(tx: Tx, scope: Scope, memberId: string): Promise<boolean> {
  const owners = await tx
    .selectFrom('team_members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .where('m.org_id', '=', scope.orgId)
    .where('r.key', '=', 'owner')
    .where('o.active', '=', true)
    .select('m.id')
    .forUpdate()
    .execute()
  return owners.length === 1 && owners[0]!.id === memberId
}

// Nobody hands out, or takes away, what they do not hold themselves; otherwise a manager could become an owner.
async function mayGrant(tx: Tx, scope: Scope, roleId: string): Promise<boolean> {
  const { actor } = scope
  if (actor.kind !== 'member') return true
  const role = await tx
    .selectFrom('roles')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', roleId)
    .select('permissions')
    .executeTakeFirstOrThrow()
  return (role.permissions as Permission[]).every((permission) => actor.permissions.has(permission))
}

// The same for the limit of refunds: with one of their own, nobody gives or takes away more than that.
async function mayLimit(tx: Tx, scope: Scope, before: bigint | null, after: bigint | null): Promise<boolean> {
  const { actor } = scope
  if (before === after || actor.kind !== 'member') return true
  const { refund_limit_minor: own } = await tx
    .selectFrom('team_members')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', actor.memberId)
    .select('refund_limit_minor')
    .executeTakeFirstOrThrow()
  return own === null || [before, after].every((limit) => limit !== null && limit <= own)
}

export interface TeamEntry {
  id: string
  name: string
  email: string
  title: string
  zone: string
  roleKey: string
  roleName: string
  active: boolean
  /** Null is no limit. */
  refundLimitMinor: bigint | null
}

/** Everybody on the team, by name. */
export async function listTeam(db: Reader, scope: Scope): Promise<TeamEntry[]> {
  return teamEntries(db, scope).orderBy('o.name').execute()
}

/** The team as a query, for readers that want some of it; `m` is the member, `o` their time. */
export function teamEntries(db: Reader, scope: Scope) {
  return db
    .selectFrom('team_members as m')
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .where('m.org_id', '=', scope.orgId)
    .select([
      'm.id',
      'o.name',
      'm.email',
      'm.title',
      'o.zone',
      'r.key as roleKey',
      'r.name as roleName',
      'o.active',
      'm.refund_limit_minor as refundLimitMinor',
    ])
}

/** The organization's resources, by name. */
export async function listResources(
  db: Reader,
  scope: Scope,
): Promise<{ id: string; name: string; zone: string; active: boolean }[]> {
  return db
    .selectFrom('time_owners')
    .where('org_id', '=', scope.orgId)
    .where('kind', '=', 'resource')
    .select(['id', 'name', 'zone', 'active'])
    .orderBy('name')
    .execute()
}
