import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMember } from '#domain/team/members.ts'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { bookNextDay, bookPanel, deliveriesOf, postman, type Postman } from '../../../test/mail-world.ts'
import { openSmtpSink, type SmtpSink } from '../../../test/smtp-sink.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { DELIVERIES_PER_PAGE, listDeliveries, loadDeliveryForOutbox } from './queries.ts'
import { requeueLost } from './requeue-lost.ts'
import { resendDelivery } from './resend-delivery.ts'

let world: World
let stranger: World
let sink: SmtpSink
let worker: Postman

beforeAll(async () => {
  world = await makeWorld()
  // Dag works in another organization, on the same installation's code but not in this business.
  stranger = await makeWorld()
  sink = await openSmtpSink()
  worker = postman(world, sink.url)
})
afterAll(async () => {
  await worker.close()
  await sink.close()
  await stranger.close()
  await world.close()
})

async function memberOf(role: string): Promise<MemberScope> {
  const added = await addMember(world.context, world.scope, {
    name: role,
    email: `${role}@kestrel.example`,
    title: '',
    zone: 'America/New_York',
    roleKey: role,
    password: null,
  })
  if (!added.ok) throw new Error(added.refusal.code)
  return (await scopeOfMember(world.context.reader, world.orgId, added.value.memberId))!
}

function jobsFor(deliveryId: string) {
  return sql<{
    state: string
  }>`select state::text from pgboss.job where name = 'deliver' and data ->> 'deliveryId' = ${deliveryId}`
    .execute(world.context.db)
    .then(({ rows }) => rows)
}

test('Alva reads the outbox: newest first, whom each message is for, what was said', async () => {
  const booking = await bookNextDay(world, { guests: [{ name: '', email: 'guest@mail.example' }] })
  await worker.deliverAll()
  const listed = await listDeliveries(world.context.reader, world.alva)
  if (!listed.ok) throw new Error(listed.refusal.code)
  const mine = listed.value.rows.filter(({ bookingId }) => bookingId === booking.bookingId)
  expect(
    mine
      .map(({ channel, audience, recipientName, to }) => `${channel} ${audience} ${recipientName} ${to}`)
      .toSorted(),
  ).toEqual([
    'email customer Cleo cleo@mail.example',
    'email guest  guest@mail.example',
    'email primary_host Alva alva@kestrel.example',
    'in_app additional_host Bo ',
    'in_app additional_host Cy ',
    'in_app primary_host Alva ',
  ])
  expect(mine.map(({ id }) => id)).toEqual(
    mine
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  )
  const toCleo = mine.find(({ audience }) => audience === 'customer')!
  expect(toCleo).toMatchObject({
    state: 'sent',
    attempts: 1,
    reference: booking.reference,
    subject: 'Booked: Fri 4 Dec, 7:30pm with Alva and 2 others',
  })
  const detail = await loadDeliveryForOutbox(world.context.reader, world.alva, toCleo.id)
  expect(detail).toMatchObject({
    ok: true,
    value: { id: toCleo.id, messageId: `<${toCleo.id}@kestrel.example>` },
  })
  expect(detail.ok && detail.value.bodyText).toContain('Panel interview')
})

test('the outbox is read page by page, and by state', async () => {
  const first = await deliveriesOf(world)
  await sql`insert into deliveries (org_id, id, fact_id, kind, channel, audience, recipient_id, state, due_at, created_at)
    select org_id, gen_random_uuid(), fact_id, kind, channel, audience, gen_random_uuid(), 'failed', due_at, created_at
    from deliveries, generate_series(1, 60) where id = ${first[0]!.id}`.execute(world.context.db)
  const one = await listDeliveries(world.context.reader, world.alva, { states: ['failed'] })
  if (!one.ok) throw new Error(one.refusal.code)
  expect(one.value.rows).toHaveLength(DELIVERIES_PER_PAGE)
  const two = await listDeliveries(world.context.reader, world.alva, {
    states: ['failed'],
    cursor: one.value.nextCursor!,
  })
  if (!two.ok) throw new Error(two.refusal.code)
  expect(two.value).toMatchObject({ nextCursor: null })
  expect(new Set([...one.value.rows, ...two.value.rows].map(({ id }) => id)).size).toBe(60)
  expect(await listDeliveries(world.context.reader, world.alva, { cursor: "' or 1=1" })).toMatchObject({
    ok: true,
  })
})

// Seen to fail with each of the three questions of permission left out.
test('who may read and resend: Alva may, Bo may not, a dispatcher may, and Dag finds nothing', async () => {
  const booking = await bookNextDay(world)
  const { id } = (await deliveriesOf(world, booking))[0]!
  const dispatcher = await memberOf('dispatcher')
  const ask = async (scope: MemberScope) => [
    (await listDeliveries(world.context.reader, scope)).ok,
    (await loadDeliveryForOutbox(world.context.reader, scope, id)).ok,
    (await resendDelivery(world.context, scope, id)).ok,
  ]
  expect(await ask(world.alva)).toEqual([true, true, true])
  expect(await ask(dispatcher)).toEqual([true, true, true])
  for (const scope of [world.bo, await memberOf('viewer'), await memberOf('accountant')])
    expect(await ask(scope)).toEqual([false, false, false])
  // Dag's own business is another one: the id means nothing there.
  expect(await loadDeliveryForOutbox(world.context.reader, stranger.alva, id)).toMatchObject({
    ok: false,
    refusal: { code: 'unknown_delivery' },
  })
  expect(await resendDelivery(world.context, stranger.alva, id)).toMatchObject({
    ok: false,
    refusal: { code: 'unknown_delivery' },
  })
  expect(await listDeliveries(world.context.reader, stranger.alva)).toMatchObject({
    ok: true,
    value: { rows: [] },
  })
})

test('a mail sent again leaves with a Message-ID of its own, and the facts say who asked for it', async () => {
  const booking = await bookNextDay(world)
  await worker.deliverAll()
  sink.forget()
  const [toCleo] = await deliveriesOf(world, booking)
  expect(await resendDelivery(world.context, world.alva, toCleo!.id)).toMatchObject({ ok: true })
  expect((await deliveriesOf(world, booking))[0]).toMatchObject({ state: 'queued', finished_at: null })
  expect(await jobsFor(toCleo!.id)).toHaveLength(2)
  await worker.deliverAll()
  expect(sink.received.map(({ parsed }) => parsed.messageId)).toEqual([`<${toCleo!.id}.1@kestrel.example>`])
  expect((await deliveriesOf(world, booking))[0]).toMatchObject({ state: 'sent', attempts: 2 })
  const facts = await world.context.reader
    .selectFrom('facts')
    .where('kind', '=', 'delivery.resent')
    .where('booking_id', '=', booking.bookingId)
    .selectAll()
    .execute()
  expect(facts).toMatchObject([
    { actor_kind: 'member', actor_id: world.alva.actor.memberId, payload: { delivery: toCleo!.id } },
  ])
})

test('neither a sample nor a message in the app is sent again', async () => {
  const sample = await bookPanel(world, 1)
  await sql`update deliveries set state = 'sample' where booking_id = ${sample.bookingId} and channel = 'email'`.execute(
    world.context.db,
  )
  const [mail] = await deliveriesOf(world, sample)
  const inApp = await world.context.reader
    .selectFrom('deliveries')
    .where('channel', '=', 'in_app')
    .select('id')
    .executeTakeFirstOrThrow()
  expect(await resendDelivery(world.context, world.alva, mail!.id)).toMatchObject({
    refusal: { code: 'sample' },
  })
  expect(await resendDelivery(world.context, world.alva, inApp.id)).toMatchObject({
    refusal: { code: 'not_a_mail' },
  })
  expect(await resendDelivery(world.context, world.alva, 'nonsense')).toMatchObject({
    refusal: { code: 'unknown_delivery' },
  })
})

test('a mail whose job was lost gets a new one after two minutes, and one that has a job gets no second', async () => {
  await worker.deliverAll()
  const booking = await bookNextDay(world)
  const [lost, waiting] = (await deliveriesOf(world, booking)).map(({ id }) => ({ id })) as [
    { id: string },
    { id: string },
  ]
  await sql`delete from pgboss.job where data ->> 'deliveryId' = ${lost.id}`.execute(world.context.db)
  expect(await requeueLost(world.context)).toBe(0)
  await world.pass({ minutes: 3 })
  expect(await requeueLost(world.context)).toBe(2)
  expect([await jobsFor(lost.id), await jobsFor(waiting.id)].map(({ length }) => length)).toEqual([1, 1])
  // Both were looked after, so the next sweep begins with others.
  expect(await requeueLost(world.context)).toBe(0)
})
