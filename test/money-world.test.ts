import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyWorld, type MoneyWorld } from './money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await moneyWorld()
})
afterAll(() => world.close())

test('Cleo buys everything the clinic sells, and its books agree', async () => {
  const [full, deposit, card, venue, course, talk] = [
    await world.buy('full'),
    await world.buy('deposit'),
    await world.buy('card'),
    await world.buy('venue'),
    await world.buy('course'),
    await world.buy('talk'),
  ]
  const paid = async (booking: { bookingId: string }) =>
    (await world.load(booking)).sessions.map((session) => session.paidMinor)
  expect(await paid(full)).toEqual([4000n])
  expect(await paid(deposit)).toEqual([1000n])
  expect(await paid(card)).toEqual([0n])
  expect(await paid(venue)).toEqual([0n])
  expect(await paid(course)).toEqual([3334n, 3333n, 3333n])
  expect(await paid(talk)).toEqual([0n])
  expect([full, deposit, card, venue, course, talk].map(({ isHeld }) => isHeld)).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
  ])
  expect(await world.faults()).toEqual([])
})
