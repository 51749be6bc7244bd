import { afterAll, beforeAll, expect, test } from 'vitest'
import { decidePayment, recordPayment } from '#domain/bookings/record-payment.ts'
import { decideRefund } from '#domain/bookings/decide-refund.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { showId } from '#platform/public-ids.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../test/money-world.ts'
import { quotingIn } from '../../test/quoting.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { endpointAt, openReceiver, teller, type Receiver } from '../../test/webhook-world.ts'

/*
 * What a program hears of money: each fact once, with the payment or the refund as it was, and the booking as it is.
 * Seen to fail when a payment that arrived was no event.
 */

let world: MoneyWorld
let receiver: Receiver
const words = quotingIn(() => world)

beforeAll(async () => {
  world = await moneyWorld({ settings: { refundSetting: 'manual' } })
  receiver = await openReceiver()
  await endpointAt(world, receiver.url)
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const pounds = (amount: number) => ({ amount, currency: 'GBP' })

async function heard(booking: HeldBooking) {
  expect(await teller(world).tellAll()).toEqual([])
  return receiver.received
    .map(({ event }) => event)
    .filter(({ data }) => data.booking?.id === showId('booking', booking.bookingId))
}

test('of a booking that is paid online: nothing while it is held, then the payment and the booking', async () => {
  const booking = await world.reserve('full')
  expect(await heard(booking)).toEqual([])
  const payment = await world.pay(booking)
  const events = await heard(booking)
  expect(events.map(({ type }) => type).toSorted()).toEqual(['booking.scheduled', 'payment.succeeded'])
  const paid = events.find(({ type }) => type === 'payment.succeeded')!
  expect(paid.data).toMatchObject({
    payment: {
      id: showId('payment', payment),
      amount: pounds(4000),
      provider: 'fake',
      method: 'card',
      purpose: 'booking',
    },
    refund: null,
    quote: null,
    booking: { status: 'scheduled', money: { paid: pounds(4000), balance: pounds(0) } },
  })
})

test('of a cancellation: what went back and what was kept, then what becomes of the refund', async () => {
  const booking = await world.buy('full')
  const start = booking.starts[0]!
  await world.pass({ seconds: Math.ceil((await world.now()).until(start).total('seconds')) - 3 * 3600 })
  const { id } = await words.firstSession(booking)
  const quote = await words.quote(booking.scope, booking, { cancel: [id] })
  const done = await commitChange(world.context, booking.scope, quote, {})
  if (!done.ok) throw new Error(done.refusal.code)
  const [refund] = done.value.money!.refunds
  await decideRefund(world.context, world.alva, refund!.refund, { decision: 'reject', reason: 'Kept.' })
  const events = await heard(booking)
  const canceled = events.find(({ type }) => type === 'booking.canceled')!
  expect(canceled.data.quote).toMatchObject({
    refund: pounds(2000),
    kept: pounds(2000),
    owed: pounds(0),
    credit: pounds(0),
  })
  const rejected = events.find(({ type }) => type === 'refund.rejected')!
  expect(rejected.data).toMatchObject({
    refund: { id: showId('refund', refund!.refund), amount: pounds(2000), way: 'provider', reopened: false },
    payment: null,
    actor: { type: 'team_member', name: 'Alva' },
    booking: { money: { refunded: pounds(0), balance: pounds(-2000) } },
  })
})

test('of money that came another way, and of what was handed back of it', async () => {
  const starts = [Temporal.Instant.from('2026-12-15T10:00:00Z')]
  const booking = await world.reserve('venue', { starts })
  const cash = { method: 'cash' as const, amountMinor: 1000n, reference: '' }
  const noted = await recordPayment(world.context, world.alva, booking.bookingId, cash)
  if (!noted.ok) throw new Error(noted.refusal.code)
  const back = { amountMinor: 300n, way: 'outside' as const, reference: 'Till', reason: 'Too much.' }
  const asked = await requestRefund(world.context, world.alva, booking.bookingId, {
    ...back,
    paymentId: noted.value.paymentId,
  })
  expect(asked.ok).toBe(true)
  expect(await decidePayment(world.context, world.alva, noted.value.paymentId, 'reject')).toMatchObject({
    refusal: { code: 'payment_in_state' },
  })
  const types = (await heard(booking)).map(({ type }) => type)
  expect(types).toContain('payment.succeeded')
  expect(types).toContain('refund.succeeded')
})
