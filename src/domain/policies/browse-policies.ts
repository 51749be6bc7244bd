import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import { policyRules, type PolicyRules } from './policy.ts'

/** One version of a policy as it was saved. */
export interface PolicyVersion {
  id: string
  policyId: string
  version: number
  rules: PolicyRules
  since: Temporal.Instant
  /** The member who saved it; null for versions that came with the organization. */
  createdBy: string | null
}

/** A policy with the version that new bookings get. */
export interface CurrentPolicy {
  id: string
  name: string
  isDefault: boolean
  current: PolicyVersion
}

/** The organization's policies in the order in which they were made, after this id. */
export async function browsePolicies(
  db: Reader,
  scope: Scope,
  { after, take }: { after: string | null; take: number },
): Promise<CurrentPolicy[]> {
  let query = currentPolicies(db, scope).orderBy('p.id').limit(take)
  if (after !== null) query = query.where('p.id', '>', after)
  return (await query.execute()).map(toPolicy)
}

/** One policy, or null when the organization has no such policy. */
export async function findPolicy(db: Reader, scope: Scope, policyId: string): Promise<CurrentPolicy | null> {
  const row = await currentPolicies(db, scope).where('p.id', '=', policyId).executeTakeFirst()
  return row ? toPolicy(row) : null
}

/** The versions of one policy before this number, newest first. */
export async function browseVersions(
  db: Reader,
  scope: Scope,
  policyId: string,
  { before, take }: { before: number | null; take: number },
): Promise<PolicyVersion[]> {
  let query = db
    .selectFrom('policy_versions')
    .where('org_id', '=', scope.orgId)
    .where('policy_id', '=', policyId)
    .select(['id', 'policy_id as policyId', 'version', 'rules', 'created_at as since'])
    .select('created_by as createdBy')
    .orderBy('version', 'desc')
    .limit(take)
  if (before !== null) query = query.where('version', '<', before)
  return (await query.execute()).map((row) => ({ ...row, rules: policyRules.parse(row.rules) }))
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof currentPolicies>['executeTakeFirst']>>>

function currentPolicies(db: Reader, scope: Scope) {
  return db
    .selectFrom('policies as p')
    .innerJoin('organizations as o', 'o.id', 'p.org_id')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('policy_versions as pv')
          .whereRef('pv.org_id', '=', 'p.org_id')
          .whereRef('pv.policy_id', '=', 'p.id')
          .select(['pv.id', 'pv.version', 'pv.rules', 'pv.created_at', 'pv.created_by'])
          .orderBy('pv.version', 'desc')
          .limit(1)
          .as('v'),
      (join) => join.onTrue(),
    )
    .where('p.org_id', '=', scope.orgId)
    .select(['p.id', 'p.name', 'o.default_policy_id', 'v.id as version_id', 'v.version', 'v.rules'])
    .select(['v.created_at', 'v.created_by'])
}

function toPolicy(row: Row): CurrentPolicy {
  return {
    id: row.id,
    name: row.name,
    isDefault: row.default_policy_id === row.id,
    current: {
      id: row.version_id,
      policyId: row.id,
      version: row.version,
      rules: policyRules.parse(row.rules),
      since: row.created_at,
      createdBy: row.created_by,
    },
  }
}
