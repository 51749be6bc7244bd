import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { commitChange } from './commit-change.ts'
import { dropExpiredHolds } from './complete-ended.ts'
import { settleRefund } from './settle-refund.ts'
import { GBP, speakingOf } from './undo.testing.ts'

describe('at the same moment', () => {
  let world: MoneyWorld
  const { cancel, undo } = speakingOf(() => world)
  beforeAll(async () => {
    world = await moneyWorld({ ...GBP, pageSlug: 'racing' })
  })
  afterAll(() => world.close())

  test('two clicks: one takes it back', async () => {
    const booking = await world.buy('full')
    const receipt = await cancel(booking)
    const both = await Promise.all([undo(booking, receipt), undo(booking, receipt)])
    expect(both.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(await world.faults()).toEqual([])
  })

  // Seen to fail when the holds themselves were not locked: the session came back without any time of Alva's.
  test('the sweep drops the hold in another connection that has not ended: it is too late, and nothing is half done', async () => {
    const booking = await world.buy('full')
    const receipt = await cancel(booking)
    await world.context.db.transaction().execute(async (tx) => {
      await sql`delete from allocations where booking_id = ${booking.bookingId}`.execute(tx)
      expect(await undo(booking, receipt)).toMatchObject({ refusal: { code: 'undo_too_late' } })
    })
    expect((await world.load(booking)).sessions[0]!.state).toBe('canceled')
  })

  test('the sweep, the refund’s job, and somebody who wants the time: either all is back or none of it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const booking = await world.buy('full')
      const receipt = await cancel(booking)
      const { refund } = receipt.money!.refunds[0]!
      await world.pass({ minutes: round % 2 === 0 ? 9 : 10 })
      const [outcome] = await Promise.all([
        undo(booking, receipt),
        dropExpiredHolds(world.context),
        settleRefund(world.context, world.payments, world.orgId, refund),
        world.reserve('venue', { starts: booking.starts, requestKey: `round ${round}` }).catch(() => null),
      ])
      const { sessions, money } = await world.load(booking)
      expect(outcome.ok).toBe(round % 2 === 0)
      expect(sessions[0]!.state).toBe(outcome.ok ? 'scheduled' : 'canceled')
      expect(sessions[0]!.allocations.length).toBe(outcome.ok ? 1 : 0)
      expect(money.payments[0]!.refundedMinor).toBe(outcome.ok ? 0n : 4000n)
      expect(await world.faults()).toEqual([])
    }
  })
})

describe('a course of which one session was canceled a moment ago', () => {
  let world: MoneyWorld
  const { cancel, undo } = speakingOf(() => world)
  const { ask, quote } = quotingIn(() => world)
  beforeAll(async () => {
    world = await moneyWorld({ ...GBP, pageSlug: 'sisters' })
  })
  afterAll(() => world.close())

  // Seen to fail when a move of the booking gave up everything that could be taken back.
  test('another one moves: it can still be taken back, and nobody else has its time', async () => {
    const booking = await world.buy('course')
    const receipt = await cancel(booking, [0])
    const [first, second] = (await world.load(booking)).sessions
    const start = second!.startsAt.add({ hours: 24 * 7 })
    const moved = await commitChange(
      world.context,
      booking.scope,
      await quote(booking.scope, booking, { reschedule: [{ session: second!.id, start }] }),
      {},
    )
    expect(moved).toMatchObject({ ok: true })
    expect((await world.load(booking)).sessions[0]!.allocations.map(({ kind }) => kind)).toEqual(['undo'])
    expect(await undo(booking, receipt)).toMatchObject({ ok: true })
    expect((await world.load(booking)).sessions[0]!.startsAt.equals(first!.startsAt)).toBe(true)
  })

  // Seen to fail when only sessions that are live kept their time from the others.
  test('another one cannot move to its time until then', async () => {
    const booking = await world.buy('course')
    await cancel(booking, [0])
    const [first, second] = (await world.load(booking)).sessions
    const wanted = { reschedule: [{ session: second!.id, start: first!.startsAt }] }
    expect(await ask(booking.scope, booking, wanted)).toMatchObject({ refusal: { code: 'slot_taken' } })
    await world.pass({ minutes: 10 })
    expect(await ask(booking.scope, booking, wanted)).toMatchObject({ ok: true })
  })
})
