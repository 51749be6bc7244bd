import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { showId } from '#platform/public-ids.ts'

let world: World
let program: Program
let address: string
beforeAll(async () => {
  world = await makeWorld()
  program = await programOf(world)
  address = `/v1/bookings/${showId('booking', world.cleo.bookingId)}`
})
afterAll(() => world.close())

test('a program quotes and cancels a panel for the customer, once however often it asks', async () => {
  const session = showId('session', (await world.load(world.cleo)).sessions[0]!.id)
  const quote = await program.call('POST', `${address}/quotes`, {
    body: { cancel: [session], actor: 'customer' },
  })
  expect(quote.body).toMatchObject({ allowed: true, sessions: [{ session, allowed: true }] })
  const body = { quote: quote.body.quote, reason: 'I am ill' }
  const first = await program.call('POST', `${address}/changes`, { body, key: 'one' })
  expect(first.status).toBe(201)
  expect(first.body.booking.status).toBe('canceled')
  const again = await program.call('POST', `${address}/changes`, { body, key: 'one' })
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const other = await program.call('POST', `${address}/changes`, { body, key: 'two' })
  expect(other.body.revision).toBe(first.body.revision)
})
