import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { scopeOfMember } from '#domain/access/scope.ts'
import { newId } from '#platform/ids.ts'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import {
  allowingLoopback,
  callsOf,
  openReceiver,
  teller,
  verified,
  type Receiver,
} from '../../../test/webhook-world.ts'
import { bookNextDay, cancelByCustomer } from '../../../test/mail-world.ts'
import { makeWorld, type World } from '../../../test/world.ts'

let world: World
/** The same, where the operator allows no network. */
let plainWorld: World
let program: Program
let receiver: Receiver
beforeAll(async () => {
  plainWorld = await makeWorld()
  world = allowingLoopback(plainWorld)
  receiver = await openReceiver()
  program = await programOf(world)
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const list = '/v1/webhook-endpoints'

async function made(body: object = {}) {
  const answer = await program.call('POST', list, { body: { url: receiver.url, ...body } })
  expect(answer.status).toBe(201)
  return answer.body as { endpoint: { id: string }; secret: string }
}

test('a program makes an endpoint, sees its secret once, and finds it in the list', async () => {
  const { endpoint, secret } = await made({ description: ' Payroll\n', events: ['booking.canceled'] })
  expect(endpoint).toEqual({
    id: expect.stringMatching(/^we_[0-9a-f]{32}$/),
    url: receiver.url,
    description: 'Payroll',
    events: ['booking.canceled'],
    with_links: false,
    active: true,
    disabled_because: null,
    previous_secret_until: null,
    created_at: expect.stringMatching(/Z$/),
    created_by: { id: showId('member', world.alva.actor.memberId), name: 'Alva' },
  })
  const one = await program.call('GET', `${list}/${endpoint.id}`)
  expect([one.status, one.body]).toEqual([200, endpoint])
  const all = await program.call('GET', list)
  expect(all.body.data).toContainEqual(endpoint)
  for (const { body } of [one, all]) expect(JSON.stringify(body)).not.toContain(secret)
  const kept = await world.context.reader.selectFrom('webhook_endpoints').selectAll().execute()
  expect(JSON.stringify(kept)).not.toContain(secret.slice(6))
})

test('the list comes page by page, each endpoint once', async () => {
  for (let number = 0; number < 3; number += 1) await made()
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await program.call('GET', `${list}?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...body.data.map(({ id }: { id: string }) => id))
    cursor = body.next_cursor
  }
  const stored = await world.context.reader
    .selectFrom('webhook_endpoints')
    .select('id')
    .orderBy('id')
    .execute()
  expect(seen).toEqual(stored.map(({ id }) => showId('webhook', id)))
})

// The operator of these tests allows 127.0.0.0/8 and nothing else. Seen to fail with the check at save left out.
test.each([
  ['https://10.0.0.1/', 'not_public'],
  ['https://169.254.169.254/latest/meta-data/', 'not_public'],
  ['https://[::1]/', 'not_public'],
  ['https://[::ffff:10.0.0.1]/', 'not_public'],
  ['https://0xa.1/', 'not_public'],
  ['https://alva:secret@127.0.0.1/', 'has_credentials'],
  ['http://93.184.216.34/', 'not_https'],
  ['ftp://127.0.0.1/', 'not_https'],
  ['not an address', 'not_an_address'],
  [`https://127.0.0.1/${'ü'.repeat(1_900)}`, 'not_an_address'],
])('%s is refused, when it is made and when it is changed', async (url, why) => {
  const { endpoint } = await made()
  const refused = await program.call('POST', list, { body: { url } })
  expect([refused.status, refused.body]).toMatchObject([
    422,
    { code: 'address_refused', field: '/url', why, errors: [{ field: '/url', code: why }] },
  ])
  const unchanged = await program.call('PATCH', `${list}/${endpoint.id}`, { body: { url } })
  expect([unchanged.status, unchanged.body.why]).toEqual([422, why])
})

test('without the operator’s word loopback is refused as well, in every form', async () => {
  const strict = await programOf(plainWorld)
  for (const host of [
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
    'localhost.',
  ])
    for (const scheme of ['http', 'https']) {
      const { status, body } = await strict.call('POST', list, { body: { url: `${scheme}://${host}:8080/` } })
      expect([host, status, body.code]).toEqual([host, 422, 'address_refused'])
    }
})

test('what is not sent stays; what is sent changes; off and on says why', async () => {
  const { endpoint } = await made({ events: ['booking.canceled'], with_links: true })
  const path = `${list}/${endpoint.id}`
  const changed = await program.call('PATCH', path, { body: { description: 'Roster', events: [] } })
  expect(changed.body).toEqual({ ...endpoint, description: 'Roster', events: [] })
  const off = await program.call('PATCH', path, { body: { active: false } })
  expect(off.body).toMatchObject({ active: false, disabled_because: 'switched_off' })
  const on = await program.call('PATCH', path, { body: { active: true } })
  expect(on.body).toMatchObject({ active: true, disabled_because: null })
  const facts = await world.context.reader
    .selectFrom('facts')
    .where('kind', 'like', 'webhook.%')
    .select(['kind', 'channel', 'api_key_id'])
    .orderBy('id', 'desc')
    .limit(3)
    .execute()
  expect(facts.map(({ kind }) => kind)).toEqual(['webhook.saved', 'webhook.disabled', 'webhook.saved'])
  for (const fact of facts) expect(fact).toMatchObject({ channel: 'api', api_key_id: expect.any(String) })
})

test('a rotated secret signs beside the former one, and a ping shows it', async () => {
  const { endpoint, secret: former } = await made()
  const rotated = await program.call('POST', `${list}/${endpoint.id}/secrets`)
  expect(rotated.status).toBe(201)
  expect(rotated.body.endpoint.previous_secret_until).toMatch(/Z$/)
  const ping = await program.call('POST', `${list}/${endpoint.id}/tests`)
  expect([ping.status, ping.body]).toEqual([
    201,
    { endpoint: endpoint.id, delivery: expect.stringMatching(/^dlv_/) },
  ])
  await teller(world).tellAll()
  const message = receiver.received.at(-1)!
  for (const secret of [former, rotated.body.secret])
    expect(verified(message, secret)).toMatchObject({ type: 'ping' })
  const call = (await callsOf(world)).at(-1)!
  expect(call).toMatchObject({ state: 'sent', subject: 'ping' })
  expect(showId('delivery', call.id)).toBe(ping.body.delivery)
})

test('a removed endpoint is gone, and the answer shows it as it was', async () => {
  const { endpoint } = await made()
  const path = `${list}/${endpoint.id}`
  expect(await program.call('DELETE', path)).toMatchObject({ status: 200, body: endpoint })
  for (const method of ['GET', 'DELETE']) expect((await program.call(method, path)).status).toBe(404)
})

// Seen to fail without the condition on the recipient, and with the name left to the first attempt.
test('calls of an endpoint are found by it, named from the start, also after it was removed', async () => {
  const [{ endpoint }, { endpoint: other }] = [await made(), await made()]
  await program.call('POST', `${list}/${endpoint.id}/tests`)
  const booked = await bookNextDay(world)
  await cancelByCustomer(world, booked)
  const calls = async (id: string) =>
    (await program.call('GET', `/v1/deliveries?webhook_endpoint=${id}`)).body
  const { data } = await calls(endpoint.id)
  expect(
    data.map(({ subject, attempts }: { subject: string; attempts: number }) => [subject, attempts]),
  ).toEqual([
    ['booking.canceled', 0],
    ['booking.scheduled', 0],
    ['ping', 0],
  ])
  for (const call of data) expect(call).toMatchObject({ webhook_endpoint: endpoint.id, channel: 'webhook' })
  expect((await calls(other.id)).data).toHaveLength(2)
  const mails = (await program.call('GET', '/v1/deliveries?channel=email')).body.data
  expect(mails[0]).toMatchObject({ webhook_endpoint: null, subject: null })
  await program.call('DELETE', `${list}/${endpoint.id}`)
  expect((await calls(endpoint.id)).data).toHaveLength(3)
  const unknown = `/v1/deliveries?webhook_endpoint=${showId('webhook', newId())}`
  expect(await program.call('GET', unknown)).toMatchObject({
    status: 404,
    body: { field: 'query:webhook_endpoint' },
  })
  const dags = await (await programOfDag()).call('GET', `/v1/deliveries?webhook_endpoint=${other.id}`)
  expect(dags.status).toBe(404)
})

// Seen to fail with loadWebhookEndpoint looking for the id alone.
test('who may: Alva; not Bo, not a key without the scope; Dag’s key finds nothing', async () => {
  const { endpoint } = await made()
  const one = `${list}/${endpoint.id}`
  const calls: [string, string, object?][] = [
    ['GET', one],
    ['PATCH', one, { description: 'Mine' }],
    ['POST', `${one}/secrets`],
    ['POST', `${one}/tests`],
    ['DELETE', one],
  ]
  const statuses = (who: Program) =>
    Promise.all(
      calls.map(async ([method, path, body]) => (await who.call(method, path, body ? { body } : {})).status),
    )
  const bo = await programOf(world, { member: world.bo })
  expect(await statuses(bo)).toEqual([403, 403, 403, 403, 403])
  expect((await bo.call('GET', list)).status).toBe(403)
  expect((await bo.call('POST', list, { body: { url: receiver.url } })).status).toBe(403)
  const reading = await programOf(world, { scopes: ['webhooks:read'] })
  expect(await statuses(reading)).toEqual([200, 403, 403, 403, 403])
  const none = await programOf(world, { scopes: ['bookings:read'] })
  expect((await none.call('GET', list)).body.code).toBe('scope_missing')
  const dag = await programOfDag()
  expect(await statuses(dag)).toEqual([404, 404, 404, 404, 404])
  expect((await dag.call('GET', list)).body.data).toEqual([])
  expect((await program.call('GET', one)).body).toEqual(endpoint)
  expect((await program.call('GET', `${list}/${showId('webhook', newId())}`)).body.field).toBe(
    'path:endpoint',
  )
})

async function programOfDag(): Promise<Program> {
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
  const dag = (await scopeOfMember(world.context.reader, other.orgId, other.ownerId))!
  return programOf({ ...world, alva: dag }, { member: dag })
}
