import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { papersOf } from '../../../test/oracle/money-papers.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { commitChange } from './commit-change.ts'
import type { ChangeChoices, Quote } from './change.ts'
import { recordPayment } from './record-payment.ts'
import { requestRefund } from './request-refund.ts'
import { settlePayment } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'

/*
 * What happens between a quote and its commit. The quote is honoured to the penny or refused whole: never something in
 * between. Cleo buys a course of three for 100.00; late, half goes back as money, or four fifths as credit.
 */
let world: MoneyWorld
const words = quotingIn(() => world)
const DAY = 24 * 60

beforeAll(async () => {
  const percent = (size: number) => ({ kind: 'percent' as const, percent: size })
  world = await moneyWorld({
    rules: {
      cancel: {
        tiers: [
          { fromNoticeMinutes: 30 * DAY, amount: percent(100) },
          { fromNoticeMinutes: 0, amount: percent(50) },
        ],
        credit: { amount: percent(80), months: 12 },
      },
      reschedule: { tiers: [{ fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '900' } }] },
    },
  })
})
afterAll(() => world.close())

/** Cancels the first session and moves the second one, three weeks on. */
async function bothOn(booking: HeldBooking): Promise<Quote> {
  const { sessions } = await world.load(booking)
  const start = sessions[1]!.startsAt.add({ hours: 21 * 24 })
  return words.quote(booking.scope, booking, {
    cancel: [sessions[0]!.id],
    reschedule: [{ session: sessions[1]!.id, start }],
  })
}

async function cancelOn(booking: HeldBooking): Promise<Quote> {
  const [first] = (await world.load(booking)).sessions
  return words.quote(booking.scope, booking, { cancel: [first!.id] })
}

const commit = (booking: HeldBooking, quote: Quote, choices: ChangeChoices = {}) =>
  commitChange(world.context, booking.scope, quote, choices)

async function payForChange(
  booking: HeldBooking,
  quote: Quote,
  choices: ChangeChoices = {},
): Promise<string> {
  const opened = await startPayment(
    world.context,
    world.payments,
    booking.scope,
    { kind: 'change', quote, choices },
    (id) => `http://kept.test/${id}`,
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  await payTestPayment(world.context.db, opened.value.payUrl.split('/').at(-1)!)
  await settlePayment(world.context, world.payments, world.orgId, opened.value.payment)
  return opened.value.payment
}

describe('a change whose fee is paid first', () => {
  // Seen to fail while the quote lost the order of its keys on its way through the payment's row.
  test('is committed under the quote that Cleo confirmed: going back and sending the form again brings the same receipt', async () => {
    const booking = await world.buy('course')
    const quote = await bothOn(booking)
    expect(quote).toMatchObject({ payNowMinor: '300', refundMinor: '1667', keptMinor: '1667' })
    await payForChange(booking, quote)
    const papers = await papersOf(world, booking)
    const again = await commit(booking, quote)
    expect(again).toMatchObject({ ok: true, value: { money: { refundMinor: '1667', feeMinor: '300' } } })
    expect(await papersOf(world, booking)).toEqual(papers)
    expect(await world.faults()).toEqual([])
  })

  // Seen to fail while the payment remembered the quote and forgot the choice.
  test('gives credit where Cleo chose credit before she paid', async () => {
    const booking = await world.buy('course')
    const quote = await bothOn(booking)
    expect(quote.creditMinor).toBe('2667')
    await payForChange(booking, quote, { take: 'credit' })
    const papers = await papersOf(world, booking)
    expect(papers.credits).toBe(2_667n)
    expect(papers.refunds).toEqual([])
    expect(await world.faults()).toEqual([])
  })
})

describe('credit', () => {
  test('leaves nothing to pay: what is short of the price is kept out of what was paid', async () => {
    const booking = await world.buy('course')
    const receipt = await commit(booking, await cancelOn(booking), { take: 'credit' })
    expect(receipt).toMatchObject({
      ok: true,
      value: { money: { creditMinor: '2667', keptMinor: '667', owedMinor: '0' } },
    })
    const { sessions, payable } = await papersOf(world, booking)
    expect(sessions[0]).toMatchObject({ charged: 667n, paid: 667n })
    expect(payable).toBe(667n + 6_666n)
    expect(await world.faults()).toEqual([])
  })
})

describe('money moves between the quote and the commit', () => {
  /** Done exactly as quoted, or refused with nothing written at all. */
  async function honouredOrRefused(booking: HeldBooking, quote: Quote): Promise<'honoured' | 'refused'> {
    const before = await papersOf(world, booking)
    const outcome = await commit(booking, quote)
    const after = await papersOf(world, booking)
    expect(await world.faults()).toEqual([])
    if (!outcome.ok) {
      expect(after).toEqual(before)
      return 'refused'
    }
    const made = after.refunds.filter(({ id }) => !before.refunds.some((refund) => refund.id === id))
    const back = made.reduce((sum, { minor }) => sum + minor, 0n)
    expect(back).toBe(BigInt(quote.refundMinor))
    expect(outcome.value.money!.refundMinor).toBe(quote.refundMinor)
    return 'honoured'
  }

  test('Alva gives everything back: the refund that was quoted is not paid a second time, and not by half', async () => {
    const booking = await world.buy('course')
    const quote = await cancelOn(booking)
    const [payment] = (await world.load(booking)).money.payments
    const asked = { way: 'provider' as const, reference: '', reason: 'Kind' }
    const given = await requestRefund(world.context, world.alva, booking.bookingId, {
      ...asked,
      paymentId: payment!.id,
      amountMinor: payment!.capturedMinor,
    })
    expect(given.ok).toBe(true)
    await honouredOrRefused(booking, quote)
  })

  test('Alva gives a part back: what is quoted still fits, or is refused', async () => {
    const booking = await world.buy('course')
    const quote = await cancelOn(booking)
    const [payment] = (await world.load(booking)).money.payments
    const given = await requestRefund(world.context, world.alva, booking.bookingId, {
      way: 'provider',
      reference: '',
      reason: '',
      paymentId: payment!.id,
      amountMinor: 9_000n,
    })
    expect(given.ok).toBe(true)
    await honouredOrRefused(booking, quote)
  })

  test('Alva quotes what she could give back, and Bo gives it back first', async () => {
    const booking = await world.buy('course')
    const { sessions, money } = await world.load(booking)
    const quote = await words.quote(world.alva, booking, { cancel: sessions.map(({ id }) => id) })
    expect(quote.refundableMinor).toBe('10000')
    const given = { way: 'provider' as const, reference: '', reason: '', paymentId: money.payments[0]!.id }
    await requestRefund(world.context, world.alva, booking.bookingId, { ...given, amountMinor: 8_000n })
    const before = await papersOf(world, booking)
    const outcome = await commitChange(world.context, world.alva, quote, { refundMinor: 10_000n })
    const after = await papersOf(world, booking)
    if (outcome.ok) expect(after.refunds.reduce((sum, { minor }) => sum + minor, 0n)).toBe(18_000n)
    else expect(after).toEqual(before)
    expect(await world.faults()).toEqual([])
  })

  test('the rest of a deposit is paid: what was quoted is done, and the new money is no part of it', async () => {
    const booking = await world.buy('deposit')
    const quote = await cancelOn(booking)
    const rest = { method: 'cash' as const, amountMinor: 3_000n, reference: '' }
    expect(await recordPayment(world.context, world.alva, booking.bookingId, rest)).toMatchObject({
      ok: true,
    })
    await honouredOrRefused(booking, quote)
  })
})

test('two hundred clicks on one quote are one change', async () => {
  const booking = await world.buy('course')
  const quote = await cancelOn(booking)
  const receipts = await Promise.all(Array.from({ length: 200 }, () => commit(booking, quote)))
  for (const receipt of receipts) expect(receipt).toEqual(receipts[0])
  const { refunds } = await papersOf(world, booking)
  expect(refunds.map(({ minor }) => minor)).toEqual([1_667n])
  expect(await world.faults()).toEqual([])
})

test('two quotes at once: one is done, the other hears that the booking moved on', async () => {
  const booking = await world.buy('course')
  const { sessions } = await world.load(booking)
  const [first, second] = await Promise.all(
    sessions.slice(0, 2).map(({ id }) => words.quote(booking.scope, booking, { cancel: [id] })),
  )
  const outcomes = await Promise.all([commit(booking, first!), commit(booking, second!)])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'changed_meanwhile' } })
  expect((await papersOf(world, booking)).refunds).toHaveLength(1)
})

// Seen to fail with the check on payments taken away.
test('the database itself refuses to give back more than was paid', async () => {
  const booking = await world.buy('course')
  const [payment] = (await world.load(booking)).money.payments
  const more = sql`update payments set refunded_minor = captured_minor + 1 where id = ${payment!.id}`
  await expect(more.execute(world.context.db)).rejects.toMatchObject({
    constraint: 'never_back_more_than_paid',
  })
})
