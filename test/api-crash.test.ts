import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { changesOf } from './api-changing.ts'
import { programOf, type Program } from './api-client.ts'
import { FIRST_START, makeWorld, type World } from './world.ts'

/*
 * The process dies after what was asked is done and before its answer is kept. The program never hears of it and asks
 * again with the same key: it must get the answer it missed, and nothing may happen twice.
 * Seen to fail with a request key that was new for every request: two bookings.
 */
let world: World
let program: Program
let words: ReturnType<typeof changesOf>

beforeAll(async () => {
  world = await makeWorld()
  program = await programOf(world)
  words = changesOf(world)
})
afterAll(() => world.close())

test('A booking whose answer was lost is found again, not made again', async () => {
  const body = {
    event_type: showId('eventType', world.eventTypeId),
    starts: [FIRST_START.add({ hours: 24 * 20 }).toString()],
    customer: { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' },
  }
  await lostAndAskedAgain('/v1/bookings', body)
})

test('A change whose answer was lost is the same change: canceling, moving, by customer and by team', async () => {
  for (const actor of ['customer', 'team_member'] as const) {
    const canceled = await world.bookAgain()
    await lostAndAskedAgain(`${words.addressOf(canceled)}/changes`, {
      quote: await words.quote(program, canceled, { actor }),
    })
    const moved = await world.bookAgain()
    const [session] = await words.sessionsOf(moved)
    const start = FIRST_START.add({ hours: 24 * (actor === 'customer' ? 18 : 19) }).toString()
    const quote = await words.quote(program, moved, { actor, reschedule: [{ session: session!, start }] })
    await lostAndAskedAgain(`${words.addressOf(moved)}/changes`, { quote })
  }
})

test('A confirmation whose answer was lost stays one confirmation', async () => {
  await lostAndAskedAgain(`${words.addressOf(await world.bookAgain())}/confirmations`, undefined)
})

test('A no-show whose answer was lost stays one no-show, and so does taking it back', async () => {
  const booking = await world.bookAgain()
  const [session] = await words.sessionsOf(booking)
  await world.pass({ hours: 24 * 12 })
  await lostAndAskedAgain(`${words.addressOf(booking)}/no-shows`, { session })
  await lostAndAskedAgain(`${words.addressOf(booking)}/no-show-reversals`, { session })
})

test('While nobody knows yet that the process died, the program is told to wait', async () => {
  const booking = await world.bookAgain({ starts: [FIRST_START.add({ hours: 24 * 26 })] })
  const body = { quote: await words.quote(program, booking) }
  await program.call('POST', `${words.addressOf(booking)}/changes`, { body, key: 'just now' })
  await forget('just now', 10)
  const again = await program.call('POST', `${words.addressOf(booking)}/changes`, { body, key: 'just now' })
  expect([again.status, again.body.code]).toEqual([409, 'request_in_progress'])
})

let turn = 0

async function lostAndAskedAgain(path: string, body: unknown): Promise<void> {
  const key = `lost ${(turn += 1)}`
  const first = await program.call('POST', path, { body, key })
  expect(first.status, JSON.stringify(first.body)).toBeLessThan(300)
  await forget(key, 120)
  const before = await happenings()
  const again = await program.call('POST', path, { body, key })
  expect({ path, status: again.status, body: again.body }).toEqual({
    path,
    status: first.status,
    body: first.body,
  })
  expect(again.headers.get('idempotent-replayed')).toBeNull()
  expect(await happenings()).toEqual(before)
  const kept = await program.call('POST', path, { body, key })
  expect(kept.headers.get('idempotent-replayed')).toBe('true')
}

/** As the row looks when its process died after the commit. */
async function forget(key: string, seconds: number): Promise<void> {
  await sql`update idempotent_requests set finished_at = null, status = null, headers = null, body = null,
    started_at = clock_timestamp() - make_interval(secs => ${seconds}) where key = ${key}`.execute(
    world.context.db,
  )
}

/** Everything that happened or is to be told, counted. */
async function happenings(): Promise<unknown> {
  const { rows } =
    await sql`select (select count(*) from facts) as facts, (select count(*) from deliveries) as told,
    (select count(*) from bookings) as bookings, (select sum(revision) from bookings) as revisions,
    (select count(*) from quotes) as quotes, (select count(*) from allocations) as taken,
    (select sum(sequence) from sessions) as sequences, (select count(*) from booking_links) as links`.execute(
      world.context.db,
    )
  return rows[0]
}
