import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import type { Scope } from '#domain/access/scope.ts'

/** Gives a policy another name. Its rules and versions stay, so it is no fact: nothing that customers agreed to changes. */
export async function renamePolicy(
  context: Context,
  scope: Scope,
  policyId: string,
  name: string,
): Promise<Outcome<null, { code: 'unknown_policy' }>> {
  const { numUpdatedRows } = await context.db
    .updateTable('policies')
    .set({ name })
    .where('org_id', '=', scope.orgId)
    .where('id', '=', policyId)
    .executeTakeFirst()
  return numUpdatedRows === 0n ? refuse({ code: 'unknown_policy' }) : done(null)
}
