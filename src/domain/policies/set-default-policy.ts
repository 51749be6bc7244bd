import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

/** Chooses the policy that governs new bookings wherever neither the event type nor the page has one (oncehub R3). */
export async function setDefaultPolicy(
  context: Context,
  scope: Scope,
  policyId: string,
): Promise<Outcome<null, { code: 'unknown_policy' }>> {
  try {
    return await inTransaction(context.db, async (tx) => {
      await tx
        .updateTable('organizations')
        .set({ default_policy_id: policyId })
        .where('id', '=', scope.orgId)
        .execute()
      await insertFact(tx, {
        orgId: scope.orgId,
        kind: 'organization.changed',
        at: await now(tx, scope.orgId),
        ...authorOf(scope),
        payload: { fields: ['defaultPolicyId'] },
      })
      return done(null)
    })
  } catch (error) {
    if (violatedConstraint(error) === 'organizations_id_default_policy_id_fkey')
      return refuse({ code: 'unknown_policy' })
    throw error
  }
}
