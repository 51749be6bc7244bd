import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { answerAsk } from './answer-ask.ts'
import { askException } from './ask-exception.ts'
import { instants, valueOf } from './asks.testing.ts'
import { expireAsks } from './expire-asks.ts'

const ROUNDS = 6

let world: World
let crowd: Context
const { quote } = quotingIn(() => world)

beforeAll(async () => {
  world = await makeWorld({
    clock: '2026-12-01T12:00:00Z',
    eventType: { approval: 'request', suggestedTimes: 1, answerWithinMinutes: 60 },
    rules: { cancel: { allowed: { kind: 'never' } } },
  })
  crowd = { ...world.context, db: openDatabase(world.database.url, { max: 16 }) }
})
afterAll(async () => {
  await crowd.db.destroy()
  await world.close()
})

let made = 0
const asksFor = (start: string) => {
  made += 1
  return world.bookAgain({ starts: instants(start), requestKey: `race ${made}` })
}

const askOf = async (booking: CleosBooking) => (await world.load(booking)).asks[0]!.id

const approve = (booking: CleosBooking, askId: string, member = world.alva) =>
  answerAsk(crowd, member, { bookingId: booking.bookingId, askId, answer: 'approved', channel: 'staff_page' })

/** The time of round n: half hours from nine in New York on. */
const slot = (day: string, round: number) =>
  `${day}T${14 + Math.floor(round / 2)}:${round % 2 ? '30' : '00'}:00Z`

const overlaps = async () =>
  (
    await sql`select 1 from allocations a join allocations b on a.org_id = b.org_id and a.owner_id = b.owner_id
      and a.id < b.id and a.during && b.during`.execute(world.context.db)
  ).rows.length

describe('two at once', () => {
  test('two requests for one time, approved by two people at once: one gets it, the other is told what is free', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = slot('2026-12-08', round)
      const both = [await asksFor(start), await asksFor(start)] as const
      const asked = [await askOf(both[0]), await askOf(both[1])] as const
      const outcomes = await Promise.all([
        approve(both[0], asked[0], world.alva),
        approve(both[1], asked[1], world.bo),
      ])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
      const [refused] = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal]))
      expect(refused).toMatchObject({ code: 'slot_taken' })
      expect((refused as { nearest: string[] }).nearest.length).toBeGreaterThan(0)
      expect(await overlaps()).toBe(0)
    }
  })

  // Seen to fail when the booking was not locked before it was answered.
  test('one request approved by two people at once is approved once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const request = await asksFor(slot('2026-12-09', round))
      const askId = await askOf(request)
      const outcomes = await Promise.all([
        approve(request, askId, world.alva),
        approve(request, askId, world.bo),
      ])
      const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal]))
      expect(refusals).toEqual([{ code: 'not_open', state: 'done' }])
      expect((await world.load(request)).revision).toBe(2)
    }
  })

  test('approved and canceled at once: it ends as one of the two, whole', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const request = await asksFor(slot('2026-12-10', round))
      const askId = await askOf(request)
      const [session] = (await world.load(request)).sessions
      const offer = await quote(request.scope, request, { cancel: [session!.id] })
      const [approved, canceled] = await Promise.all([
        approve(request, askId),
        commitChange(crowd, request.scope, offer, {}),
      ])
      expect([approved.ok, canceled.ok].filter(Boolean)).toHaveLength(1)
      const { sessions, asks, revision } = await world.load(request)
      expect([sessions[0]!.state, sessions[0]!.allocations.length, asks.length, revision]).toEqual(
        approved.ok ? ['scheduled', 3, 0, 2] : ['canceled', 0, 0, 2],
      )
      if (!canceled.ok) expect(canceled.refusal).toEqual({ code: 'changed_meanwhile', revision: 2 })
      if (!approved.ok) expect(approved.refusal).toEqual({ code: 'not_open', state: 'withdrawn' })
    }
  })

  test('asked twice at once is one question', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const request = await asksFor(slot('2026-12-11', round))
      valueOf(await approve(request, await askOf(request)))
      const [session] = (await world.load(request)).sessions
      const asks = (reason: string) =>
        askException(crowd, request.scope, {
          action: 'cancel',
          sessions: [session!.id],
          wishes: [],
          reason,
          channel: 'mail_link',
        })
      const outcomes = await Promise.all([asks('Once'), asks('Twice'), asks('Once')])
      const asked = new Set(
        outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.ask] : [outcome.refusal.code])),
      )
      expect((await world.load(request)).asks).toHaveLength(1)
      expect([...asked].filter((entry) => entry !== 'ask_open')).toHaveLength(1)
      expect((await world.load(request)).revision).toBe(3)
    }
  })

  test('approved in the moment in which it expires: one of the two, and Cleo hears one thing', async () => {
    const requests = []
    for (let round = 0; round < ROUNDS; round += 1) requests.push(await asksFor(slot('2026-12-14', round)))
    const asked = await Promise.all(requests.map(askOf))
    await world.pass({ minutes: 61 })
    const [, ...approvals] = await Promise.all([
      expireAsks(crowd),
      ...requests.map((request, index) => approve(request, asked[index]!)),
    ])
    for (const [index, request] of requests.entries()) {
      const { sessions, revision } = await world.load(request)
      const [outcome] = [approvals[index]!]
      expect([sessions[0]!.state, revision]).toEqual([outcome.ok ? 'scheduled' : 'canceled', 2])
    }
  })

  // Seen to fail when the sweep did not look again, under the lock, whether the question was still due.
  test('allowed in the moment in which it expires: an answer that was given stands', async () => {
    const bookings = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const booking = await asksFor(slot('2026-12-15', round))
      valueOf(await approve(booking, await askOf(booking)))
      const [session] = (await world.load(booking)).sessions
      const exception = { action: 'cancel' as const, sessions: [session!.id], wishes: [], reason: 'Ill' }
      valueOf(await askException(world.context, booking.scope, { ...exception, channel: 'mail_link' }))
      bookings.push(booking)
    }
    const asked = await Promise.all(bookings.map(askOf))
    await world.pass({ minutes: 61 })
    const allow = ({ bookingId }: CleosBooking, askId: string) =>
      answerAsk(crowd, world.alva, { bookingId, askId, answer: 'free', channel: 'staff_page' })
    const [, ...answers] = await Promise.all([
      expireAsks(crowd),
      ...bookings.map((booking, index) => allow(booking, asked[index]!)),
    ])
    for (const [index, booking] of bookings.entries()) {
      const states = (await world.load(booking)).asks.map(({ state }) => state)
      expect(states).toEqual(answers[index]!.ok ? ['granted'] : [])
    }
  })
})
