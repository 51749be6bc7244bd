import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pingWebhookEndpoint } from '#domain/notifications/ping-webhook-endpoint.ts'
import { rotateWebhookSecret } from '#domain/notifications/rotate-webhook-secret.ts'
import { showId } from '#platform/public-ids.ts'
import { bookPanel } from '../../test/mail-world.ts'
import {
  callsOf,
  endpointAt,
  eventfulBooking,
  openReceiver,
  teller,
  verified,
  type ReceivedEvent,
  type Receiver,
} from '../../test/webhook-world.ts'
import { makeWorld, type World } from '../../test/world.ts'

type Event = ReceivedEvent['event']

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

const ids = () => receiver.received.map(({ headers }) => headers['webhook-id'])

describe('what a program is told', () => {
  test('every event is signed, says who, why, by which quote, and from when to when', async () => {
    const { secret } = await endpointAt(world, receiver.url)
    const booking = await eventfulBooking(world)
    expect(await teller(world).tellAll()).toEqual([])
    expect(receiver.received.map(({ event }) => event.type)).toEqual([
      'booking.scheduled',
      'booking.rescheduled',
      'booking.rescheduled',
      'booking.canceled',
    ])
    for (const message of receiver.received) expect(verified(message, secret)).toEqual(message.event)
    const facts = await world.context.reader
      .selectFrom('facts')
      .where('booking_id', '=', booking.bookingId)
      .where('kind', 'like', 'booking.%')
      .selectAll()
      .orderBy('id')
      .execute()
    expect(ids()).toEqual(facts.map(({ id }) => showId('event', id)))
    const { sessions } = await world.load(booking)
    const session = showId('session', sessions[0]!.id)
    const [scheduled, moved, , canceled] = receiver.received.map(({ event }) => event) as [
      Event,
      Event,
      Event,
      Event,
    ]
    expect(scheduled.data.sessions).toEqual([{ id: session, from: null, to: expect.any(Object) }])
    expect(moved.data.sessions).toEqual([
      { id: session, from: scheduled.data.sessions[0]!.to, to: expect.any(Object) },
    ])
    expect(canceled).toMatchObject({
      id: ids()[3],
      timestamp: facts[3]!.at.toString(),
      data: {
        revision: 4,
        booking: { id: showId('booking', booking.bookingId), status: 'canceled', revision: 4 },
        actor: { type: 'customer', name: 'Cleo', api_key: null },
        channel: 'mail_link',
        reason: 'I took another offer.',
        quote: { id: expect.any(String), refund: { amount: expect.any(Number) }, overridden: false },
        refusal: null,
        sessions: [{ id: session, from: expect.any(Object), to: null }],
      },
    })
  })

  test('a change by Alva names her, and one of some sessions has a name of its own', async () => {
    await endpointAt(world, receiver.url)
    const booking = await bookPanel(world, 1, { sessionCount: 2 })
    const { sessions } = await world.load(booking)
    await world.changeByStaff(world.alva, booking, { cancel: [sessions[1]!.id] }, { reason: 'A full house.' })
    await teller(world).tellAll()
    const { event } = receiver.received.at(-1)!
    expect(event.type).toBe('booking.session.canceled')
    expect(event.data.actor).toEqual({
      type: 'team_member',
      id: showId('member', world.alva.actor.memberId),
      name: 'Alva',
      api_key: null,
    })
    expect(event.data.sessions).toHaveLength(1)
  })

  test('an endpoint hears only of the kinds it asked for', async () => {
    await endpointAt(world, receiver.url, { kinds: ['booking.canceled'] })
    await eventfulBooking(world)
    await teller(world).tellAll()
    expect(receiver.received.map(({ event }) => event.type)).toEqual(['booking.canceled'])
  })

  // Seen to fail with the link put into every body, and with the copy for the outbox kept unmasked.
  test('the customer’s link goes only where it was asked for, and never into the outbox', async () => {
    const plain = await openReceiver()
    await endpointAt(world, receiver.url, { withLinks: true })
    await endpointAt(world, plain.url)
    const booking = await eventfulBooking(world)
    // A receiver that quotes what it got must not bring the link into the log either.
    receiver.answer({ status: 200, body: `got http://kept.test/b/${booking.token}` })
    await teller(world).tellAll()
    const [withLink, without] = [receiver, plain].map(({ received }) => received)
    expect(withLink).toHaveLength(4)
    for (const { event } of withLink!)
      expect(event.data.manage_url).toBe(`http://kept.test/b/${booking.token}`)
    expect(without).toHaveLength(4)
    for (const { body } of without!) {
      expect(body).not.toContain(booking.token)
      expect(body).not.toContain('manage_url')
    }
    for (const call of await callsOf(world)) expect(JSON.stringify(call)).not.toContain(booking.token)
    await plain.close()
  })
})

describe('secrets', () => {
  test('the wrong secret, a changed body and an old message do not verify', async () => {
    const { id, secret } = await endpointAt(world, receiver.url)
    const other = await endpointAt(world, `${receiver.url}/other`)
    await pingWebhookEndpoint(world.context, world.alva, id)
    await teller(world).tellAll()
    const [message] = receiver.received as [ReceivedEvent]
    expect(verified(message, secret)).toMatchObject({ type: 'ping' })
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(() => verified(message, other.secret)).toThrow()
    expect(() => verified({ ...message, body: message.body.replace('ping', 'pong') }, secret)).toThrow()
    const stale = { ...message.headers, 'webhook-timestamp': '1700000000' }
    expect(() => verified({ ...message, headers: stale }, secret)).toThrow()
  })

  // Seen to fail with the newest secret alone, and with the former one signing for good.
  test('during a rotation both secrets verify; a day later only the new one does', async () => {
    const { id, secret: former } = await endpointAt(world, receiver.url)
    const rotated = await rotateWebhookSecret(world.context, world.alva, id)
    if (!rotated.ok) throw new Error(rotated.refusal.code)
    const { secret: present } = rotated.value
    expect(present).not.toBe(former)
    const ping = async () => {
      await pingWebhookEndpoint(world.context, world.alva, id)
      await teller(world).tellAll()
      return receiver.received.at(-1)!
    }
    const during = await ping()
    expect(during.headers['webhook-signature'].split(' ')).toHaveLength(2)
    for (const secret of [former, present]) expect(verified(during, secret)).toMatchObject({ type: 'ping' })
    await sql`update webhook_endpoints set previous_secret_until = previous_secret_until - interval '25 hours'`.execute(
      world.context.db,
    )
    const after = await ping()
    expect(verified(after, present)).toMatchObject({ type: 'ping' })
    expect(() => verified(after, former)).toThrow()
  })
})
