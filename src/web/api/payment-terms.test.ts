import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { programOf, type Program } from '../../../test/api-client.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { CLEO, payingIn, pounds, type Paying } from './paying.testing.ts'

/*
 * What each of the terms wants before a time is somebody's, for programs with a key and for visitors of the page. Seen
 * to fail when a held booking came without `pay`.
 */

let world: MoneyWorld
let program: Program
let paying: Paying

beforeAll(async () => {
  world = await moneyWorld()
  program = await programOf(world)
  paying = payingIn(world, program)
})
afterEach(async () => expect(await world.faults()).toEqual([]))
afterAll(() => world.close())

test('a discount code takes something off, or says why it does not', async () => {
  await world.discount('TENTH', { kind: 'percent', percent: 10 })
  const less = await paying.book('venue', { discount_code: 'tenth' })
  expect(less.body).toMatchObject({
    status: 'scheduled',
    pay: null,
    price: pounds(4000),
    money: { total: pounds(3600), discount: pounds(400), discount_code: 'TENTH', balance: pounds(3600) },
  })
  const unknown = await paying.book('venue', { discount_code: 'FREE' })
  expect([unknown.status, unknown.body.code, unknown.body.field, unknown.body.because]).toEqual([
    422,
    'discount_refused',
    '/discount_code',
    'unknown_code',
  ])
})

test('a deposit, a card on file and the venue say what they want now', async () => {
  const deposit = await paying.book('deposit')
  expect(deposit.body.pay.amount).toEqual(pounds(1000))
  expect(deposit.body.money.terms).toEqual({ kind: 'deposit', amount: { kind: 'percent', percent: 25 } })
  await paying.confirm((await paying.start(deposit.body.id, { for: 'booking' })).body)
  const owing = (await program.call('GET', `/v1/bookings/${deposit.body.id}`)).body
  expect(owing.money).toMatchObject({ paid: pounds(1000), balance: pounds(3000) })
  const rest = await paying.start(owing.id, { for: 'balance' })
  expect(rest.body.payment).toMatchObject({ purpose: 'balance', amount: pounds(3000) })

  const card = await paying.book('card')
  expect([card.body.status, card.body.pay.amount]).toEqual(['held', pounds(0)])
  const early = await program.call('POST', `/v1/bookings/${card.body.id}/card-charges`, {
    body: { amount: 1 },
  })
  expect(early.body.code).toBe('no_saved_card')
  await paying.confirm((await paying.start(card.body.id, { for: 'booking' })).body)
  const tooMuch = await program.call('POST', `/v1/bookings/${card.body.id}/card-charges`, {
    body: { amount: 4001 },
  })
  expect([tooMuch.status, tooMuch.body.code, tooMuch.body.most]).toEqual([
    422,
    'amount_refused',
    pounds(4000),
  ])
  const charged = await program.call('POST', `/v1/bookings/${card.body.id}/card-charges`, {
    body: { amount: 4000 },
  })
  expect(charged.body).toMatchObject({ state: 'succeeded', captured: pounds(4000), card: { last4: '4242' } })

  const venue = await paying.book('venue')
  expect([venue.body.status, venue.body.pay, venue.body.money.balance]).toEqual([
    'scheduled',
    null,
    pounds(4000),
  ])
})

test('visitors of the page get the address at which they pay, and nothing is made before', async () => {
  const slots = await program.call(
    'GET',
    '/v1/public/pages/clinic/slots?event_type=full&from=2026-12-21T00:00:00Z&to=2026-12-22T00:00:00Z',
  )
  const body = { event_type: 'full', starts: [slots.body.slots[0].start], customer: CLEO }
  const path = '/v1/public/pages/clinic/bookings'
  const key = 'a key that nobody guesses'
  const made = await program.call('POST', path, { body, key })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ status: 'held', price: pounds(4000), pay: { amount: pounds(4000) } })
  expect((await program.call('POST', path, { body, key })).body).toEqual(made.body)
  const other = await program.call('POST', path, { body: { ...body, discount_code: 'TENTH' }, key })
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  expect(made.body.pay.url).toBe(`${made.body.manage_url}/pay`)
})
