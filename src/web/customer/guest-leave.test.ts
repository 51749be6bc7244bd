import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'

let world: World
let booking: CleosBooking
beforeAll(async () => {
  world = await makeWorld()
  booking = await world.bookAgain({
    guests: [
      { name: 'Jo', email: 'jo@mail.example' },
      { name: 'Kim', email: 'kim@mail.example' },
    ],
  })
})
afterAll(() => world.close())

const read = async (path: string) => (await world.visit(path)).text()

test('Jo leaves: the booking stays, Cleo and the hosts hear of it, Jo hears of nothing else', async () => {
  const { guests, revision } = await world.load(booking)
  const token = world.guestLink(booking, guests.find(({ name }) => name === 'Jo')!.id)
  const fields = formOf(await read(paths.manage(token)), 'leave')
  const young = await world.send(paths.leave(token), fields)
  expect(wordsOf(await young.text())).toContain('Check: leave this booking?')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.leave(token), fields)
  expect(sent.status).toBe(303)
  expect(wordsOf(await read(sent.headers.get('location')!))).toContain('You have left this booking')
  const after = await world.load(booking)
  expect(after.guests.map(({ name }) => name)).toEqual(['Kim'])
  expect(after.revision).toBe(revision + 1)
  expect(after.sessions[0]!.state).toBe('scheduled')
  // Leaving twice is leaving once.
  await world.send(paths.leave(token), { ...fields, checked: '1' })
  expect((await world.load(booking)).revision).toBe(revision + 1)
  const told = await world.context.db
    .selectFrom('deliveries')
    .where('booking_id', '=', booking.bookingId)
    .where('kind', '=', 'guest_left')
    .select(['channel', 'audience', 'to_address'])
    .orderBy('channel')
    .orderBy('audience')
    .execute()
  expect(told.filter(({ channel }) => channel === 'email')).toEqual([
    { channel: 'email', audience: 'customer', to_address: 'cleo@mail.example' },
    { channel: 'email', audience: 'guest', to_address: 'jo@mail.example' },
  ])
  await world.changeByStaff(world.alva, booking, {
    cancel: [after.sessions[0]!.id],
  })
  const canceled = await world.context.db
    .selectFrom('deliveries')
    .where('booking_id', '=', booking.bookingId)
    .where('kind', '=', 'booking_canceled')
    .where('audience', '=', 'guest')
    .select('to_address')
    .execute()
  expect(canceled).toEqual([{ to_address: 'kim@mail.example' }])
})

test('the customer’s own link leaves nothing, and neither does a stranger’s', async () => {
  const before = await world.checksum()
  const own = await world.send(paths.leave(world.cleo.token), { checked: '1' })
  expect(own.headers.get('location')).toBe(paths.manage(world.cleo.token))
  expect((await world.send(paths.leave('a'.repeat(43)), {})).status).toBe(404)
  expect(await world.checksum()).toBe(before)
})
