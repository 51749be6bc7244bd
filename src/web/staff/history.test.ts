import { afterAll, beforeAll, expect, test } from 'vitest'
import { programOf } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { showId } from '#platform/public-ids.ts'
import { paths } from '#paths.ts'
import { signInMember } from './login-cookie.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

// Seen to fail when the history named the way and not the key.
test('the history says through which key somebody changed a booking, and for whom', async () => {
  const program = await programOf(world)
  const address = `/v1/bookings/${showId('booking', world.cleo.bookingId)}`
  expect((await program.call('POST', `${address}/confirmations`)).status).toBe(200)
  const session = showId('session', (await world.load(world.cleo)).sessions[0]!.id)
  const quoted = await program.call('POST', `${address}/quotes`, {
    body: { cancel: [session], actor: 'team_member' },
  })
  const body = { quote: quoted.body.quote, reason: 'The room burned down' }
  expect((await program.call('POST', `${address}/changes`, { body })).status).toBe(201)
  const { context, orgId, alva } = world
  const login = await signInMember(context, { orgId, memberId: alva.actor.memberId })
  const page = await world.visit(paths.staffBooking(world.cleo.bookingId), { cookie: `kept_login=${login}` })
  const text = (await page.text()).replaceAll(/<[^>]+>/g, ' ')
  expect(text).toContain('Canceled by Alva through the API (A program)')
  expect(text).toContain('Confirmed by customer through the API (A program)')
  expect(text).toContain('Booked by customer on the booking page')
})
