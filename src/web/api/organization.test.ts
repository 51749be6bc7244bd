import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopeOfMember } from '#domain/access/scope.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { dagsBusiness, newestFacts } from './set-up.testing.ts'

let world: World
let alva: Program
const address = '/v1/organization'

beforeAll(async () => {
  world = await makeWorld()
  alva = await programOf(world)
})
afterAll(() => world.close())

test('Alva’s program looks at her organization', async () => {
  const { status, body } = await alva.call('GET', address)
  expect(status).toBe(200)
  expect(body).toEqual({
    id: showId('organization', world.orgId),
    name: 'Kestrel',
    zone: 'America/New_York',
    locale: 'en-US',
    currency: 'USD',
    contact_email: 'hiring@kestrel.example',
    contact_phone: '+1 212 555 0100',
    customers_may_cancel: true,
    customers_may_reschedule: true,
    quote_honoured_minutes: 10,
    undo_minutes: 0,
    default_policy: showId('policy', world.policyId),
    embed_origins: [],
    money: MONEY,
    is_sample: false,
  })
})

/** How an organization that decided nothing about money is paid. */
const MONEY = {
  payment_terms: { kind: 'full' },
  tax: { basis_points: 0, inclusive: true },
  fee_tax_basis_points: 0,
  cancellation_fee: null,
  cancellation_fee_window_minutes: 1440,
  customer_cancellation_fee: 'off',
  call_out_fee: null,
  no_show_fee: null,
  payments_need_approval: true,
  refund_setting: 'none',
  invoice_prefix: 'INV-',
  invoice_due_days: 14,
  invoice_seller: '',
  invoice_thanks: '',
  provider: null,
}

test('how it is paid changes field by field, for whoever may edit money', async () => {
  const { provider: _provider, ...settings } = MONEY
  const change = {
    payment_terms: { kind: 'deposit', amount: { kind: 'amount', amount: 2500 } },
    tax: { basis_points: 2000, inclusive: false },
    cancellation_fee: 1500,
    customer_cancellation_fee: 'automatic',
    no_show_fee: 900,
    refund_setting: 'manual',
    invoice_prefix: 'K-',
  }
  const saved = await alva.call('PATCH', address, { body: { money: change } })
  expect([saved.status, saved.body.money]).toEqual([200, { ...MONEY, ...change }])
  const [fact] = await newestFacts(world, 1)
  expect([fact!.kind, fact!.api_key_id]).toEqual(['organization.changed', expect.any(String)])
  const facts = await alva.call('GET', '/v1/facts?kind=organization.changed&limit=1')
  expect(facts.body.data[0].payload.fields.toSorted()).toEqual(Object.keys(change).toSorted())
  const less = await alva.call('PATCH', address, { body: { money: { cancellation_fee: null } } })
  expect(less.body.money).toEqual({ ...MONEY, ...change, cancellation_fee: null })
  for (const wrong of [{ provider: 'fake' }, { no_show_fee: 0 }, { call_out_fee: 1.5 }, { tax: null }])
    expect((await alva.call('PATCH', address, { body: { money: wrong } })).status).toBe(422)
  const bo = await programOf(world, { member: world.bo })
  const refused = await bo.call('PATCH', address, { body: { money: { no_show_fee: 1 } } })
  expect([refused.status, refused.body.code]).toEqual([403, 'not_permitted'])
  expect((await alva.call('PATCH', address, { body: { money: settings } })).body.money).toEqual(MONEY)
})

// Seen to fail when the change is saved over empty settings instead of the stored ones.
test('a change of one field leaves all others as they were, and is a fact of the key', async () => {
  const before = (await alva.call('GET', address)).body
  const changed = await alva.call('PATCH', address, { body: { contact_phone: null } })
  expect(changed.status).toBe(200)
  expect(changed.body).toEqual({ ...before, contact_phone: null })
  expect((await alva.call('GET', address)).body).toEqual(changed.body)
  const [fact] = await newestFacts(world, 1)
  expect(fact).toMatchObject({
    kind: 'organization.changed',
    channel: 'api',
    actor_kind: 'member',
    actor_id: world.alva.actor.memberId,
    payload: { fields: ['contactPhone'] },
  })
  expect(fact!.api_key_id).not.toBeNull()
})

test('the currency stays once Cleo has booked, and nothing else of the same request is saved', async () => {
  const before = (await alva.call('GET', address)).body
  const answer = await alva.call('PATCH', address, { body: { currency: 'GBP', name: 'Kestrel Ltd' } })
  expect([answer.status, answer.body.code, answer.body.field]).toEqual([409, 'currency_locked', '/currency'])
  expect((await alva.call('GET', address)).body).toEqual(before)
})

test('the default policy can be any policy of the organization and no policy of Dag’s', async () => {
  const rules = (await alva.call('GET', `/v1/policies/${showId('policy', world.policyId)}`)).body
    .current_version.rules
  const strict = (await alva.call('POST', '/v1/policies', { body: { name: 'Strict', rules } })).body
  const chosen = await alva.call('PATCH', address, { body: { default_policy: strict.id } })
  expect(chosen.body.default_policy).toBe(strict.id)
  expect((await alva.call('GET', `/v1/policies/${strict.id}`)).body.is_default).toBe(true)
  expect((await newestFacts(world, 1))[0]).toMatchObject({
    channel: 'api',
    payload: { fields: ['defaultPolicyId'] },
  })
  const { policy } = await dagsBusiness(world)
  const theirs = await alva.call('PATCH', address, { body: { default_policy: policy, name: 'Dag’s' } })
  expect([theirs.status, theirs.body.field]).toEqual([404, '/default_policy'])
  expect((await alva.call('GET', address)).body).toEqual(chosen.body)
})

test.each([
  [{ zone: '+01:00' }, '/zone'],
  [{ locale: 'de' }, '/locale'],
  [{ currency: 'XTS' }, '/currency'],
  [{ contact_email: 'cleo@' }, '/contact_email'],
  [{ quote_honoured_minutes: 61 }, '/quote_honoured_minutes'],
  [{ name: ' \u0000 ' }, '/name'],
  [{ is_sample: true }, '/is_sample'],
  [{ embed_origins: ['https://kestrel.example', 'http://kestrel.example'] }, '/embed_origins/1'],
  [{ embed_origins: ['https://*.kestrel.example'], name: 'Kestrel Ltd' }, '/embed_origins/0'],
  [{ embed_origins: ['kestrel.example', 'cleo@kestrel.example', 'ftp://x'] }, '/embed_origins/1'],
  [{ embed_origins: [' '] }, '/embed_origins/0'],
  [{ embed_origins: Array.from({ length: 21 }, (_, at) => `https://${at}.example`) }, '/embed_origins'],
])('%j is refused, and the field is named', async (body, field) => {
  const answer = await alva.call('PATCH', address, { body })
  expect([answer.status, answer.body.code]).toEqual([422, 'invalid_request'])
  expect(answer.body.errors).toMatchObject([{ field }])
  expect((await alva.call('GET', address)).body.name).toBe('Kestrel')
})

// Seen to fail when the addresses were saved as they were sent, and when a wrong one was found after the name was saved.
test('the sites that may show the pages are kept as origins, each once, and replaced as a whole', async () => {
  const before = (await alva.call('GET', address)).body
  const sites = ['https://Kestrel.example/jobs', 'kestrel.example', ' http://localhost:3000 ']
  const changed = await alva.call('PATCH', address, { body: { embed_origins: sites } })
  expect(changed.body).toEqual({
    ...before,
    embed_origins: ['https://kestrel.example', 'http://localhost:3000'],
  })
  expect((await alva.call('GET', address)).body).toEqual(changed.body)
  expect((await newestFacts(world, 1))[0]).toMatchObject({
    kind: 'organization.changed',
    channel: 'api',
    payload: { fields: ['embedOrigins'] },
  })
  const origin = 'https://kestrel.example'
  const page = await world.ask('/v1/public/pages/hiring', { headers: { origin } })
  expect(page.headers.get('access-control-allow-origin')).toBe(origin)
  expect((await alva.call('PATCH', address, { body: { embed_origins: [] } })).body).toEqual(before)
})

test('Mia, a manager, chooses the default policy as on her page, and changes nothing else', async () => {
  const created = await alva.call('POST', '/v1/team-members', {
    body: { name: 'Mia', email: 'mia@kestrel.example', role: 'manager' },
  })
  const scope = (await scopeOfMember(world.context.reader, world.orgId, readId(created.body.id)))!
  const mia = await programOf(world, { member: scope })
  const policy = showId('policy', world.policyId)
  expect((await mia.call('PATCH', address, { body: { default_policy: policy } })).status).toBe(200)
  const both = await mia.call('PATCH', address, { body: { default_policy: policy, name: 'Mia’s' } })
  expect([both.status, both.body.code]).toEqual([403, 'not_permitted'])
  // Seen to fail when sites were a matter of the organization.
  const sites = { embed_origins: ['https://mia.example'] }
  expect((await mia.call('PATCH', address, { body: sites })).status).toBe(403)
  const { db } = world.context
  await db
    .updateTable('roles')
    .set({ permissions: ['integration.edit'] })
    .where('org_id', '=', world.orgId)
    .where('key', '=', 'manager')
    .execute()
  const named = await mia.call('PATCH', address, { body: sites })
  expect([named.status, named.body.embed_origins]).toEqual([200, sites.embed_origins])
  expect((await mia.call('PATCH', address, { body: { ...sites, name: 'Mia’s' } })).status).toBe(403)
})
