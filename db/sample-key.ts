import type { Context } from '#platform/context.ts'
import { inTransaction, violatedConstraint } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { deriveToken, hashToken } from '#platform/tokens.ts'
import { insertApiKey } from '#domain/access/api-keys.ts'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { HIRING } from './town-hiring.ts'

/**
 * A key of the sample hiring team that acts for its owner with every scope; null where that team is not. The database
 * keeps no key, only hashes, so this one is derived from the secret and is the same whenever it is asked for. One that
 * was revoked, or lacks a scope that came later, is followed by the next. A real business never gets such a key.
 */
export async function sampleKey(context: Context): Promise<string | null> {
  const owner = await sampleOwner(context)
  if (!owner) return null
  for (let generation = 1; ; generation += 1) {
    const key = `kept_${deriveToken(context.secret, 'demo-key', owner.orgId, generation)}`
    if (await opensEverything(context, owner, key)) return key
  }
}

/** True when the key works; one that is not there yet is made. False when it was used up. */
async function opensEverything(context: Context, owner: MemberScope, key: string): Promise<boolean> {
  const known = await context.db
    .selectFrom('api_keys')
    .where('org_id', '=', owner.orgId)
    .where('key_hash', '=', hashToken(key))
    .select(['revoked_at', 'scopes', 'member_id'])
    .executeTakeFirst()
  if (known)
    return (
      known.revoked_at === null &&
      known.member_id === owner.actor.memberId &&
      API_SCOPES.every((scope) => known.scopes.includes(scope))
    )
  const memberId = owner.actor.memberId
  const input = { id: newId(), name: 'Sample key', memberId, scopes: [...API_SCOPES] }
  try {
    await inTransaction(context.db, (tx) => insertApiKey(tx, owner, input, key))
  } catch (error) {
    // Somebody who asked at the same moment has made it.
    if (violatedConstraint(error) !== 'api_keys_org_id_key_hash_key') throw error
  }
  return true
}

async function sampleOwner(context: Context): Promise<MemberScope | null> {
  const row = await context.db
    .selectFrom('slugs as s')
    .innerJoin('organizations as org', 'org.id', 's.org_id')
    .innerJoin('team_members as m', 'm.org_id', 's.org_id')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .where('s.slug', '=', HIRING.slug)
    .where('org.is_sample', '=', true)
    .where('r.key', '=', 'owner')
    .where('o.active', '=', true)
    .select(['m.org_id', 'm.id'])
    .orderBy('m.id')
    .limit(1)
    .executeTakeFirst()
  return row ? scopeOfMember(context.db, row.org_id, row.id) : null
}
