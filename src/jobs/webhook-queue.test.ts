import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '#platform/log.ts'
import {
  callsOf,
  endpointAt,
  eventfulBooking,
  LOOPBACK,
  openReceiver,
  verified,
  type Receiver,
} from '../../test/webhook-world.ts'
import { makeWorld, type World } from '../../test/world.ts'
import { startWorker } from './timetable.ts'

let world: World
let receiver: Receiver
let worker: { stop(): Promise<void> }

beforeAll(async () => {
  world = await makeWorld()
  receiver = await openReceiver()
  const config = { ...world.config, ...LOOPBACK }
  worker = await startWorker({
    config,
    context: world.context,
    log: createLog('error', { json: false, write: () => {} }),
  })
})
afterAll(async () => {
  await worker.stop()
  await receiver.close()
  await world.close()
})

async function until(true_: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await true_())) await new Promise((resolve) => setTimeout(resolve, 10))
}

test(
  'through the real queue: changes that follow each other at once arrive in their order, signed, once each',
  { timeout: 60_000 },
  async () => {
    const { secret } = await endpointAt(world, receiver.url)
    const bookings = await Promise.all([eventfulBooking(world), eventfulBooking(world)])
    await until(async () => (await callsOf(world)).every(({ state }) => state === 'sent'))
    for (const message of receiver.received) expect(verified(message, secret)).toBeTruthy()
    for (const booking of bookings) {
      const { reference } = await world.load(booking)
      const revisions = receiver.received
        .filter(({ event }) => event.data.booking.reference.replace('-', '') === reference)
        .map(({ event }) => event.data.revision)
      expect(revisions).toEqual([1, 2, 3, 4])
    }
  },
)
