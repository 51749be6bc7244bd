import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopeOfMember } from '#domain/access/scope.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { newestFacts } from './set-up.testing.ts'

let world: World
let alva: Program
let bo: string
beforeAll(async () => {
  world = await makeWorld()
  alva = await programOf(world)
  bo = showId('member', world.bo.actor.memberId)
})
afterAll(() => world.close())

test('Alva’s program walks through the team, one page after the other', async () => {
  const first = await alva.call('GET', '/v1/team-members?limit=2')
  expect(first.body.data.map((member: { name: string }) => member.name)).toEqual(['Alva', 'Bo'])
  const rest = await alva.call('GET', `/v1/team-members?limit=2&cursor=${first.body.next_cursor}`)
  expect(rest.body.data.map((member: { name: string }) => member.name)).toEqual(['Cy'])
  expect(rest.body.next_cursor).toBeNull()
  // Seen to fail when a page that is just full promises another one.
  expect((await alva.call('GET', '/v1/team-members?limit=3')).body.next_cursor).toBeNull()
  expect((await alva.call('GET', `/v1/team-members/${bo}`)).body).toEqual({
    id: bo,
    name: 'Bo',
    email: 'bo@kestrel.example',
    title: 'Engineer',
    zone: 'America/New_York',
    role: 'host',
    active: true,
    refund_limit: 0,
  })
})

test('how much Bo may give back on his own word is set, and nobody sets more than their own', async () => {
  const member = `/v1/team-members/${bo}`
  const raised = await alva.call('PATCH', member, { body: { refund_limit: 5000 } })
  expect([raised.status, raised.body.refund_limit, raised.body.name]).toEqual([200, 5000, 'Bo'])
  expect((await alva.call('PATCH', member, { body: { title: 'Engineer' } })).body.refund_limit).toBe(5000)
  for (const wrong of [-1, 1.5, '5', 10 ** 15])
    expect((await alva.call('PATCH', member, { body: { refund_limit: wrong } })).status).toBe(422)
  expect((await alva.call('PATCH', member, { body: { refund_limit: 0 } })).body.refund_limit).toBe(0)
})

test.each(['nonsense', 'Ym8', "' or 1=1"])('%j is no cursor', async (cursor) => {
  const answer = await alva.call('GET', `/v1/team-members?cursor=${encodeURIComponent(cursor)}`)
  expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, 'query:cursor'])
})

test('somebody new gets the zone of the organization, and a second time is refused', async () => {
  const body = { name: 'Eli', email: 'Eli@kestrel.example', role: 'dispatcher' }
  const added = await alva.call('POST', '/v1/team-members', { body })
  expect(added.status).toBe(201)
  expect(added.body).toMatchObject({
    email: 'eli@kestrel.example',
    title: '',
    zone: 'America/New_York',
    role: 'dispatcher',
    active: true,
  })
  expect((await alva.call('GET', `/v1/team-members/${added.body.id}`)).body).toEqual(added.body)
  expect((await newestFacts(world, 1))[0]).toMatchObject({ kind: 'member.added', channel: 'api' })
  const again = await alva.call('POST', '/v1/team-members', { body })
  expect([again.status, again.body.code, again.body.field]).toEqual([409, 'already_exists', '/email'])
})

test('a change of one field leaves all others as they were', async () => {
  const before = (await alva.call('GET', `/v1/team-members/${bo}`)).body
  const changed = await alva.call('PATCH', `/v1/team-members/${bo}`, { body: { title: 'Staff engineer' } })
  expect(changed.body).toEqual({ ...before, title: 'Staff engineer' })
  expect((await newestFacts(world, 1))[0]).toMatchObject({ kind: 'member.changed', channel: 'api' })
  await alva.call('PATCH', `/v1/team-members/${bo}`, { body: { title: before.title } })
  expect((await alva.call('GET', `/v1/team-members/${bo}`)).body).toEqual(before)
})

test('the last owner stays owner, and switched on', async () => {
  const address = `/v1/team-members/${showId('member', world.alva.actor.memberId)}`
  for (const body of [{ role: 'host' }, { active: false }]) {
    const answer = await alva.call('PATCH', address, { body })
    expect([answer.status, answer.body.code]).toEqual([409, 'last_owner'])
  }
})

test('an unknown role is not found, and nobody gives a role that holds more than their own', async () => {
  const unknown = await alva.call('PATCH', `/v1/team-members/${bo}`, { body: { role: 'emperor' } })
  expect([unknown.status, unknown.body.field]).toEqual([404, '/role'])
  const { body: mia } = await alva.call('POST', '/v1/team-members', {
    body: { name: 'Mia', email: 'mia@kestrel.example', role: 'manager' },
  })
  const scope = (await scopeOfMember(world.context.reader, world.orgId, readId(mia.id)))!
  const program = await programOf(world, { member: scope })
  const above = await program.call('PATCH', `/v1/team-members/${mia.id}`, { body: { role: 'owner' } })
  expect([above.status, above.body.code, above.body.field]).toEqual([403, 'not_permitted', '/role'])
  const boss = await program.call(
    'PATCH',
    `/v1/team-members/${showId('member', world.alva.actor.memberId)}`,
    {
      body: { name: 'Nobody' },
    },
  )
  expect([boss.status, boss.body.code, boss.body.field]).toEqual([403, 'not_permitted', undefined])
})

test.each([
  [{ name: 'Flo', email: 'flo', role: 'host' }, '/email'],
  [{ name: 'Flo', email: 'flo@kestrel.example\r\nbcc: x@y.example', role: 'host' }, '/email'],
  [{ name: 'Flo', email: 'flo@kestrel.example', role: 'host', zone: 'Mars' }, '/zone'],
  [{ name: 'Flo', email: 'flo@kestrel.example', role: 'host', password: 'short' }, '/password'],
  [{ name: 'Flo', email: 'flo@kestrel.example', role: 'host', permissions: ['x'] }, '/permissions'],
  [{ email: 'flo@kestrel.example', role: 'host' }, '/name'],
])('%j is refused, and the field is named', async (body, field) => {
  const answer = await alva.call('POST', '/v1/team-members', { body })
  expect(answer.status).toBe(422)
  expect(answer.body.errors).toMatchObject([{ field }])
})

test('a program adds a room and finds it in the list', async () => {
  const body = { name: 'Room\u0000 4\n', zone: 'Europe/London' }
  const added = await alva.call('POST', '/v1/resources', { body })
  expect([added.status, added.body.name, added.body.active]).toEqual([201, 'Room 4', true])
  expect((await newestFacts(world, 1))[0]).toMatchObject({ kind: 'resource.added', channel: 'api' })
  expect((await alva.call('GET', '/v1/resources')).body).toEqual({ data: [added.body], next_cursor: null })
})
