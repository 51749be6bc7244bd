import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import type { Operation } from './operation.ts'
import { SET_UP_OPERATIONS } from './set-up-operations.ts'
import { dagsBusiness, type DagsBusiness } from './set-up.testing.ts'

/*
 * Who may do what, for every operation of setting up: each is asked once by everybody. Seen to fail when time off is
 * added without asking for the permission, when policies are read by their id alone, and when a schema is not closed.
 */

let world: World
let alva: Program
let bo: Program
let dag: DagsBusiness
/** What stands in the braces of an address, in Alva's business. */
let ours: Record<string, string>

beforeAll(async () => {
  world = await makeWorld()
  alva = await programOf(world)
  bo = await programOf(world, { member: world.bo })
  dag = await dagsBusiness(world)
  const member = showId('member', world.cy.actor.memberId)
  const off = { from: '2026-12-28T00:00:00Z', to: '2026-12-29T00:00:00Z' }
  const resource = (await alva.call('POST', '/v1/resources', { body: { name: 'Room 4' } })).body.id
  ours = {
    member,
    resource,
    event_type: showId('eventType', world.eventTypeId),
    booking_page: showId('page', world.pageId),
    policy: showId('policy', world.policyId),
    date: '2026-12-24',
  }
  for (const [kind, id] of Object.entries({ 'team-members': member, resources: resource })) {
    const added = await alva.call('POST', `/v1/${kind}/${id}/time-off`, { body: off })
    ours[`/v1/${kind}`] = added.body.id
  }
})
afterAll(() => world.close())

const writes = SET_UP_OPERATIONS.filter(({ method }) => method !== 'get')
const reads = SET_UP_OPERATIONS.filter(({ method }) => method === 'get')
const named = (operations: Operation[]) => operations.map((spec) => [spec.id, spec] as const)

/** A body that is fine, for every operation that takes one. */
function bodyOf({ id }: Operation): Record<string, unknown> | undefined {
  const seats = [{ role: 'primary', candidates: [ours['member']!] }]
  const rule = {
    allowed: { kind: 'any_time' },
    reason: 'optional',
    description: { kind: 'system' },
    blocked_message: '',
    grace_minutes: null,
    tiers: [],
  }
  const rules = { cancel: rule, reschedule: { ...rule, limit: null } }
  const off = { from: '2027-01-04T00:00:00Z', to: '2027-01-05T00:00:00Z' }
  const bodies: Record<string, Record<string, unknown>> = {
    updateOrganization: { contact_phone: '+1 212 555 0199' },
    createTeamMember: { name: 'Eli', email: 'eli@kestrel.example', role: 'host' },
    updateTeamMember: { title: 'Lead designer' },
    createResource: { name: 'Room 5' },
    replaceTeamMemberHours: { weekly: [] },
    replaceResourceHours: { weekly: [] },
    setTeamMemberOverride: { spans: [] },
    setResourceOverride: { spans: [] },
    createTeamMemberTimeOff: off,
    createResourceTimeOff: off,
    createEventType: { name: 'Chat', host_rule: 'one', seats },
    updateEventType: { name: 'Panel' },
    createBookingPage: { title: 'Careers' },
    updateBookingPage: { title: 'Hiring' },
    createPolicy: { name: 'Open', rules },
    updatePolicy: { name: 'House rules' },
    createPolicyVersion: { rules },
  }
  return bodies[id]
}

/** The address with an id in every brace. */
function addressOf({ path }: Operation, ids: Record<string, string>): string {
  const list = path.split('/').slice(0, 3).join('/')
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'time_off' ? ids[list]! : ids[name]!))
}

function ask(program: Program, spec: Operation, ids = ours, body: unknown = bodyOf(spec)) {
  return program.call(spec.method.toUpperCase(), addressOf(spec, ids), { body })
}

async function factCount(): Promise<number> {
  const facts = await world.context.reader.selectFrom('facts').select('id').execute()
  return facts.length
}

describe('a key without the scope opens nothing', () => {
  test.each(named(SET_UP_OPERATIONS))('%s', async (_id, spec) => {
    const others = API_SCOPES.filter((scope) => scope !== spec.scope)
    const answer = await ask(await programOf(world, { scopes: others }), spec)
    expect([answer.status, answer.body.code, answer.body.scope]).toEqual([403, 'scope_missing', spec.scope])
  })
})

describe('Bo, who hosts, looks and changes nothing that is not his', () => {
  test.each(named(writes))('%s', async (_id, spec) => {
    const before = await factCount()
    const answer = await ask(bo, spec)
    expect([answer.status, answer.body.code]).toEqual([403, 'not_permitted'])
    expect(await factCount()).toBe(before)
  })

  test.each(named(reads))('%s', async (_id, spec) => {
    expect((await ask(bo, spec)).status).toBe(200)
  })
})

describe('Dag’s ids lead nowhere', () => {
  const theirs = SET_UP_OPERATIONS.filter(({ path }) => path.includes('{'))

  test.each(named(theirs))('%s', async (_id, spec) => {
    const { member, resource, eventType, page, policy, timeOff } = dag
    const lists = { '/v1/team-members': timeOff, '/v1/resources': timeOff }
    const his = {
      ...lists,
      member,
      resource,
      event_type: eventType,
      booking_page: page,
      policy,
      date: '2026-12-24',
    }
    const before = await factCount()
    for (const answer of [await ask(alva, spec, his), await ask(dag.program, spec)]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
      expect(answer.body.field).toMatch(/^path:/)
    }
    expect(await factCount()).toBe(before)
  })

  test('his time off is nowhere below a member of ours either', async () => {
    for (const kind of ['member', 'resource']) {
      const list = kind === 'member' ? '/v1/team-members' : '/v1/resources'
      const answer = await alva.call('DELETE', `${list}/${ours[kind]}/time-off/${dag.timeOff}`)
      expect([answer.status, answer.body.field]).toEqual([404, 'path:time_off'])
    }
  })
})

describe('a field that nobody knows is refused by its name', () => {
  test.each(named(SET_UP_OPERATIONS.filter((spec) => spec.body)))('%s', async (_id, spec) => {
    const before = await factCount()
    const answer = await ask(alva, spec, ours, { ...bodyOf(spec), surprise: 1 })
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_request'])
    expect(answer.body.errors).toMatchObject([{ field: '/surprise' }])
    expect(await factCount()).toBe(before)
  })
})

describe('Alva’s program does it all, and every fact says that it was the key', () => {
  test.each(named(reads))('%s', async (_id, spec) => {
    expect((await ask(alva, spec)).status).toBe(200)
  })

  test.each(named(writes))('%s', async (_id, spec) => {
    const before = await factCount()
    const answer = await ask(alva, spec)
    expect([answer.status, spec.id]).toEqual([spec.answer.status, spec.id])
    expect(spec.answer.schema.safeParse(answer.body).error).toBeUndefined()
    // A new name of a policy changes nothing that anybody agreed to, and is no fact.
    expect(await factCount()).toBe(before + (spec.id === 'updatePolicy' ? 0 : 1))
  })

  test('by channel and key', async () => {
    const facts = await world.context.reader
      .selectFrom('facts')
      .where('org_id', '=', world.orgId)
      .where('channel', '=', 'api')
      .select(['kind', 'actor_kind', 'actor_id', 'api_key_id'])
      .execute()
    const key = await world.context.reader
      .selectFrom('api_keys')
      .where('org_id', '=', world.orgId)
      .select('id')
      .orderBy('id')
      .executeTakeFirstOrThrow()
    expect(new Set(facts.map(({ kind }) => kind))).toEqual(
      new Set([
        'organization.changed',
        'member.added',
        'member.changed',
        'resource.added',
        'hours.changed',
        'event_type.saved',
        'page.saved',
        'policy.versioned',
      ]),
    )
    const author = { actor_kind: 'member', actor_id: world.alva.actor.memberId, api_key_id: key.id }
    expect(facts.filter(({ kind: _kind, ...by }) => JSON.stringify(by) !== JSON.stringify(author))).toEqual(
      [],
    )
  })
})
