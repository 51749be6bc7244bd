import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { lineOf, onlyThursday } from '../../../test/waiting-world.ts'

/** The one hour of each Thursday: 2pm in London. */
const HOUR = Temporal.Instant.from('2026-12-03T14:00:00Z')

let world: MoneyWorld
beforeAll(async () => {
  world = await moneyWorld()
})
afterAll(() => world.close())

// Seen to fail when every event type's line was gone through on its own: whichever came first had the time.
test('two event types share a host: whoever joined first is offered the time first, in whichever line', async () => {
  const { sessions: earlier } = await world.load(world.cleo)
  await world.changeByStaff(world.alva, world.cleo, { cancel: [earlier[0]!.id] })
  const first = await world.buy('full', { starts: [HOUR] })
  await onlyThursday(world, 14 * 60, 15 * 60)
  const full = lineOf(world, world.types.full)
  const talk = lineOf(world, world.types.talk)
  await full.join('Dag')
  await talk.join('Eve')
  await full.join('Fay')
  await talk.join('Gus')
  await full.join('Hal')
  const { sessions } = await world.load(first)
  await world.changeByStaff(world.alva, first, { cancel: [sessions[0]!.id] })
  for (let round = 0; round < 5; round += 1) {
    expect(await full.sweep()).toBe(1)
    await world.pass({ minutes: 61 })
  }
  expect(await full.mails('waitlist_offered')).toEqual(
    ['dag', 'eve', 'fay', 'gus', 'hal'].map((name) => `${name}@mail.example`),
  )
  expect(await world.faults()).toEqual([])
})
