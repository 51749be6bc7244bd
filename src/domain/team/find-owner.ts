import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'

/** One whose time can be taken: a member of the team or a resource. */
export interface TimeOwner {
  id: string
  kind: 'member' | 'resource'
  name: string
  zone: string
  active: boolean
}

/** The organization's owner of time with this id, or null. */
export async function findOwner(db: Reader, scope: Scope, id: string): Promise<TimeOwner | null> {
  return (await findOwners(db, scope, [id])).get(id) ?? null
}

/** Those of these ids that are owners of time in the organization, by id. */
export async function findOwners(
  db: Reader,
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, TimeOwner>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('time_owners')
    .where('org_id', '=', scope.orgId)
    .where('id', 'in', [...new Set(ids)])
    .select(['id', 'kind', 'name', 'zone', 'active'])
    .execute()
  return new Map(rows.map((row) => [row.id, { ...row, kind: row.kind as TimeOwner['kind'] }]))
}
