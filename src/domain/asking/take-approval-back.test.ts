import { afterAll, beforeAll, expect, test } from 'vitest'
import { releaseUnpaid } from '#domain/bookings/release-held.ts'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { answerAsk } from './answer-ask.ts'
import { told, valueOf } from './asks.testing.ts'
import { loadAsks } from './load-asks.ts'
import { takeApprovalBack } from './take-approval-back.ts'

/* Alva said yes, Cleo has not paid yet, and Alva cannot come after all. */

let world: MoneyWorld
let type: string
let days = 6
beforeAll(async () => {
  world = await moneyWorld()
  type = await world.sell('asked', { approval: 'request', suggestedTimes: 1, paymentTerms: { kind: 'full' } })
})
afterAll(() => world.close())

async function approved(): Promise<{ booking: HeldBooking; ask: string; start: Temporal.Instant }> {
  days += 1
  const start = Temporal.Instant.from(`2026-12-${String(days).padStart(2, '0')}T10:00:00Z`)
  const booking = await world.reserve(type, { starts: [start], requestKey: String(start) })
  const ask = (await world.load(booking)).asks[0]!.id
  const answer = { bookingId: booking.bookingId, askId: ask, channel: 'staff_page' as const }
  valueOf(await answerAsk(world.context, world.alva, { ...answer, answer: 'approved' }))
  return { booking, ask, start }
}

const takeBack = (booking: HeldBooking, askId: string, reason = 'I am ill') =>
  takeApprovalBack(world.context, world.payments, world.alva, {
    bookingId: booking.bookingId,
    askId,
    reason,
    channel: 'staff_page',
  })

/** She is on the bank's page; what it calls her payment. */
async function startPaying(booking: HeldBooking): Promise<string> {
  const returnUrl = `${world.config.publicUrl}/pay`
  const started = valueOf(
    await startPayment(world.context, world.payments, booking.scope, { kind: 'booking' }, () => returnUrl),
  )
  return started.payUrl.split('/').at(-1)!
}

// Seen to fail when the times stayed held.
test('the time is free at once, she is mailed once with the words, and the hosts see it', async () => {
  const { booking, ask, start } = await approved()
  const before = (await world.load(booking)).revision
  valueOf(await takeBack(booking, ask))
  const after = await world.load(booking)
  expect(after.sessions[0]).toMatchObject({ state: 'canceled', allocations: [] })
  expect([after.heldUntil, after.asks]).toEqual([null, []])
  expect(await told(world, booking, before)).toEqual({
    ask_answered: ['customer email', 'primary_host in_app'],
  })
  expect(await loadAsks(world.context.reader, world.alva, booking.bookingId)).toMatchObject([
    { state: 'declined', answer: 'no', answerReason: 'I am ill', answeredByName: 'Alva' },
  ])
  // A second press, and the sweep, change nothing.
  expect(await takeBack(booking, ask)).toEqual({
    ok: false,
    refusal: { code: 'not_open', state: 'declined' },
  })
  expect(await releaseUnpaid(world.context, world.payments)).toBe(0)
  const again = await world.reserve('full', { starts: [start], requestKey: 'again' }).catch(() => null)
  expect(again?.isHeld).toBe(true)
  expect(await world.faults()).toEqual([])
})

// Seen to fail when the bank was not asked first.
test('whoever paid a moment before has the booking; whoever has not cannot pay any more', async () => {
  const paid = await approved()
  await payTestPayment(world.context.db, await startPaying(paid.booking))
  expect(await takeBack(paid.booking, paid.ask)).toEqual({
    ok: false,
    refusal: { code: 'not_open', state: 'done' },
  })
  expect((await world.load(paid.booking)).sessions[0]).toMatchObject({ state: 'scheduled', paidMinor: 4000n })
  const waits = await approved()
  await startPaying(waits.booking)
  valueOf(await takeBack(waits.booking, waits.ask))
  expect((await world.load(waits.booking)).money.payments).toMatchObject([{ state: 'expired' }])
  expect(await world.faults()).toEqual([])
})
