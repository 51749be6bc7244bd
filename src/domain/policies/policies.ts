import { newId } from '#platform/ids.ts'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, type Reader, type Tx } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { policyRules, type PolicyRules } from './policy.ts'

/** A policy with its newest version. */
export interface PolicyEntry {
  id: string
  name: string
  version: number
  versionId: string
  rules: PolicyRules
  isDefault: boolean
  since: Temporal.Instant
}

/**
 * Saves rules as a new version. Bookings that exist keep the version they were made under; new ones get this
 * one (oncehub R11). Saving rules that are already in force changes nothing.
 */
export async function savePolicy(
  context: Context,
  scope: Scope,
  /** A policy that exists keeps its name where none is given. */
  policy: { id: string | null; name: string | null; rules: PolicyRules },
): Promise<Outcome<{ policyId: string; version: number }, { code: 'unknown_policy' }>> {
  const rules = policyRules.parse(policy.rules)
  return inTransaction(context.db, async (tx) => {
    const at = await now(tx, scope.orgId)
    const policyId = policy.id ?? newId()
    if (policy.id === null)
      await tx
        .insertInto('policies')
        .values({ org_id: scope.orgId, id: policyId, name: policy.name ?? '' })
        .execute()
    const renamed = await tx
      .updateTable('policies')
      .set((eb) => ({ name: policy.name ?? eb.ref('name') }))
      .where('org_id', '=', scope.orgId)
      .where('id', '=', policyId)
      .executeTakeFirst()
    if (renamed.numUpdatedRows === 0n) return refuse({ code: 'unknown_policy' as const })
    const current = await newestVersion(tx, scope.orgId, policyId)
    if (current && toJson(policyRules.parse(current.rules)) === toJson(rules))
      return done({ policyId, version: current.version })
    const version = (current?.version ?? 0) + 1
    const createdBy = scope.actor.kind === 'member' ? scope.actor.memberId : null
    await tx
      .insertInto('policy_versions')
      .values({
        org_id: scope.orgId,
        id: newId(),
        policy_id: policyId,
        version,
        rules: toJson(rules),
        created_at: at,
        created_by: createdBy,
      })
      .execute()
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'policy.versioned',
      at,
      ...authorOf(scope),
      payload: { policy: policyId, version },
    })
    return done({ policyId, version })
  })
}

/** All policies of the organization with their newest versions, by name. */
export async function listPolicies(db: Reader, scope: Scope): Promise<PolicyEntry[]> {
  const rows = await db
    .selectFrom('policies as p')
    .innerJoin('organizations as o', 'o.id', 'p.org_id')
    .innerJoin('policy_versions as v', (join) =>
      join.onRef('v.org_id', '=', 'p.org_id').onRef('v.policy_id', '=', 'p.id'),
    )
    .where('p.org_id', '=', scope.orgId)
    .distinctOn(['p.id'])
    .select([
      'p.id',
      'p.name',
      'v.id as versionId',
      'v.version',
      'v.rules',
      'v.created_at as since',
      'o.default_policy_id',
    ])
    .orderBy('p.id')
    .orderBy('v.version', 'desc')
    .execute()
  return rows
    .map(({ default_policy_id, rules, ...row }) => ({
      ...row,
      rules: policyRules.parse(rules),
      isDefault: default_policy_id === row.id,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Every version of one policy, newest first. */
export async function listVersions(
  db: Reader,
  scope: Scope,
  policyId: string,
): Promise<
  { id: string; version: number; rules: PolicyRules; since: Temporal.Instant; by: string | null }[]
> {
  const rows = await db
    .selectFrom('policy_versions as v')
    .leftJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'v.org_id').onRef('o.id', '=', 'v.created_by'),
    )
    .where('v.org_id', '=', scope.orgId)
    .where('v.policy_id', '=', policyId)
    .select(['v.id', 'v.version', 'v.rules', 'v.created_at as since', 'o.name as by'])
    .orderBy('v.version', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, rules: policyRules.parse(row.rules) }))
}

// The policy's row is locked, so two people who save at once get two versions in a row.
async function newestVersion(tx: Tx, orgId: string, policyId: string) {
  await tx
    .selectFrom('policies')
    .where('org_id', '=', orgId)
    .where('id', '=', policyId)
    .select('id')
    .forUpdate()
    .execute()
  return tx
    .selectFrom('policy_versions')
    .where('org_id', '=', orgId)
    .where('policy_id', '=', policyId)
    .select(['version', 'rules'])
    .orderBy('version', 'desc')
    .executeTakeFirst()
}
