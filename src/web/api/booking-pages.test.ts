import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { dagsBusiness, newestFacts, type DagsBusiness } from './set-up.testing.ts'

let world: World
let alva: Program
let dag: DagsBusiness
let hiring: string
let eventType: string
let [alvaId, boId, cyId] = ['', '', '']

beforeAll(async () => {
  world = await makeWorld()
  alva = await programOf(world)
  dag = await dagsBusiness(world)
  hiring = `/v1/booking-pages/${showId('page', world.pageId)}`
  eventType = showId('eventType', world.eventTypeId)
  ;[alvaId, boId, cyId] = [world.alva, world.bo, world.cy].map((one) =>
    showId('member', one.actor.memberId),
  ) as [string, string, string]
})
afterAll(() => world.close())

test('the page is shown with its address and what it offers', async () => {
  expect((await alva.call('GET', hiring)).body).toEqual({
    id: hiring.slice('/v1/booking-pages/'.length),
    slug: 'hiring',
    url: 'http://kept.test/book/hiring',
    title: 'Hiring at Kestrel',
    intro: '',
    active: true,
    owner: alvaId,
    stakeholders: [],
    policy: null,
    event_types: [eventType],
  })
})

test('a change of one field leaves all others as they were, and is a fact of the key', async () => {
  const before = (await alva.call('GET', hiring)).body
  const changed = await alva.call('PATCH', hiring, { body: { stakeholders: [boId] } })
  expect(changed.body).toEqual({ ...before, stakeholders: [boId] })
  const [fact] = await newestFacts(world, 1)
  expect(fact).toMatchObject({ kind: 'page.saved', channel: 'api' })
  expect(fact!.api_key_id).not.toBeNull()
  await alva.call('PATCH', hiring, { body: { stakeholders: [] } })
  expect((await alva.call('GET', hiring)).body).toEqual(before)
})

test('a title is enough for a new page, which belongs to the member of the key', async () => {
  const added = await alva.call('POST', '/v1/booking-pages', { body: { title: 'Open house' } })
  expect(added.status).toBe(201)
  expect(added.body).toMatchObject({ slug: 'open-house', owner: alvaId, event_types: [], active: true })
  const list = await alva.call('GET', '/v1/booking-pages?limit=1')
  const rest = await alva.call('GET', `/v1/booking-pages?limit=1&cursor=${list.body.next_cursor}`)
  expect(rest.body).toEqual({ data: [added.body], next_cursor: null })
})

test('everything a business decides about a page can be said at once', async () => {
  const other = { name: 'Chat', host_rule: 'one', seats: [{ role: 'primary', candidates: [boId] }] }
  const chat = (await alva.call('POST', '/v1/event-types', { body: other })).body.id
  const body = {
    slug: 'careers',
    title: 'Careers',
    intro: 'Hello.',
    active: false,
    owner: boId,
    stakeholders: [cyId],
    policy: showId('policy', world.policyId),
    event_types: [chat, eventType],
  }
  const added = await alva.call('POST', '/v1/booking-pages', { body })
  expect(added.body).toMatchObject({ ...body, url: 'http://kept.test/book/careers' })
})

test('an address that is taken stays with its page, also when that page is Dag’s', async () => {
  const before = (await alva.call('GET', hiring)).body
  const own = await alva.call('PATCH', hiring, { body: { slug: 'careers', title: 'Lost' } })
  const theirs = await alva.call('POST', '/v1/booking-pages', { body: { title: 'Mine', slug: 'dag' } })
  for (const answer of [own, theirs])
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([409, 'already_exists', '/slug'])
  expect((await alva.call('GET', hiring)).body).toEqual(before)
})

// Seen to fail when ids are left to the database's own checks: the refusal then names no place in a list.
test('Dag’s people, policies and event types are found nowhere, and rooms are no people', async () => {
  const room = (await alva.call('POST', '/v1/resources', { body: { name: 'Room 4' } })).body.id
  const tries: [object, string][] = [
    [{ owner: dag.member }, '/owner'],
    [{ owner: room.replace('res_', 'mem_') }, '/owner'],
    [{ stakeholders: [boId, dag.member] }, '/stakeholders/1'],
    [{ policy: dag.policy }, '/policy'],
    [{ event_types: [eventType, dag.eventType] }, '/event_types/1'],
  ]
  for (const [body, field] of tries) {
    const changed = await alva.call('PATCH', hiring, { body })
    expect([changed.status, changed.body.code, changed.body.field]).toEqual([404, 'not_found', field])
    const added = await alva.call('POST', '/v1/booking-pages', { body: { title: 'New', ...body } })
    expect([added.status, added.body.field]).toEqual([404, field])
  }
})

test('Cy, who is switched off, stays stakeholder where she is one and owns no new page', async () => {
  await alva.call('PATCH', hiring, { body: { stakeholders: [cyId] } })
  await alva.call('PATCH', `/v1/team-members/${cyId}`, { body: { active: false } })
  expect((await alva.call('PATCH', hiring, { body: { stakeholders: [cyId] } })).status).toBe(200)
  const answer = await alva.call('POST', '/v1/booking-pages', { body: { title: 'Cy’s', owner: cyId } })
  expect(answer.body.errors).toMatchObject([{ field: '/owner', code: 'switched_off' }])
})

test.each([
  [{ slug: 'No Slug' }, '/slug'],
  [{ slug: '' }, '/slug'],
  [{ title: '' }, '/title'],
  [{ intro: 'x'.repeat(5001) }, '/intro'],
  [{ event_types: ['panel'] }, '/event_types/0'],
  [{ owner: null }, '/owner'],
  [{ url: 'https://elsewhere.example' }, '/url'],
])('a change of %j is refused, and the field is named', async (body, field) => {
  const answer = await alva.call('PATCH', hiring, { body })
  expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, field])
})
