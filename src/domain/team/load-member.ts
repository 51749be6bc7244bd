import type { Reader } from '#platform/db.ts'
import type { Permission } from '#domain/access/permissions.ts'
import type { Scope } from '#domain/access/scope.ts'
import { teamEntries, type TeamEntry } from './members.ts'

/** One member of the team, or null when the organization has no such member. */
export async function loadMember(db: Reader, scope: Scope, memberId: string): Promise<TeamEntry | null> {
  return (await teamEntries(db, scope).where('m.id', '=', memberId).executeTakeFirst()) ?? null
}

/** A role as the team's forms offer it. */
export interface RoleEntry {
  key: string
  name: string
  permissions: Permission[]
}

/** The organization's roles, the mightiest first. */
export async function listRoles(db: Reader, scope: Scope): Promise<RoleEntry[]> {
  const roles = await db
    .selectFrom('roles')
    .where('org_id', '=', scope.orgId)
    .select(['key', 'name', 'permissions'])
    .execute()
  return roles
    .map((role) => ({ ...role, permissions: role.permissions as Permission[] }))
    .toSorted((a, b) => b.permissions.length - a.permissions.length || b.key.localeCompare(a.key))
}
