import { sql } from 'kysely'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { addMember } from '#domain/team/members.ts'
import type { HeldBooking, MoneyWorld } from './money-world.ts'
import { browserOf, type StaffBrowser } from './staff-browser.ts'

/** Amounts that nobody means; none of them may ever become one. */
export const HOSTILE_AMOUNTS = [
  '',
  '0',
  '0.00',
  '-5',
  '+5',
  '1e3',
  '40,00',
  '12.345',
  '0x10',
  'NaN',
  'Infinity',
  '\uFF14\uFF10',
  '99999999999999999999',
  '10 10',
  "1'; drop table payments; --",
]

/** A colleague with a role of their own, signed in. */
export async function colleague(
  world: MoneyWorld,
  name: string,
  roleKey: string,
  limitMinor?: bigint | null,
): Promise<{ member: MemberScope; browser: StaffBrowser }> {
  const added = await addMember(world.context, world.scope, {
    name,
    email: `${name.toLowerCase()}@harbour.example`,
    title: '',
    zone: 'Europe/London',
    roleKey,
    password: null,
  })
  if (!added.ok) throw new Error(`${name} could not join: ${added.refusal.code}`)
  const { memberId } = added.value
  if (limitMinor !== undefined)
    await sql`update team_members set refund_limit_minor = ${limitMinor}
      where org_id = ${world.orgId} and id = ${memberId}`.execute(world.context.db)
  const member = (await scopeOfMember(world.context.reader, world.orgId, memberId))!
  return { member, browser: await browserOf(world, member) }
}

/** Cleo books a massage that Bo gives alone and that is paid when she comes; his hours are those of New York. */
export async function buyBos(world: MoneyWorld, start = '2026-12-08T15:00:00Z'): Promise<HeldBooking> {
  const massage = await world.sell(`massage-${start.slice(0, 10)}`, {
    name: 'Massage',
    paymentTerms: { kind: 'pay_at_venue' },
    seats: [{ role: 'primary', label: '', candidates: [world.bo.actor.memberId] }],
  })
  return world.buy(massage, { starts: [Temporal.Instant.from(start)] })
}

/** Dag: owner of another business in the same database, signed in, with every permission there. */
export async function dagElsewhere(world: MoneyWorld): Promise<StaffBrowser> {
  const made = await createOrganization(world.context, {
    name: 'Dag & Co',
    zone: 'Europe/Oslo',
    locale: 'en-GB',
    currency: 'NOK',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Dag', email: 'dag@stranger.example', password: null },
    policy: { name: 'Default', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
  })
  const dag = await scopeOfMember(world.context.reader, made.orgId, made.ownerId)
  return browserOf(world, dag!)
}
