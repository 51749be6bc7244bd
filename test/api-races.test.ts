import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/db.ts'
import { appOf } from './api-fuzz/populated.ts'
import { changesOf } from './api-changing.ts'
import { programOf, type ApiAnswer, type Program } from './api-client.ts'
import { FIRST_START, makeWorld, type World } from './world.ts'

/** As many connections as programs, so that all of them really are in the database at once. */
const RACERS = 64

let world: World
let crowd: World
let program: Program
let words: ReturnType<typeof changesOf>

beforeAll(async () => {
  world = await makeWorld()
  const db = openDatabase(world.database.url, { max: RACERS })
  crowd = { ...world, context: { ...world.context, db } }
  program = await programOf({ ...crowd, ask: appOf(crowd).ask })
  words = changesOf(world)
})
afterAll(async () => {
  await crowd.context.db.destroy()
  await world.close()
})

// Seen to fail without the comparison of revisions.
test('Of 64 programs that want other things of one booking one gets its way, and 63 see the booking as it is now', async () => {
  const booking = await world.bookAgain()
  const [session] = await words.sessionsOf(booking)
  const wishes = Array.from({ length: RACERS }, (_, index) => ({
    actor: index % 2 === 0 ? ('customer' as const) : ('team_member' as const),
    ...(index % 8 === 0
      ? { cancel: [session!] }
      : {
          reschedule: [
            {
              session: session!,
              start: FIRST_START.add({ hours: 24 * 11, minutes: 30 * (index % 4) }).toString(),
            },
          ],
        }),
  }))
  const quotes = await Promise.all(wishes.map((wish) => words.quote(program, booking, wish)))
  const answers = await Promise.all(quotes.map((quote) => words.commit(program, booking, quote)))
  const [receipts, refused] = split(answers)
  expect(new Set(receipts.map(({ body }) => body.quote_id)).size).toBe(1)
  for (const { status, body } of refused) {
    expect([status, body.code]).toEqual([409, 'changed_meanwhile'])
    expect(body.booking.revision).toBe(2)
  }
  expect((await words.factsOf(booking)).length).toBe(2)
})

test('Of 32 bookings that want one time one gets it, and the others keep theirs and hear of other times', async () => {
  const start = FIRST_START.add({ hours: 24 * 25 }).toString()
  const bookings = await inTurn(32, () => world.bookAgain())
  const quotes = await Promise.all(
    bookings.map(async (booking) => {
      const [session] = await words.sessionsOf(booking)
      return words.quote(program, booking, { reschedule: [{ session: session!, start }] })
    }),
  )
  const answers = await Promise.all(
    bookings.map((booking, index) => words.commit(program, booking, quotes[index]!)),
  )
  const [moved, refused] = split(answers)
  expect(moved).toHaveLength(1)
  for (const { status, body } of refused) {
    expect([status, body.code]).toEqual([409, 'slot_taken'])
    expect(body.nearest).toHaveLength(3)
  }
  expect(await overlaps()).toBe(0)
})

test('Of 64 that came with the revision they had seen, none changes another one', async () => {
  const booking = await world.bookAgain()
  const quotes = await Promise.all(
    Array.from({ length: RACERS }, (_, index) =>
      words.quote(program, booking, { actor: index % 2 ? 'customer' : 'team_member' }),
    ),
  )
  const headers = { 'if-match': '"1"' }
  const answers = await Promise.all(quotes.map((quote) => words.commit(program, booking, quote, { headers })))
  const [receipts, refused] = split(answers)
  expect(new Set(receipts.map(({ body }) => body.quote_id)).size).toBe(1)
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([412]))
  const loser = quotes[answers.findIndex(({ status }) => status !== 201)]!
  const late = await words.commit(program, booking, loser, { headers })
  expect([late.status, late.body.code, late.headers.get('etag')]).toEqual([412, 'precondition_failed', null])
  expect((await world.load(booking)).revision).toBe(2)
})

test('64 times the same request at the same moment is one change: the others wait or get its answer', async () => {
  const booking = await world.bookAgain()
  const quote = await words.quote(program, booking)
  const answers = await Promise.all(
    Array.from({ length: RACERS }, () => words.commit(program, booking, quote, { key: 'all at once' })),
  )
  const [receipts, waiting] = split(answers)
  for (const { body } of receipts) expect(body).toEqual(receipts[0]!.body)
  for (const { status, body } of waiting) expect([status, body.code]).toEqual([409, 'request_in_progress'])
  expect(await words.factsOf(booking)).toEqual(['booking.scheduled', 'booking.canceled'])
})

function split(answers: ApiAnswer[]): [done: ApiAnswer[], refused: ApiAnswer[]] {
  const [done, refused] = [
    answers.filter(({ status }) => status === 201),
    answers.filter(({ status }) => status !== 201),
  ]
  expect(done.length).toBeGreaterThan(0)
  expect(refused.filter(({ status }) => status >= 500)).toEqual([])
  return [done, refused]
}

async function inTurn<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let index = 0; index < count; index += 1) made.push(await make())
  return made
}

async function overlaps(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from allocations a join allocations b
      on a.org_id = b.org_id and a.owner_id = b.owner_id and a.id < b.id and a.during && b.during`.execute(
    world.context.db,
  )
  return rows[0]!.n
}
