import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Reader, type Tx } from '#platform/db.ts'
import { isId, newId } from '#platform/ids.ts'
import { hashToken, newToken } from '#platform/tokens.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import type { ApiScope } from './api-scopes.ts'
import type { Permission } from './permissions.ts'
import { authorOf, may, type MemberScope } from './scope.ts'

/** Letters of a key that stay readable in the list: the prefix and six more. */
const BEGINNING_LETTERS = 11

export interface NewApiKey {
  name: string
  /** The member it acts for. */
  memberId: string
  scopes: ApiScope[]
  /** The id it gets, made with the form, so that the same form sent twice makes one key. */
  id?: string
}

export type ApiKeyRefusal =
  | { code: 'not_permitted' }
  | { code: 'unknown_member' }
  /** The member may more than whoever makes the key. */
  | { code: 'member_above_yours' }
  | { code: 'no_scopes' }
  /** The same form was sent before. What it made was shown then. */
  | { code: 'already_made' }

/** Makes a key. It is in the answer and nowhere else: the database has its hash. */
export async function createApiKey(
  context: Context,
  scope: MemberScope,
  input: NewApiKey,
): Promise<Outcome<{ id: string; key: string }, ApiKeyRefusal>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  if (input.scopes.length === 0) return refuse({ code: 'no_scopes' })
  if (!isId(input.memberId)) return refuse({ code: 'unknown_member' })
  try {
    return await inTransaction(context.db, async (tx) => {
      const member = await permissionsOf(tx, scope.orgId, input.memberId)
      if (!member) return refuse({ code: 'unknown_member' as const })
      if (!isWithin(scope, member)) return refuse({ code: 'member_above_yours' as const })
      const id = input.id ?? newId()
      const key = `kept_${newToken()}`
      await insertApiKey(tx, scope, { ...input, id }, key)
      return done({ id, key })
    })
  } catch (error) {
    if (violatedConstraint(error) === 'api_keys_pkey') return refuse({ code: 'already_made' })
    throw error
  }
}

/**
 * Writes a key that was thought of elsewhere. It asks nothing: whoever calls it has asked. Beside `createApiKey` only
 * the demonstration does, whose key has to be the same whenever somebody looks it up.
 */
export async function insertApiKey(
  tx: Tx,
  scope: MemberScope,
  input: NewApiKey & { id: string },
  key: string,
): Promise<void> {
  const { orgId } = scope
  const keyHash = hashToken(key)
  const at = await now(tx, orgId)
  const scopes = [...new Set(input.scopes)]
  await tx
    .insertInto('api_keys')
    .values({
      org_id: orgId,
      id: input.id,
      member_id: input.memberId,
      name: input.name,
      beginning: key.slice(0, BEGINNING_LETTERS),
      key_hash: keyHash,
      scopes,
      created_at: at,
      created_by: scope.actor.memberId,
    })
    .execute()
  await tx.insertInto('link_index').values({ token_hash: keyHash, org_id: orgId }).execute()
  await insertFact(tx, {
    orgId,
    kind: 'api_key.created',
    at,
    ...authorOf(scope),
    payload: { apiKey: input.id, member: input.memberId, scopes },
  })
}

/** Makes a key useless from now on. Revoking it again changes nothing. */
export async function revokeApiKey(
  context: Context,
  scope: MemberScope,
  apiKeyId: string,
): Promise<Outcome<null, { code: 'not_permitted' } | { code: 'unknown_key' }>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  if (!isId(apiKeyId)) return refuse({ code: 'unknown_key' })
  return inTransaction(context.db, async (tx) => {
    const key = await tx
      .selectFrom('api_keys')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', apiKeyId)
      .select(['key_hash', 'revoked_at'])
      .forUpdate()
      .executeTakeFirst()
    if (!key) return refuse({ code: 'unknown_key' })
    if (key.revoked_at) return done(null)
    const at = await now(tx, scope.orgId)
    await tx
      .updateTable('api_keys')
      .set({ revoked_at: at })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', apiKeyId)
      .execute()
    await tx.deleteFrom('link_index').where('token_hash', '=', key.key_hash).execute()
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'api_key.revoked',
      at,
      ...authorOf(scope),
      payload: { apiKey: apiKeyId },
    })
    return done(null)
  })
}

export interface ApiKeyEntry {
  id: string
  name: string
  memberName: string
  /** False while the member is switched off: the key then opens nothing. */
  memberActive: boolean
  /** The first letters of the key. */
  beginning: string
  scopes: ApiScope[]
  createdAt: Temporal.Instant
  /** To the minute; null when it was never used. */
  lastUsedAt: Temporal.Instant | null
  revokedAt: Temporal.Instant | null
}

/** The organization's keys, those not revoked first, newest first. */
export async function listApiKeys(db: Reader, scope: MemberScope): Promise<ApiKeyEntry[]> {
  if (!may(scope, 'integration.edit')) return []
  const rows = await db
    .selectFrom('api_keys as k')
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'k.org_id').onRef('o.id', '=', 'k.member_id'),
    )
    .where('k.org_id', '=', scope.orgId)
    .select(['k.id', 'k.name', 'o.name as memberName', 'o.active as memberActive'])
    .select(['k.beginning', 'k.scopes'])
    .select(['k.created_at as createdAt', 'k.last_used_at as lastUsedAt', 'k.revoked_at as revokedAt'])
    .orderBy((eb) => eb('k.revoked_at', 'is not', null))
    .orderBy('k.created_at', 'desc')
    .orderBy('k.id', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, scopes: row.scopes as ApiScope[] }))
}

/** Members for whom the reader can make a key: active ones whose role holds nothing beyond the reader's, by name. */
export async function listKeyMembers(
  db: Reader,
  scope: MemberScope,
): Promise<{ id: string; name: string; roleName: string }[]> {
  if (!may(scope, 'integration.edit')) return []
  const rows = await activeMembers(db, scope.orgId)
    .select(['m.id', 'o.name', 'r.name as roleName', 'r.permissions'])
    .orderBy('o.name')
    .orderBy('m.id')
    .execute()
  return rows
    .filter(({ permissions }) => isWithin(scope, permissions as Permission[]))
    .map(({ id, name, roleName }) => ({ id, name, roleName }))
}

async function permissionsOf(db: Reader, orgId: string, memberId: string): Promise<Permission[] | null> {
  const row = await activeMembers(db, orgId)
    .where('m.id', '=', memberId)
    .select('r.permissions')
    .executeTakeFirst()
  return (row?.permissions as Permission[] | undefined) ?? null
}

// Nobody gets through a key what their own role does not allow.
function isWithin(scope: MemberScope, permissions: Permission[]): boolean {
  return permissions.every((permission) => may(scope, permission))
}

function activeMembers(db: Reader, orgId: string) {
  return db
    .selectFrom('team_members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .where('m.org_id', '=', orgId)
    .where('o.active', '=', true)
}
