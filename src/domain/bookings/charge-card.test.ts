import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ProviderUnsure, type PaymentProviders } from '#domain/money/payment-provider.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { chargeSavedCard } from './charge-card.ts'
import { balanceOfBooking } from './sale.ts'
import { settleOrClose } from './settle-stale.ts'

let world: MoneyWorld

beforeAll(async () => {
  world = await moneyWorld()
})
afterAll(() => world.close())
afterEach(async () => expect(await world.faults()).toEqual([]))

const charge = (bookingId: string, amountMinor: bigint, providers: PaymentProviders = world.payments) =>
  chargeSavedCard(world.context, providers, world.alva, bookingId, amountMinor)

const balance = async (booking: { bookingId: string }) => balanceOfBooking(await world.load(booking))

test('the card that Cleo left pays what she owes, and no more', async () => {
  const booking = await world.buy('card')
  expect(await balance(booking)).toBe(4000n)
  expect(await charge(booking.bookingId, 4001n)).toMatchObject({
    refusal: { code: 'amount_too_large', mostMinor: '4000', currency: 'GBP' },
  })
  expect(await charge(booking.bookingId, 0n)).toMatchObject({ refusal: { code: 'amount_not_positive' } })
  expect(await charge(booking.bookingId, 1500n)).toMatchObject({
    ok: true,
    value: { state: 'succeeded', failure: '' },
  })
  expect(await balance(booking)).toBe(2500n)
})

test('two clicks charge once', async () => {
  const booking = await world.buy('card')
  const clicks = await Promise.all([charge(booking.bookingId, 4000n), charge(booking.bookingId, 4000n)])
  expect(clicks.map(({ ok }) => ok).toSorted()).toEqual([false, true])
  expect(await balance(booking)).toBe(0n)
})

test('a card that is declined pays nothing; one whose answer got lost is found', async () => {
  const booking = await world.buy('card')
  expect(await charge(booking.bookingId, 1013n)).toMatchObject({ ok: true, value: { state: 'failed' } })
  expect(await balance(booking)).toBe(4000n)
  expect(await charge(booking.bookingId, 1015n)).toMatchObject({ ok: true, value: { state: 'succeeded' } })
  expect(await balance(booking)).toBe(2985n)
})

test('a charge that never arrived is over after an hour, and was kept free until then', async () => {
  const booking = await world.buy('card')
  const down: PaymentProviders = {
    ...world.payments,
    open(key, config) {
      const provider = world.payments.open(key, config)
      return (
        provider && { ...provider, chargeCard: () => Promise.reject(new ProviderUnsure('Nobody answers.')) }
      )
    },
  }
  const outcome = await charge(booking.bookingId, 4000n, down)
  expect(outcome).toMatchObject({ ok: true, value: { state: 'unsure' } })
  const { paymentId } = (outcome as { value: { paymentId: string } }).value
  expect(await charge(booking.bookingId, 1n)).toMatchObject({
    refusal: { code: 'amount_too_large', mostMinor: '0' },
  })
  expect(await settleOrClose(world.context, world.payments, world.orgId, paymentId)).toBe('started')
  await world.pass({ minutes: 61 })
  expect(await settleOrClose(world.context, world.payments, world.orgId, paymentId)).toBe('expired')
  expect(await charge(booking.bookingId, 4000n)).toMatchObject({ ok: true, value: { state: 'succeeded' } })
})

test('without a card or the right nothing is charged', async () => {
  const booking = await world.buy('full')
  expect(await charge(booking.bookingId, 100n)).toMatchObject({ refusal: { code: 'no_saved_card' } })
})
