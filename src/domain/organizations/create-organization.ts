import { newId } from '#platform/ids.ts'
import { hashPassword } from '#platform/passwords.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { databaseNow } from '#platform/clock.ts'
import { STARTING_ROLES } from '#domain/access/permissions.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

/** What a business needs to exist: itself, its owner, and a policy that applies where no other does. */
export interface NewOrganization {
  name: string
  zone: string
  locale: string
  currency: string
  contactEmail: string | null
  contactPhone: string | null
  owner: { name: string; email: string; password: string | null; title?: string }
  /** `rules` has the shape of PolicyRules; policies come later in the order of folders and check it. */
  policy: { name: string; rules: unknown }
  isSample?: boolean
  /** Moves the organization's clock; only for demonstration worlds. */
  clockOffsetSeconds?: number
}

/** Creates an organization with its roles, its default policy and its owner as first team member. */
export async function createOrganization(
  context: Context,
  input: NewOrganization,
): Promise<{ orgId: string; ownerId: string; policyId: string }> {
  const passwordHash = input.owner.password ? await hashPassword(input.owner.password) : null
  return inTransaction(context.db, (tx) => insertNewOrganization(tx, input, passwordHash))
}

/** The rows of a new organization, for a transaction that has more to guard (set-up.ts). */
export async function insertNewOrganization(
  tx: Tx,
  input: NewOrganization,
  passwordHash: string | null,
): Promise<{ orgId: string; ownerId: string; policyId: string }> {
  const ids = { orgId: newId(), ownerId: newId(), policyId: newId() }
  const at = (await databaseNow(tx)).add({ seconds: input.clockOffsetSeconds ?? 0 })
  await insertOrganization(tx, ids, input, at)
  const personId = await findOrAddPerson(tx, { ...input.owner, passwordHash }, at)
  const roleId = await insertRoles(tx, ids.orgId)
  const owner = { ...input.owner, zone: input.zone, personId, roleId, refundLimitMinor: null }
  await insertMember(tx, ids.orgId, ids.ownerId, owner, at)
  await insertFact(tx, {
    orgId: ids.orgId,
    kind: 'organization.created',
    at,
    actor: { kind: 'system', id: null, apiKeyId: null },
    channel: 'system',
    payload: {},
  })
  return ids
}

/** A person is known by their address over all organizations; an existing one is never changed by being added again. */
export async function findOrAddPerson(
  tx: Tx,
  person: { name: string; email: string; passwordHash: string | null },
  at: Temporal.Instant,
): Promise<string> {
  const email = person.email.toLowerCase()
  await tx
    .insertInto('people')
    .values({ id: newId(), email, name: person.name, password_hash: person.passwordHash, created_at: at })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute()
  const row = await tx.selectFrom('people').where('email', '=', email).select('id').executeTakeFirstOrThrow()
  return row.id
}

/** The two rows of a team member: their time, and their place in the team. */
export async function insertMember(
  tx: Tx,
  orgId: string,
  id: string,
  member: {
    name: string
    email: string
    title?: string
    zone: string
    personId: string
    roleId: string
    refundLimitMinor: bigint | null
  },
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('time_owners')
    .values({ org_id: orgId, id, kind: 'member', name: member.name, zone: member.zone })
    .execute()
  await tx
    .insertInto('team_members')
    .values({
      org_id: orgId,
      id,
      person_id: member.personId,
      role_id: member.roleId,
      email: member.email.toLowerCase(),
      title: member.title ?? '',
      refund_limit_minor: member.refundLimitMinor,
      created_at: at,
    })
    .execute()
}

async function insertOrganization(
  tx: Tx,
  ids: { orgId: string; policyId: string },
  input: NewOrganization,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('organizations')
    .values({
      id: ids.orgId,
      name: input.name,
      zone: input.zone,
      locale: input.locale,
      currency: input.currency,
      contact_email: input.contactEmail,
      contact_phone: input.contactPhone,
      clock_offset: `${input.clockOffsetSeconds ?? 0} seconds`,
      is_sample: input.isSample ?? false,
      created_at: at,
    })
    .execute()
  await tx
    .insertInto('policies')
    .values({ org_id: ids.orgId, id: ids.policyId, name: input.policy.name })
    .execute()
  await tx
    .insertInto('policy_versions')
    .values({
      org_id: ids.orgId,
      id: newId(),
      policy_id: ids.policyId,
      version: 1,
      rules: JSON.stringify(input.policy.rules),
      created_at: at,
    })
    .execute()
  await tx
    .updateTable('organizations')
    .set({ default_policy_id: ids.policyId })
    .where('id', '=', ids.orgId)
    .execute()
}

async function insertRoles(tx: Tx, orgId: string): Promise<string> {
  const roles = STARTING_ROLES.map((role) => ({ org_id: orgId, id: newId(), ...role }))
  await tx.insertInto('roles').values(roles).execute()
  return roles.find((role) => role.key === 'owner')!.id
}
