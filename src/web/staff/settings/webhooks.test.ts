import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { scopeOfMember } from '#domain/access/scope.ts'
import { FAIR_RULES } from '#domain/policies/fair-policy.ts'
import { paths } from '#paths.ts'
import { bookNextDay } from '../../../../test/mail-world.ts'
import { browserOf, fieldOf, type Page, type StaffBrowser } from '../../../../test/staff-browser.ts'
import {
  allowingLoopback,
  callsOf,
  endpointAt,
  eventfulBooking,
  openReceiver,
  teller,
  verified,
  type Receiver,
} from '../../../../test/webhook-world.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

let world: World
let alva: StaffBrowser
let receiver: Receiver
beforeAll(async () => {
  world = allowingLoopback(await makeWorld())
  alva = await browserOf(world, world.alva)
  receiver = await openReceiver()
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const secretIn = ({ html }: Page) => /whsec_[A-Za-z0-9+/=]{44}/.exec(html)?.[0]
const newest = async () =>
  (
    await world.context.reader
      .selectFrom('webhook_endpoints')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id

test('Alva adds a webhook, copies its secret once, pings it, and sees what came of it', async () => {
  expect((await alva.get(paths.webhooks())).said).toContain('No webhooks yet')
  expect((await alva.get(paths.settings())).html).toContain(paths.webhooks())
  const form = await alva.get(paths.newWebhook())
  expect(form.html).toContain('booking.session.canceled')
  const made = await alva.post(paths.newWebhook(), {
    url: receiver.url,
    description: 'Payroll',
    kinds: ['booking.scheduled', 'booking.canceled'],
  })
  expect(made.status).toBe(200)
  expect(made.headers.get('cache-control')).toBe('no-store')
  const secret = secretIn(made)!
  const id = await newest()
  expect((await alva.get(paths.webhooks())).said).toContain('booking.scheduled, booking.canceled')
  const pinged = await alva.post(paths.webhook(id), { act: 'ping' })
  expect(pinged).toMatchObject({ status: 303, location: `${paths.webhook(id)}?pinged=1#calls` })
  receiver.answer({ status: 200, body: 'pong' }, 1)
  await teller(world).tellAll()
  expect(verified(receiver.received.at(-1)!, secret)).toMatchObject({ type: 'ping' })
  const page = await alva.get(paths.webhook(id))
  expect(page.said).toContain('HTTP 200 pong')
  expect(secretIn(page)).toBeUndefined()
  const [call] = await callsOf(world)
  expect(page.html).toContain(paths.delivery(call!.id))
})

test('an address that cannot be used is refused with what to do, and everything typed stays', async () => {
  for (const [url, what] of [
    ['https://10.0.0.1/in', 'This one lies inside a private network.'],
    ['http://93.184.216.34/', 'Use an address that begins with https.'],
    ['nonsense', 'Write a whole address'],
    ['https://a:b@127.0.0.1/', 'Leave out the user name and password.'],
    ['', 'Address'],
  ] as const) {
    const refused = await alva.post(paths.newWebhook(), { url, description: 'Mine', kinds: 'policy.refused' })
    expect(refused.status).toBe(422)
    expect(refused.said).toContain(what)
    expect(fieldOf(refused, 'description')).toBe('Mine')
    expect(/value="policy.refused"[^>]*checked/.test(refused.html)).toBe(true)
  }
  const unknown = await alva.post(paths.newWebhook(), { url: receiver.url, kinds: 'booking.exploded' })
  expect(unknown.status).toBe(422)
})

test('it can be changed, switched off and on, given a new secret and removed', async () => {
  const { id, secret: former } = await endpointAt(world, receiver.url)
  const saved = await alva.post(paths.webhook(id), { url: receiver.url, description: 'Roster', active: '' })
  expect(saved).toMatchObject({ status: 303, location: `${paths.webhook(id)}?saved=1` })
  const off = await alva.get(paths.webhook(id))
  expect(off.said).toContain('This webhook is off')
  await alva.post(paths.webhook(id), { url: receiver.url, description: 'Roster', active: 'on' })
  const on = await alva.get(paths.webhook(id))
  expect(on.said).not.toContain('This webhook is off')
  const generation = fieldOf(on, 'generation')
  const rotated = await alva.post(paths.webhookSecret(id), { generation })
  expect(rotated.status).toBe(200)
  expect(secretIn(rotated)).not.toBe(former)
  // Pressed twice: the former secret must go on working. Seen to fail without the generation in the form.
  const again = await alva.post(paths.webhookSecret(id), { generation })
  expect(again).toMatchObject({ status: 303, location: paths.webhook(id) })
  expect((await alva.get(paths.webhook(id))).said).toContain('The former secret still signs until')
  const removed = await alva.post(paths.removeWebhook(id))
  expect(removed).toMatchObject({ status: 303, location: `${paths.webhooks()}?saved=1` })
  expect((await alva.get(paths.webhook(id))).status).toBe(404)
})

test('the outbox shows what was sent, the answer, and the way to send it again', async () => {
  const { id } = await endpointAt(world, receiver.url, { withLinks: true })
  const booking = await bookNextDay(world)
  await teller(world).tellAll()
  const call = (await callsOf(world, booking)).find(({ recipient_id }) => recipient_id === id)
  const list = await alva.get(paths.outbox())
  expect(list.said).toContain(`${receiver.url} (Program)`)
  expect(list.said).toContain('booking.scheduled')
  const page = await alva.get(paths.delivery(call!.id))
  for (const text of ['booking.scheduled', 'Webhook', receiver.url, 'HTTP 204', 'Event id', call!.message_id])
    expect(page.said).toContain(text)
  expect(page.html).toContain('&quot;type&quot;: &quot;booking.scheduled&quot;')
  expect(page.html).not.toContain(booking.token)
  expect(page.said).toContain('The secret part of the customer’s link is hidden here.')
  const sentBefore = receiver.received.length
  expect(await alva.post(paths.resend(call!.id))).toMatchObject({ status: 303 })
  await teller(world).tellAll()
  expect(receiver.received).toHaveLength(sentBefore + 1)
  await alva.post(paths.removeWebhook(id))
  const refused = await alva.post(paths.resend(call!.id))
  expect([refused.status, refused.said.includes('The address was switched off or removed.')]).toEqual([
    409,
    true,
  ])
})

test('what was dropped with its webhook says so', async () => {
  const { id } = await endpointAt(world, receiver.url)
  const booking = await eventfulBooking(world)
  await alva.post(paths.removeWebhook(id))
  const call = (await callsOf(world, booking)).find(({ recipient_id }) => recipient_id === id)
  expect((await alva.get(paths.delivery(call!.id))).said).toContain(
    'The address was switched off or removed before this was sent.',
  )
})

test('who cancels is told that programs hear of it, by host alone', async () => {
  await endpointAt(world, `${receiver.url}?key=hidden`)
  const page = await alva.get(paths.staffCancel(world.cleo.bookingId))
  expect(page.said).toContain(`${new URL(receiver.url).host} (Program), by webhook`)
  expect(page.html).not.toContain('key=hidden')
})

// Seen to fail with the permission of the pages left out.
test('Bo, who hosts, gets in nowhere; Dag, who owns another business, finds nothing', async () => {
  const { id } = await endpointAt(world, receiver.url)
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
  const dag = await browserOf(world, (await scopeOfMember(world.context.reader, other.orgId, other.ownerId))!)
  const bo = await browserOf(world, world.bo)
  const posts = [paths.webhook(id), paths.webhookSecret(id), paths.removeWebhook(id)]
  const fields = { url: receiver.url, generation: '1', active: 'on' }
  const rows = () => sql`select * from webhook_endpoints order by id`.execute(world.context.reader)
  const before = (await rows()).rows
  for (const path of [paths.webhooks(), paths.newWebhook(), paths.webhook(id)])
    expect([path, (await bo.get(path)).status]).toEqual([path, 403])
  for (const path of [paths.newWebhook(), ...posts])
    expect([path, (await bo.post(path, fields)).status]).toEqual([path, 403])
  expect((await dag.get(paths.webhook(id))).status).toBe(404)
  for (const path of posts) expect([path, (await dag.post(path, fields)).status]).toEqual([path, 404])
  expect((await dag.get(paths.webhooks())).html).not.toContain(receiver.url)
  expect((await rows()).rows).toEqual(before)
})
