import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pingWebhookEndpoint } from '#domain/notifications/ping-webhook-endpoint.ts'
import { removeWebhookEndpoint } from '#domain/notifications/remove-webhook-endpoint.ts'
import { resendDelivery } from '#domain/notifications/resend-delivery.ts'
import { changeWebhookEndpoint } from '#domain/notifications/save-webhook-endpoint.ts'
import { showId } from '#platform/public-ids.ts'
import { bookNextDay, postman } from '../../test/mail-world.ts'
import { openSmtpSink } from '../../test/smtp-sink.ts'
import {
  callsOf,
  endpointAt,
  eventfulBooking,
  LOOPBACK,
  openReceiver,
  teller,
  type Receiver,
} from '../../test/webhook-world.ts'
import { makeWorld, type World } from '../../test/world.ts'

let world: World
let receiver: Receiver

beforeEach(async () => {
  world = await makeWorld()
  receiver = await openReceiver()
})
afterEach(async () => {
  await receiver.close()
  await world.close()
})

describe('the end', () => {
  const endpointRow = () =>
    world.context.reader.selectFrom('webhook_endpoints').selectAll().executeTakeFirstOrThrow()
  const disabledFacts = () =>
    world.context.reader.selectFrom('facts').where('kind', '=', 'webhook.disabled').selectAll().execute()

  // Seen to fail with a mail for every delivery that gives up, and with what waits left waiting.
  test('after the last attempt the endpoint is off, what waited is closed, and Alva has one mail', async () => {
    const sink = await openSmtpSink()
    const mails = postman(world, sink.url)
    await mails.deliverAll()
    sink.forget()
    await endpointAt(world, receiver.url)
    const [first, other] = [await bookNextDay(world), await bookNextDay(world)]
    const waiting = await eventfulBooking(world)
    await mails.deliverAll()
    sink.forget()
    receiver.answer({ status: 500, body: 'out of order' })
    // Both are answered once both have come, so that two workers give up at the same time.
    const bothAreHere = new Promise<void>((resolve) => {
      receiver.onEvent = () => {
        if (receiver.received.length === 2) resolve()
        return bothAreHere
      }
    })
    const worker = teller(world)
    await Promise.all(
      [first, other].map(async (booking) => {
        const [call] = await callsOf(world, booking)
        await worker.tell(call!.id, { isLastAttempt: true })
      }),
    )
    expect(await endpointRow()).toMatchObject({ state: 'disabled', disabled_because: 'gave_up' })
    const ends = [first, other, waiting].map((booking) => callsOf(world, booking))
    const [endOfFirst, endOfOther, endOfWaiting] = await Promise.all(ends)
    expect(endOfFirst).toMatchObject([
      { state: 'failed', state_detail: 'given up after 1 attempt: HTTP 500 out of order' },
    ])
    expect(['failed', 'no_longer_applies']).toContain(endOfOther![0]!.state)
    expect(endOfWaiting!.map(({ state }) => state)).toEqual(Array(4).fill('no_longer_applies'))
    expect(await disabledFacts()).toMatchObject([{ actor_kind: 'system' }])
    expect(await mails.deliverAll()).toEqual([])
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([['alva@kestrel.example']])
    const { parsed } = sink.received[0]!
    expect(parsed.subject).toBe('A webhook was switched off')
    expect(parsed.text).toContain(new URL(receiver.url).host)
    expect(parsed.text).toContain('/staff/settings/webhooks/')
    await mails.close()
    await sink.close()
  })

  test('an event that was held back until its last attempt ends it as well', async () => {
    await endpointAt(world, receiver.url)
    const booking = await eventfulBooking(world)
    receiver.answer({ status: 500 })
    const calls = await callsOf(world, booking)
    await expect(teller(world).tell(calls[2]!.id, { isLastAttempt: true })).rejects.toThrow('HTTP 500')
    expect(receiver.received.map(({ event }) => event.data.revision)).toEqual([1])
    expect(await endpointRow()).toMatchObject({ disabled_because: 'gave_up' })
    expect((await callsOf(world, booking)).map(({ state }) => state)).toEqual([
      'no_longer_applies',
      'no_longer_applies',
      'failed',
      'no_longer_applies',
    ])
  })

  test('nobody is mailed about a webhook that was switched on again meanwhile', async () => {
    const sink = await openSmtpSink()
    const mails = postman(world, sink.url)
    const { id } = await endpointAt(world, receiver.url)
    await bookNextDay(world)
    receiver.answer({ status: 410 })
    await teller(world).tellAll()
    await changeWebhookEndpoint(world.context, world.alva, id, { active: true }, LOOPBACK)
    expect(await mails.deliverAll()).toEqual([])
    expect(sink.received.filter(({ parsed }) => parsed.subject?.includes('webhook'))).toEqual([])
    await mails.close()
    await sink.close()
  })

  test('a program that answers 410 is gone at once', async () => {
    await endpointAt(world, receiver.url)
    const booking = await eventfulBooking(world)
    receiver.answer({ status: 410 })
    expect(await teller(world).tellAll()).toEqual([])
    expect(receiver.received).toHaveLength(1)
    expect(await endpointRow()).toMatchObject({ state: 'disabled', disabled_because: 'gone' })
    expect((await callsOf(world, booking)).map(({ state }) => state)).toEqual([
      'failed',
      ...Array(3).fill('no_longer_applies'),
    ])
    expect(await disabledFacts()).toHaveLength(1)
  })

  test('switched off, it hears of nothing; switched on again, only of what happens from then on', async () => {
    const { id } = await endpointAt(world, receiver.url)
    const before = await bookNextDay(world)
    const turn = (active: boolean) =>
      changeWebhookEndpoint(world.context, world.alva, id, { active }, LOOPBACK)
    await turn(false)
    const meanwhile = await bookNextDay(world)
    await turn(true)
    const after = await bookNextDay(world)
    expect(await teller(world).tellAll()).toEqual([])
    expect(receiver.received.map(({ event }) => event.data.booking.id)).toEqual([
      showId('booking', after.bookingId),
    ])
    expect(await callsOf(world, before)).toMatchObject([{ state: 'no_longer_applies' }])
    expect(await callsOf(world, meanwhile)).toEqual([])
    expect(await endpointRow()).toMatchObject({ state: 'active', disabled_because: '' })
  })

  test('a removed endpoint is told nothing, not even what was planned at the same moment', async () => {
    const { id } = await endpointAt(world, receiver.url)
    const booking = await bookNextDay(world)
    await removeWebhookEndpoint(world.context, world.alva, id)
    expect(await callsOf(world, booking)).toMatchObject([{ state: 'no_longer_applies' }])
    await sql`update deliveries set state = 'queued' where channel = 'webhook'`.execute(world.context.db)
    expect(await teller(world).tellAll()).toEqual([])
    expect(await callsOf(world, booking)).toMatchObject([
      { state: 'no_longer_applies', state_detail: 'the address was removed before this was sent' },
    ])
    expect(receiver.received).toEqual([])
  })
})

describe('on purpose', () => {
  test('what a sample world would tell is written, so that it can be read, and goes nowhere', async () => {
    await endpointAt(world, receiver.url)
    const booking = await bookNextDay(world)
    await sql`update deliveries set state = 'sample' where channel = 'webhook'`.execute(world.context.db)
    const [call] = await callsOf(world, booking)
    await teller(world).tell(call!.id)
    expect(await callsOf(world, booking)).toMatchObject([
      {
        state: 'sample',
        attempts: 0,
        subject: 'booking.scheduled',
        body_text: expect.stringContaining('evt_'),
      },
    ])
    expect(receiver.received).toEqual([])
  })

  test('an event that Alva sends again keeps its id and carries the booking as it is now', async () => {
    await endpointAt(world, receiver.url)
    const booking = await eventfulBooking(world)
    await teller(world).tellAll()
    const [first] = await callsOf(world, booking)
    expect(await resendDelivery(world.context, world.alva, first!.id)).toMatchObject({ ok: true })
    expect(await teller(world).tellAll()).toEqual([])
    const [original, again] = [receiver.received[0]!, receiver.received.at(-1)!]
    expect(receiver.received).toHaveLength(5)
    expect(again.headers['webhook-id']).toBe(original.headers['webhook-id'])
    expect(again.event.data).toMatchObject({ revision: 1, booking: { revision: 4 } })
  })

  test('a ping is tried once, also at an endpoint that is off, and its outcome stands in the log', async () => {
    const { id } = await endpointAt(world, receiver.url)
    await changeWebhookEndpoint(world.context, world.alva, id, { active: false }, LOOPBACK)
    receiver.answer({ status: 503, body: 'closed' }, 1)
    const ping = async () => {
      const made = await pingWebhookEndpoint(world.context, world.alva, id)
      expect(await teller(world).tellAll()).toEqual([])
      return made.ok ? made.value.deliveryId : ''
    }
    const [refused, taken] = [await ping(), await ping()]
    expect(await callsOf(world)).toMatchObject([
      { id: refused, state: 'failed', state_detail: 'given up after 1 attempt: HTTP 503 closed' },
      { id: taken, state: 'sent', subject: 'ping' },
    ])
    expect(receiver.received[1]!.event).toMatchObject({
      type: 'ping',
      data: { endpoint: showId('webhook', id), actor: { name: 'Alva' }, channel: 'staff_page' },
    })
    const back = await changeWebhookEndpoint(world.context, world.alva, id, { active: true }, LOOPBACK)
    expect(back).toMatchObject({ ok: true, value: { active: true } })
  })
})
