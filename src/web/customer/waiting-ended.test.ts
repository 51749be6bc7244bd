import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadOffer } from '#domain/event-types/offer.ts'
import { joinForEarlier } from '#domain/waitlist/join-waitlist.ts'
import { paths } from '#paths.ts'
import { wordsOf } from '../../../test/forms.ts'
import { fullWorld, THE_START, type FullWorld } from '../../../test/waiting-world.ts'

/* The page of somebody who does not wait any more says what ended, and nothing that is not so. */

let world: FullWorld
beforeEach(async () => {
  world = await fullWorld()
})
afterEach(() => world.close())

const words = async (token: string) => wordsOf(await (await world.visit(paths.waiting(token))).text())

async function cancel(booking: { bookingId: string }): Promise<void> {
  const { sessions } = await world.load(booking)
  await world.changeByStaff(world.alva, booking, { cancel: [sessions[0]!.id] })
}

// Seen to fail when it said that the days had passed.
test('Dag waited for an earlier time, and his booking was canceled: the days to come have not passed', async () => {
  const later = await world.bookAgain({ starts: [THE_START.add({ hours: 7 * 24 })] })
  const offer = (await loadOffer(world.context.db, world.scope, world.pageId, world.eventTypeId))!
  const joined = await joinForEarlier(world.context, later.scope, offer, 'earlier')
  if (!joined.ok) throw new Error(joined.refusal.code)
  await cancel(later)
  await world.sweep()
  const said = await words(joined.value.token)
  expect(said).toContain('You no longer wait for an earlier time')
  expect(said).toContain('Your booking is cancelled, so there is none to bring forward.')
  expect(said).not.toContain('passed')
})

test('Dag let his time go and the days passed; Eve was never offered any', async () => {
  const dag = await world.join('Dag')
  const eve = await world.join('Eve')
  await cancel(world.cleo)
  await world.sweep()
  await world.pass({ hours: 24 * 5 })
  await world.sweep()
  const said = await words(dag)
  expect(said).toContain('Your days have passed')
  expect(said).toContain('The time that was free for you was passed on.')
  expect(await words(eve)).toContain('No time became free for you.')
})
