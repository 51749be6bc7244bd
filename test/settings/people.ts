import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { addMember } from '#domain/team/members.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '../world.ts'

/** Somebody who joins the team of the world in a role; `integrator` is one that may only do this and look. */
export async function memberWith(world: World, roleKey: string): Promise<MemberScope> {
  if (roleKey === 'integrator')
    await world.context.db
      .insertInto('roles')
      .values({
        org_id: world.orgId,
        id: newId(),
        key: roleKey,
        name: 'Integrator',
        permissions: ['integration.edit', 'booking.view.all'],
      })
      .execute()
  const name = roleKey === 'host' ? 'Ned' : 'Mia'
  const added = await addMember(world.context, world.scope, {
    name,
    email: `${roleKey}@kestrel.example`,
    title: '',
    zone: 'Europe/London',
    roleKey,
    password: null,
  })
  if (!added.ok) throw new Error(added.refusal.code)
  return (await scopeOfMember(world.context.reader, world.orgId, added.value.memberId))!
}

/** Dag, who owns another business in the same installation. */
export async function ownerElsewhere(world: World): Promise<MemberScope> {
  const other = await createOrganization(world.context, {
    name: 'Other',
    zone: 'Europe/London',
    locale: 'en-GB',
    currency: 'GBP',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Dag', email: 'dag@other.example', password: null },
    policy: { name: 'Standard', rules: FAIR_RULES },
  })
  return (await scopeOfMember(world.context.reader, other.orgId, other.ownerId))!
}
