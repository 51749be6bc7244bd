import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { colleague, HOSTILE_AMOUNTS } from '../../../../test/money-people.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../../test/money-world.ts'
import { browserOf, fieldOf, type StaffBrowser } from '../../../../test/staff-browser.ts'

let world: MoneyWorld
let alva: StaffBrowser
/** A dispatcher: asks for refunds and approves none. */
let dora: StaffBrowser
beforeAll(async () => {
  world = await moneyWorld()
  alva = await browserOf(world, world.alva)
  dora = (await colleague(world, 'Dora', 'dispatcher')).browser
})
afterAll(async () => {
  expect(await world.faults()).toEqual([])
  await world.close()
})

describe('asking for a refund', () => {
  test('is prefilled with what is left, is one refund for two clicks, and never more than was paid', async () => {
    const booking = await world.buy('full')
    const form = await dora.get(paths.addRefund(booking.bookingId))
    const payment = fieldOf(form, 'payment')
    const seen = { [`seen-${payment}`]: fieldOf(form, `seen-${payment}`) }
    const send = (fields: Record<string, string>) =>
      dora.post(paths.addRefund(booking.bookingId), {
        payment,
        way: 'provider',
        reason: 'Cold',
        ...seen,
        ...fields,
      })
    const more = await send({ amount: '40.01' })
    expect([more.status, more.said.includes('Write at most £40.00.'), more.html.includes('Cold')]).toEqual([
      422,
      true,
      true,
    ])
    expect((await send({ amount: '1', reason: '' })).status).toBe(422)
    expect((await send({ amount: '1', payment: 'x' })).status).toBe(422)
    expect((await send({ amount: '15' })).location).toContain('?done=requested')
    const twice = await send({ amount: '15' })
    expect([twice.status, twice.said.includes('a refund was added while the page was open')]).toEqual([
      409,
      true,
    ])
    expect((await world.load(booking)).money.payments[0]!.refundedMinor).toBe(1500n)
  })

  test('of cash cannot go through the provider', async () => {
    const booking = await world.buy('venue')
    const form = await alva.get(paths.addPayment(booking.bookingId))
    await alva.post(paths.addPayment(booking.bookingId), {
      method: 'cash',
      amount: '40',
      seen: fieldOf(form, 'seen'),
    })
    const refund = await alva.get(paths.addRefund(booking.bookingId))
    expect(refund.html).toMatch(/value="outside" checked/)
    const sent = await alva.post(paths.addRefund(booking.bookingId), {
      payment: fieldOf(refund, 'payment'),
      amount: '5',
      way: 'provider',
      reason: 'x',
    })
    expect([sent.status, sent.said.includes('This payment cannot go back like this.')]).toEqual([422, true])
  })

  test.each(HOSTILE_AMOUNTS)('of %j is refused, and nothing is promised', async (amount) => {
    hostile ??= await world.buy('full')
    const form = await alva.get(paths.addRefund(hostile.bookingId))
    const payment = fieldOf(form, 'payment')
    const fields = { payment, way: 'provider', reason: 'kept reason', amount }
    const sent = await alva.post(paths.addRefund(hostile.bookingId), fields)
    expect([sent.status, sent.html.includes('kept reason')]).toEqual([422, true])
    expect((await world.load(hostile)).money.payments[0]!.refundedMinor).toBe(0n)
  })

  test('of a payment of another booking is refused', async () => {
    const booking = await world.buy('full')
    const other = await world.buy('full')
    const payment = (await world.load(other)).money.payments[0]!.id
    const fields = { payment, way: 'provider', reason: 'x', amount: '5' }
    const sent = await alva.post(paths.addRefund(booking.bookingId), fields)
    expect([sent.status, sent.said.includes('Choose a payment that has arrived.')]).toEqual([422, true])
    expect((await world.load(other)).money.payments[0]!.refundedMinor).toBe(0n)
  })
})

let hostile: HeldBooking | undefined
