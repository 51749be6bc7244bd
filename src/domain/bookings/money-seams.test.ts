import { afterAll, beforeAll, expect, test } from 'vitest'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { commitChange } from './commit-change.ts'
import { quoteChange } from './quote-change.ts'
import { recordPayment } from './record-payment.ts'
import { requestRefund } from './request-refund.ts'
import { balanceOfBooking } from './sale.ts'
import { settlePayment } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'

/*
 * Where two ways of moving money meet: found by somebody who knew the product from outside only.
 * Seen to fail when credit did not count against refunds, and when a balance was taken whatever was still owed.
 */
let world: MoneyWorld

beforeAll(async () => {
  world = await moneyWorld({
    rules: {
      cancel: {
        tiers: [{ fromNoticeMinutes: 0, amount: { kind: 'percent', percent: 50 } }],
        credit: { amount: { kind: 'percent', percent: 100 }, months: 12 },
      },
    },
  })
})
afterAll(() => world.close())

async function quoteOf(booking: HeldBooking) {
  const { sessions } = await world.load(booking)
  const quote = await quoteChange(world.context.reader, booking.scope, {
    bookingId: booking.bookingId,
    cancel: [sessions[0]!.id],
    reschedule: [],
    channel: 'mail_link',
  })
  if (!quote.ok) throw new Error(quote.refusal.code)
  return quote.value
}

test('what Cleo took as credit cannot be given back as money besides', async () => {
  const booking = await world.buy('full')
  const done = await commitChange(world.context, booking.scope, await quoteOf(booking), { take: 'credit' })
  expect(done).toMatchObject({ ok: true, value: { money: { creditMinor: '4000', keptMinor: '0' } } })
  const after = await world.load(booking)
  expect(balanceOfBooking(after)).toBe(0n)
  const refund = await requestRefund(world.context, world.alva, booking.bookingId, {
    paymentId: after.money.payments[0]!.id,
    amountMinor: 4000n,
    way: 'provider',
    reference: '',
    reason: 'She asked again.',
  })
  expect(refund).toMatchObject({ ok: false, refusal: { code: 'refund_too_large', mostMinor: '0' } })
})

test('a balance that was settled at the desk meanwhile is not taken a second time', async () => {
  const booking = await world.buy('deposit')
  const opened = await startPayment(
    world.context,
    world.payments,
    booking.scope,
    { kind: 'balance' },
    () => 'https://kept.example',
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  const cash = await recordPayment(world.context, world.alva, booking.bookingId, {
    method: 'cash',
    amountMinor: 3000n,
    reference: '',
  })
  expect(cash).toMatchObject({ ok: true, value: { state: 'succeeded' } })
  await payTestPayment(world.context.db, opened.value.payUrl.split('/').at(-1)!)
  await settlePayment(world.context, world.payments, world.orgId, opened.value.payment)
  const after = await world.load(booking)
  expect(balanceOfBooking(after)).toBe(0n)
  const late = after.money.payments.find(({ id }) => id === opened.value.payment)!
  expect([late.capturedMinor, late.refundedMinor]).toEqual([3000n, 3000n])
  expect(await world.faults()).toEqual([])
})

test('of a fee above what was paid, the receipt says what was kept and what is owed', async () => {
  const booking = await world.buy('full')
  const { sessions } = await world.load(booking)
  const quote = await quoteChange(world.context.reader, world.alva, {
    bookingId: booking.bookingId,
    cancel: [sessions[0]!.id],
    reschedule: [],
    channel: 'staff_page',
  })
  if (!quote.ok) throw new Error(quote.refusal.code)
  const done = await commitChange(world.context, world.alva, quote.value, {
    fee: { decision: 'change', minor: 4100n },
  })
  expect(done).toMatchObject({ ok: true, value: { money: { keptMinor: '4000', owedMinor: '100' } } })
  expect(balanceOfBooking(await world.load(booking))).toBe(100n)
})
