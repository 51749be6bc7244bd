import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { TimeOwner } from './find-owner.ts'
import { teamEntries, type TeamEntry } from './members.ts'

/** Where a page of a list begins and how many entries it may hold. */
export interface Stretch {
  /** The id of the last entry of the page before, or null for the first page. */
  after: string | null
  take: number
}

/** The team in the order in which people joined. */
export async function browseTeam(db: Reader, scope: Scope, { after, take }: Stretch): Promise<TeamEntry[]> {
  let query = teamEntries(db, scope).orderBy('m.id').limit(take)
  if (after !== null) query = query.where('m.id', '>', after)
  return query.execute()
}

/** The organization's resources in the order in which they were added. */
export async function browseResources(
  db: Reader,
  scope: Scope,
  { after, take }: Stretch,
): Promise<Omit<TimeOwner, 'kind'>[]> {
  let query = db
    .selectFrom('time_owners')
    .where('org_id', '=', scope.orgId)
    .where('kind', '=', 'resource')
    .select(['id', 'name', 'zone', 'active'])
    .orderBy('id')
    .limit(take)
  if (after !== null) query = query.where('id', '>', after)
  return query.execute()
}
