import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { bookNextDay } from '../../test/mail-world.ts'
import {
  callsOf,
  endpointAt,
  eventfulBooking,
  LOOPBACK,
  openReceiver,
  teller,
  verified,
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

const ids = () => receiver.received.map(({ headers }) => headers['webhook-id'])

const revisions = () => receiver.received.map(({ event }) => event.data.revision)

describe('when a program does not listen', () => {
  // Seen to fail with the line left out: the canceled booking then moves in the program.
  test('it dies, comes back, and gets everything that it missed, once, in the order of revisions', async () => {
    await endpointAt(world, receiver.url)
    await receiver.die()
    const [first, second] = [await eventfulBooking(world), await eventfulBooking(world)]
    const worker = teller(world)
    expect(await worker.tellAll()).toHaveLength(8)
    expect(receiver.received).toEqual([])
    await receiver.comeBack()
    // The queue brings them back in any order.
    const waiting = await callsOf(world)
    expect(waiting.every(({ state }) => state === 'queued')).toBe(true)
    for (const { id } of waiting.toReversed()) await worker.tell(id)
    for (const booking of [first, second]) {
      const told = receiver.received.filter(
        ({ event }) => event.data.booking.id === showId('booking', booking.bookingId),
      )
      expect(told.map(({ event }) => event.data.revision)).toEqual([1, 2, 3, 4])
    }
    expect(new Set(ids()).size).toBe(8)
    expect(receiver.received).toHaveLength(8)
    expect((await callsOf(world)).map(({ state }) => state)).toEqual(Array(8).fill('sent'))
  })

  test('one that fails holds back the later ones of its booking, and no other booking', async () => {
    await endpointAt(world, receiver.url)
    const booking = await eventfulBooking(world)
    const other = await bookNextDay(world)
    receiver.answer({ status: 500, body: 'out of order' }, 4)
    const errors = await teller(world).tellAll()
    expect(errors.map(({ message }) => message)).toEqual(Array(4).fill('HTTP 500 out of order'))
    expect(revisions()).toEqual([1, 1, 1, 1, 1])
    const [head, ...rest] = await callsOf(world, booking)
    expect(head).toMatchObject({
      state: 'queued',
      attempts: 4,
      state_detail: 'will be tried again: HTTP 500 out of order',
    })
    expect(rest.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['queued', 0],
      ['queued', 0],
      ['queued', 0],
    ])
    expect(await callsOf(world, other)).toMatchObject([{ state: 'sent', attempts: 1 }])
  })

  test('what was sent is logged with its body and the first part of the answer', async () => {
    await endpointAt(world, receiver.url)
    const booking = await bookNextDay(world)
    receiver.answer({ status: 201, body: `thanks\r\n\u0007${'x'.repeat(1_000)}` })
    await teller(world).tellAll()
    const [call] = await callsOf(world, booking)
    expect(call).toMatchObject({
      state: 'sent',
      attempts: 1,
      subject: 'booking.scheduled',
      message_id: ids()[0],
      to_address: receiver.url,
    })
    expect(call!.state_detail).toMatch(/^HTTP 201 thanks x{200,300}$/)
    expect(JSON.parse(call!.body_text!)).toEqual(receiver.received[0]!.event)
  })

  // Seen to fail with an id made anew for every attempt.
  test('a worker that dies between sending and saying so leaves a message that is sent again under its id', async () => {
    const { secret } = await endpointAt(world, receiver.url)
    const booking = await bookNextDay(world)
    const [call] = await callsOf(world, booking)
    await teller(world).tell(call!.id)
    // As the killed worker would have left it: the attempt was counted, its end was not written.
    await sql`update deliveries set state = 'queued', finished_at = null where id = ${call!.id}`.execute(
      world.context.db,
    )
    await teller(world).tell(call!.id)
    expect(receiver.received).toHaveLength(2)
    expect(new Set(ids()).size).toBe(1)
    for (const message of receiver.received) expect(verified(message, secret)).toBeTruthy()
    expect(await callsOf(world, booking)).toMatchObject([{ state: 'sent', attempts: 2 }])
  })

  // The worker loses its connection, and with it the hold, while the program answers. Seen to end the whole process
  // when nobody listened to a connection that is held.
  test('a worker whose connection is cut while it sends gives the line back, and the next one sends it again', async () => {
    await endpointAt(world, receiver.url)
    const booking = await bookNextDay(world)
    const [call] = await callsOf(world, booking)
    receiver.onEvent = async () => {
      delete receiver.onEvent
      await sql`select pg_terminate_backend(pid) from pg_locks l join pg_database d on d.oid = l.database
        where locktype = 'advisory' and datname = current_database()`.execute(world.context.reader)
    }
    await expect(teller(world).tell(call!.id)).rejects.toThrow()
    expect(await callsOf(world, booking)).toMatchObject([{ state: 'queued', attempts: 1 }])
    await teller(world).tell(call!.id)
    expect(ids()).toHaveLength(2)
    expect(new Set(ids()).size).toBe(1)
    expect(await callsOf(world, booking)).toMatchObject([{ state: 'sent', attempts: 2 }])
  })

  test('one that hangs up in the middle gets it again under the same id', async () => {
    await endpointAt(world, receiver.url)
    const booking = await bookNextDay(world)
    receiver.answer(null, 1)
    expect(await teller(world).tellAll()).toHaveLength(1)
    expect(await teller(world).tellAll()).toEqual([])
    expect(ids()).toHaveLength(2)
    expect(new Set(ids()).size).toBe(1)
    expect(await callsOf(world, booking)).toMatchObject([{ state: 'sent', attempts: 2 }])
  })

  test('two workers at one line: nothing is sent twice, and nothing overtakes', async () => {
    await endpointAt(world, receiver.url)
    await eventfulBooking(world)
    const worker = teller(world)
    const calls = await callsOf(world)
    await Promise.allSettled([...calls, ...calls].map(({ id }) => worker.tell(id)))
    await worker.tellAll()
    expect(revisions()).toEqual([1, 2, 3, 4])
  })

  test('an answer other than 2xx is no thanks, and nobody follows a redirect', async () => {
    const elsewhere = await openReceiver()
    const headers = { location: elsewhere.url }
    await endpointAt(world, receiver.url)
    await bookNextDay(world)
    for (const status of [301, 302, 307, 308, 400, 404, 429, 503]) {
      receiver.answer({ status, headers }, 1)
      expect(await teller(world).tellAll()).toHaveLength(1)
    }
    expect(elsewhere.received).toEqual([])
    await elsewhere.close()
  })

  // Seen to fail without the rest: every event of the silent program then costs a whole time limit.
  test('one that lets calls run out of time is left in peace for a while, and the others are told', async () => {
    const silent = await openReceiver()
    silent.onEvent = () => new Promise(() => {})
    await endpointAt(world, silent.url)
    await endpointAt(world, receiver.url)
    for (let number = 0; number < 4; number += 1) await bookNextDay(world)
    const errors = await teller(world, { ...LOOPBACK, timeLimitMs: 100 }).tellAll()
    expect(errors.map(({ message }) => message)).toEqual([
      'no answer in time',
      ...Array(3).fill('The address let calls run out of time a moment ago.'),
    ])
    expect(silent.received).toHaveLength(1)
    expect(receiver.received).toHaveLength(4)
    await silent.close()
  })

  // The address is judged again at every call. Seen to fail with the check at save alone.
  test('an address that was fine when it was saved is refused once the operator closes the network', async () => {
    await endpointAt(world, receiver.url)
    await bookNextDay(world)
    const errors = await teller(world, { allowedNetworks: [] }).tellAll()
    expect(errors.map(({ message }) => message)).toEqual(['The address is refused: not public.'])
    expect(receiver.received).toEqual([])
  })
})
