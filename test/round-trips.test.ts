import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { FIRST_START, makeWorld, type World } from './world.ts'

/*
 * Every answer a commit waits for is time in which others wait for its locks, so their number is fixed: begin, lock,
 * load, write, queue, commit (docs/architecture.md). The world's panel has three hosts, and its number must not matter.
 * Seen to fail when the allocations of a move were written one by one.
 */
const MOST_ROUND_TRIPS = 6

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const send = pg.Client.prototype.query
let sent: string[] = []
afterEach(() => {
  pg.Client.prototype.query = send
})

test('moving a panel takes at most six round trips', async () => {
  const session = (await world.load(world.cleo)).sessions[0]!.id
  const quoted = await quoteChange(world.context.reader, world.cleo.scope, {
    bookingId: world.cleo.bookingId,
    cancel: [],
    reschedule: [{ session, start: FIRST_START.add({ hours: 20 }) }],
    channel: 'mail_link',
  })
  if (!quoted.ok) throw new Error(quoted.refusal.code)
  listen()
  expect(
    await commitChange(world.context, world.cleo.scope, quoted.value, { reason: 'A train' }),
  ).toMatchObject({ ok: true })
  expectFewInOneTransaction()
})

test('cancelling a panel takes at most six round trips', async () => {
  const booked = await world.bookAgain()
  const session = (await world.load(booked)).sessions[0]!.id
  const quoted = await quoteChange(world.context.reader, booked.scope, {
    bookingId: booked.bookingId,
    cancel: [session],
    reschedule: [],
    channel: 'mail_link',
  })
  if (!quoted.ok) throw new Error(quoted.refusal.code)
  listen()
  expect(await commitChange(world.context, booked.scope, quoted.value, { reason: 'Ill' })).toMatchObject({
    ok: true,
  })
  expectFewInOneTransaction()
})

test('booking a panel takes at most six round trips, beside reading what is offered', async () => {
  listen()
  await world.bookAgain()
  expectFewInOneTransaction()
})

function listen(): void {
  sent = []
  pg.Client.prototype.query = function listened(this: pg.Client, ...args: unknown[]) {
    const [first] = args
    sent.push(typeof first === 'string' ? first : String((first as { text?: string }).text))
    return Reflect.apply(send, this, args) as unknown
  } as typeof send
}

function expectFewInOneTransaction(): void {
  const words = sent.map((statement) => statement.trim().split(/\s+/)[0]!.toLowerCase())
  const [from, to] = [words.indexOf('begin'), words.indexOf('commit')]
  expect(words.filter((word) => word === 'begin')).toHaveLength(1)
  expect(to).toBeGreaterThan(from)
  expect(sent.slice(from, to + 1).length, sent.join('\n')).toBeLessThanOrEqual(MOST_ROUND_TRIPS)
}
