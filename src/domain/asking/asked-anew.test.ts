import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { answerAsk } from './answer-ask.ts'
import type { GivenAnswer } from './answer.ts'
import { askException } from './ask-exception.ts'
import { told, valueOf } from './asks.testing.ts'
import { loadAsks } from './load-asks.ts'
import { withdrawAsk } from './withdraw-ask.ts'

/* An answer that Cleo has and does not use: what may be offered at all, and how she gets on when she cannot use it. */

let world: MoneyWorld
let booking: HeldBooking
let others: HeldBooking
const HOUR = Temporal.Instant.from('2026-12-07T10:00:00Z')
const TAKEN = HOUR.add({ hours: 2 })
const FREE = HOUR.add({ hours: 4 })

beforeAll(async () => {
  world = await moneyWorld({
    rules: { reschedule: { allowed: { kind: 'until', noticeMinutes: 24 * 60 }, limit: 1, tiers: [] } },
  })
  booking = await world.buy('full', { starts: [HOUR] })
  const dag = { name: 'Dag', email: 'dag@mail.example', phone: '', zone: 'UTC', locale: 'en-GB' }
  others = await world.buy('full', { starts: [TAKEN], requestKey: 'dag', customer: dag })
  await world.pass({ minutes: Math.ceil((await world.now()).until(HOUR).total('minutes')) - 20 * 60 })
})
afterAll(() => world.close())

const session = async () => (await world.load(booking)).sessions[0]!.id
const asks = async (reason: string) =>
  askException(world.context, booking.scope, {
    action: 'reschedule',
    sessions: [await session()],
    wishes: [],
    reason,
    channel: 'mail_link',
  })
const answer = async (given: Pick<GivenAnswer, 'answer'>, ...starts: Temporal.Instant[]) =>
  answerAsk(world.context, world.alva, {
    bookingId: booking.bookingId,
    askId: (await world.load(booking)).asks.find(({ state }) => state === 'open')!.id,
    ...(starts.length > 0 ? { offered: [{ session: await session(), starts }] } : {}),
    channel: 'staff_page',
    ...given,
  })
const states = async () =>
  (await loadAsks(world.context.reader, booking.scope, booking.bookingId)).map(({ state }) => state)

// Seen to fail when offered times were not looked up.
test('Alva cannot offer a time that Dag has; she is told which, and nothing was answered', async () => {
  valueOf(await asks('Ill'))
  expect(await answer({ answer: 'times' }, FREE, TAKEN)).toMatchObject({
    refusal: { code: 'slot_taken', session: await session(), start: TAKEN.toString() },
  })
  expect(await states()).toEqual(['open'])
  valueOf(await answer({ answer: 'times' }, FREE))
  expect(await states()).toEqual(['granted'])
})

// Seen to fail when what was agreed to was not asked for again.
test('the time she was offered is gone or does not suit: her new question takes the place of the answer', async () => {
  const made = valueOf(await asks('None of these suits'))
  expect(await states()).toEqual(['open', 'withdrawn'])
  expect(await told(world, booking, made.revision - 1)).toEqual({
    ask_made: ['customer email', 'primary_host email', 'primary_host in_app'],
    ask_withdrawn: ['primary_host in_app'],
  })
  // Dag goes, so that his time can be offered now.
  const { sessions } = await world.load(others)
  await world.changeByStaff(world.alva, others, { cancel: [sessions[0]!.id] })
  valueOf(await answer({ answer: 'times' }, TAKEN))
  expect(await states()).toEqual(['granted', 'withdrawn'])
})

test('or she takes the question back though it was answered, and the policy holds again', async () => {
  const [granted] = (await world.load(booking)).asks
  valueOf(await withdrawAsk(world.context, booking.scope, granted!.id, 'mail_link'))
  expect(await states()).toEqual(['withdrawn', 'withdrawn'])
  expect((await world.load(booking)).asks).toEqual([])
})
