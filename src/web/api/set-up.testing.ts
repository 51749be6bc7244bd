import { createApiKey } from '#domain/access/api-keys.ts'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { scopeOfMember } from '#domain/access/scope.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { addTimeOff } from '#domain/team/hours.ts'
import { addResource } from '#domain/team/members.ts'
import { showId } from '#platform/public-ids.ts'
import { programWith, type Program } from '../../../test/api-client.ts'
import { PANEL, type World } from '../../../test/world.ts'

/** Dag's business in the same installation: his program, and the ids of everything in it as programs see them. */
export interface DagsBusiness {
  program: Program
  member: string
  resource: string
  policy: string
  eventType: string
  page: string
  timeOff: string
}

export async function dagsBusiness(world: World): Promise<DagsBusiness> {
  const { context } = world
  const { orgId, ownerId, policyId } = await createOrganization(context, {
    name: 'Other',
    zone: 'Europe/London',
    locale: 'en-GB',
    currency: 'GBP',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Dag', email: 'dag@other.example', password: null },
    policy: { name: 'Standard', rules: FAIR_RULES },
  })
  const dag = (await scopeOfMember(context.reader, orgId, ownerId))!
  const { resourceId } = await addResource(context, dag, { name: 'Room', zone: 'Europe/London' })
  const seats = [{ role: 'primary' as const, label: '', candidates: [ownerId] }]
  const eventType = await saveEventType(context, dag, null, { ...PANEL, hostRule: 'one', seats })
  if (!eventType.ok) throw new Error(eventType.refusal.code)
  const page = await savePage(context, dag, null, {
    slug: 'dag',
    title: 'Dag',
    intro: '',
    ownerMemberId: ownerId,
    policyId: null,
    eventTypeIds: [eventType.value.eventTypeId],
    stakeholderIds: [],
    active: true,
  })
  if (!page.ok) throw new Error(page.refusal.code)
  const [from, to] = ['2026-12-24T00:00:00Z', '2026-12-27T00:00:00Z'].map((at) => Temporal.Instant.from(at))
  const timeOff = await addTimeOff(context, dag, ownerId, { from: from!, to: to!, label: '' })
  if (!timeOff.ok) throw new Error(timeOff.refusal.code)
  const key = await createApiKey(context, dag, { name: 'Dag’s', memberId: ownerId, scopes: [...API_SCOPES] })
  if (!key.ok) throw new Error(key.refusal.code)
  return {
    program: programWith(world, key.value.key),
    member: showId('member', ownerId),
    resource: showId('resource', resourceId),
    policy: showId('policy', policyId),
    eventType: showId('eventType', eventType.value.eventTypeId),
    page: showId('page', page.value.pageId),
    timeOff: showId('timeOff', timeOff.value.timeOffId),
  }
}

/** The newest facts of the organization, newest first. */
export function newestFacts(world: World, count: number) {
  return world.context.reader
    .selectFrom('facts')
    .where('org_id', '=', world.orgId)
    .select(['kind', 'channel', 'actor_kind', 'actor_id', 'api_key_id', 'payload'])
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
}
