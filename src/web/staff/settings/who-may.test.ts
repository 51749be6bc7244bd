import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { addMember, changeMember } from '#domain/team/members.ts'
import { appOver, problemsIn, visitorFor, Visitor } from '../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

let world: World
let app: ReturnType<typeof appOver>
let dag: MemberScope
let mia: MemberScope

beforeAll(async () => {
  world = await makeWorld({})
  app = appOver(world.context)
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
  dag = (await scopeOfMember(world.context.reader, other.orgId, other.ownerId))!
  const member = {
    name: 'Mia',
    email: 'mia@kestrel.example',
    title: '',
    zone: 'Europe/London',
    roleKey: 'manager',
    password: null,
  }
  const added = await addMember(world.context, world.scope, member)
  if (!added.ok) throw new Error(added.refusal.code)
  mia = (await scopeOfMember(world.context.reader, world.orgId, added.value.memberId))!
})

afterAll(() => world.close())

const visitor = (scope: MemberScope) => visitorFor({ context: world.context, app }, scope)

/** Every page of one organization, by the address of its rows. */
function addresses(): string[] {
  const owner = world.alva.actor.memberId
  return [
    `team/${owner}`,
    `hours/${owner}`,
    `hours/${owner}/time-off`,
    `event-types/${world.eventTypeId}`,
    `pages/${world.pageId}`,
    `policies/${world.policyId}`,
  ].map((path) => `/staff/settings/${path}`)
}
const LISTS = [
  'organization',
  'team',
  'team/new',
  'resources',
  'event-types',
  'event-types/new',
  'pages',
  'pages/new',
  'policies',
  'policies/new',
  'api-keys',
  'embedding',
].map((path) => `/staff/settings/${path}`)

test('Alva opens every page', async () => {
  const alva = await visitor(world.alva)
  const statuses = await Promise.all(
    ['/staff/settings', ...LISTS, ...addresses()].map(async (path) => (await alva.open(path)).status),
  )
  expect(new Set(statuses)).toEqual(new Set([200]))
})

test('Bo, who hosts, opens his own hours and nothing else, and changes nothing', async () => {
  const bo = await visitor(world.bo)
  const own = `/staff/settings/hours/${world.bo.actor.memberId}`
  expect((await bo.open('/staff/settings')).html).toContain(own)
  expect((await bo.open(own)).status).toBe(200)
  expect((await bo.open(`${own}/time-off`)).status).toBe(200)
  const before = await world.checksum()
  for (const path of [...LISTS, ...addresses()]) {
    expect([path, (await bo.open(path)).status, (await bo.send(path, { name: 'Bo’s' })).status]).toEqual([
      path,
      403,
      403,
    ])
  }
  expect(await world.checksum()).toBe(before)
})

// Seen to fail when loadEventType looks for the id alone.
test('Dag owns another business: rows of this one do not exist for him', async () => {
  const stranger = await visitor(dag)
  const before = await world.checksum()
  for (const path of addresses()) {
    expect([
      path,
      (await stranger.open(path)).status,
      (await stranger.send(path, { act: 'week', name: 'Dag’s' })).status,
    ]).toEqual([path, 404, 404])
  }
  expect(await world.checksum()).toBe(before)
})

test('Dag cannot use people, event types or policies of this business in forms of his own', async () => {
  const stranger = await visitor(dag)
  const before = await world.checksum()
  const page = {
    title: 'Dag’s page',
    slug: '',
    intro: '',
    owner: world.alva.actor.memberId,
    stakeholders: world.bo.actor.memberId,
    policyId: world.policyId,
  }
  const answer = await stranger.send('/staff/settings/pages/new', page)
  expect(answer.status).toBe(422)
  expect(problemsIn(answer.html)).toHaveLength(3)
  const eventType = await stranger.send('/staff/settings/event-types/new', {
    hostRule: 'one',
    'primary-who': world.alva.actor.memberId,
    policyId: world.policyId,
  })
  expect(eventType.status).toBe(422)
  expect(problemsIn(eventType.html).join(' ')).toContain('People for the primary host')
  expect(await world.checksum()).toBe(before)
})

test('Nobody who is not signed in gets further than the door', async () => {
  const nobody = new Visitor(app)
  for (const path of [...LISTS, ...addresses()]) {
    const { response } = await nobody.open(path)
    expect([response.status, response.headers.get('location')?.split('?')[0]]).toEqual([
      303,
      '/staff/sign-in',
    ])
  }
})

test('addresses that cannot be ids are pages that do not exist', async () => {
  const alva = await visitor(world.alva)
  for (const id of [
    'x',
    '%00',
    '..%2f..',
    "1' or '1'='1",
    'a'.repeat(500),
    '00000000-0000-0000-0000-000000000000',
  ]) {
    for (const kind of ['team', 'hours', 'event-types', 'pages', 'policies']) {
      expect((await alva.open(`/staff/settings/${kind}/${encodeURIComponent(id)}`)).status).toBe(404)
    }
  }
})

test('Mia manages the team and cannot make anybody an owner, nor change one', async () => {
  const manager = await visitor(mia)
  const before = await world.checksum()
  const owner = {
    name: 'Mia',
    email: 'mia2@kestrel.example',
    title: '',
    zone: 'Europe/London',
    roleKey: 'owner',
    password: '',
  }
  expect((await manager.send('/staff/settings/team/new', owner)).status).toBe(422)
  expect(
    (await manager.send(`/staff/settings/team/${mia.actor.memberId}`, { ...owner, active: 'on' })).status,
  ).toBe(422)
  const demoted = await manager.send(`/staff/settings/team/${world.alva.actor.memberId}`, {
    name: 'Alva',
    title: '',
    zone: 'Europe/London',
    roleKey: 'viewer',
  })
  expect(demoted.status).toBe(422)
  expect(demoted.html).toContain('may do more than yours')
  expect(await world.checksum()).toBe(before)
})

// The form leaves out roles above the reader's own; this guards every other way in. Seen to fail when mayGrant always says yes.
test('Mia cannot hand out what she does not hold, whichever way she comes', async () => {
  const refused = { ok: false, refusal: { code: 'role_above_yours' } }
  const friend = {
    name: 'Eve',
    email: 'eve@kestrel.example',
    title: '',
    zone: 'Europe/London',
    roleKey: 'owner',
    password: null,
  }
  expect(await addMember(world.context, mia, friend)).toEqual(refused)
  const change = { name: 'Alva', title: '', zone: 'Europe/London', roleKey: 'viewer', active: false }
  expect(await changeMember(world.context, mia, world.alva.actor.memberId, change)).toEqual(refused)
  expect(
    await changeMember(world.context, mia, mia.actor.memberId, { ...change, roleKey: 'admin', active: true }),
  ).toEqual(refused)
})

test('The last owner stays an owner', async () => {
  const alva = await visitor(world.alva)
  const answer = await alva.send(`/staff/settings/team/${world.alva.actor.memberId}`, {
    name: 'Alva',
    title: '',
    zone: 'Europe/London',
    roleKey: 'owner',
  })
  expect(answer.status).toBe(422)
  expect(problemsIn(answer.html)).toEqual([
    'Role: Make somebody else an owner first. A business needs one who can sign in.',
  ])
})

test('a body that is no form is answered with 400', async () => {
  const alva = await visitor(world.alva)
  const request = {
    method: 'POST',
    body: '{"name":"x"}',
    headers: { cookie: alva.cookie, 'content-type': 'application/json' },
  }
  const response = await app.request('http://kept.test/staff/settings/organization', request)
  expect(response.status).toBe(400)
})
