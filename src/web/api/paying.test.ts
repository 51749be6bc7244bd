import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { programOf, type Program } from '../../../test/api-client.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { payingIn, pounds, type Paying } from './paying.testing.ts'

/*
 * A program books, lets Cleo pay at the test bank, moves with a fee and cancels with a refund; every amount is one that
 * the answers said before. Seen to fail when the body of a payment was not closed, when a held booking came without
 * `pay`, and when a customer's choices could name a refund.
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

test('what is paid first is held, and made once it is paid', async () => {
  const held = await paying.book('full')
  expect(held.status).toBe(201)
  expect(held.body).toMatchObject({
    status: 'held',
    price: pounds(4000),
    money: { paid: pounds(0), invoice: null },
  })
  expect(held.body.pay).toEqual({ amount: pounds(4000), url: `${held.body.manage_url}/pay` })
  const left = (await world.now()).until(Temporal.Instant.from(held.body.held_until)).total('minutes')
  expect(left).toBeGreaterThan(8)
  expect((await world.visit(new URL(held.body.pay.url).pathname)).status).toBe(200)

  const started = await paying.start(held.body.id, { for: 'booking' }, 'one wish')
  expect(started.body).toMatchObject({
    payment: { booking: held.body.id, state: 'started', purpose: 'booking', amount: pounds(4000) },
    url: expect.stringMatching(/^http:\/\/kept\.test\//),
  })
  expect((await paying.start(held.body.id, { for: 'booking' }, 'one wish')).body).toEqual(started.body)
  expect((await paying.start(held.body.id, { for: 'booking' }, 'another')).body).toEqual(started.body)
  await paying.confirm(started.body)

  const made = (await program.call('GET', `/v1/bookings/${held.body.id}`)).body
  expect(made).toMatchObject({ status: 'scheduled', held_until: null })
  expect(made.money).toMatchObject({
    total: pounds(4000),
    tax: pounds(667),
    tax_basis_points: 2000,
    tax_inclusive: true,
    paid: pounds(4000),
    refunded: pounds(0),
    balance: pounds(0),
    terms: { kind: 'full' },
    invoice: expect.stringMatching(/^inv_/),
  })
  expect(made.sessions).toMatchObject([
    { price_share: pounds(4000), charged: pounds(4000), paid: pounds(4000) },
  ])
  const path = `/v1/bookings/${made.id}`
  const { headers } = await program.call('GET', path)
  const tag = headers.get('etag')!
  expect(tag).toMatch(new RegExp(`^"${made.revision}-`))
  expect((await program.call('GET', path, { headers: { 'if-none-match': tag } })).status).toBe(304)
  const again = await paying.start(made.id, { for: 'booking' })
  expect([again.status, again.body.code]).toEqual([409, 'nothing_to_pay'])
  const invoice = await program.call('GET', `/v1/invoices/${made.money.invoice}`)
  expect(invoice.body).toMatchObject({
    kind: 'invoice',
    status: 'paid',
    booking: made.id,
    total: pounds(4000),
    balance: pounds(0),
    lines: [{ kind: 'session', session: made.sessions[0].id, payable: pounds(4000), tax: pounds(667) }],
    movements: [{ kind: 'payment', id: started.body.payment.id, amount: pounds(4000) }],
  })
  const file = await world.visit(`/v1/invoices/${made.money.invoice}/pdf`, {
    authorization: `Bearer ${program.key}`,
  })
  expect([file.headers.get('content-type'), (await file.text()).slice(0, 5)]).toEqual([
    'application/pdf',
    '%PDF-',
  ])
  const facts = await program.call('GET', `/v1/facts?booking=${made.id}&kind=payment.succeeded`)
  expect(facts.body.data[0].payload).toMatchObject({ payment: started.body.payment.id, amount: pounds(4000) })
})

let paidFor: { booking: string; quote: string }
test('a late move is paid first: commit says how much and where, and the payment makes it', async () => {
  const booked = await paying.buy()
  const [session] = booked.sessions
  await paying.passUntil(session.start, 20)
  const start = Temporal.Instant.from(session.start).add({ minutes: 30 }).toString()
  const asked = await program.call('POST', `/v1/bookings/${booked.id}/quotes`, {
    body: { reschedule: [{ session: session.id, start }], actor: 'customer' },
  })
  expect(asked.body).toMatchObject({
    allowed: true,
    sessions: [{ fee: pounds(500), decided_by: 'policy', rule: { from_notice_minutes: 0, amount: 500 } }],
    totals: { fee: pounds(500), refund: pounds(0) },
    pay_now: pounds(500),
  })
  const { quote } = asked.body
  const unpaid = await program.call('POST', `/v1/bookings/${booked.id}/changes`, { body: { quote } })
  expect([unpaid.status, unpaid.body.code, unpaid.body.pay, unpaid.body.payments]).toEqual([
    402,
    'payment_required',
    pounds(500),
    `/v1/bookings/${booked.id}/payments`,
  ])
  const forged = await paying.start(booked.id, { for: 'change', quote: `${quote}x` })
  expect([forged.status, forged.body.code]).toEqual([422, 'quote_unreadable'])
  const cheap = await paying.start(booked.id, { for: 'change', quote, amount: 1 })
  expect([cheap.status, cheap.body.field]).toEqual([422, '/amount'])
  const started = await paying.start(booked.id, { for: 'change', quote, reason: 'The train.' })
  expect(started.body.payment).toMatchObject({ purpose: 'change', amount: pounds(500), state: 'started' })
  expect((await program.call('GET', `/v1/bookings/${booked.id}`)).body.sessions[0].start).toBe(session.start)
  await paying.confirm(started.body)
  const moved = (await program.call('GET', `/v1/bookings/${booked.id}`)).body
  expect(moved.sessions[0]).toMatchObject({ start, charged: pounds(4500), paid: pounds(4500) })
  paidFor = { booking: booked.id, quote }
})

// Seen to fail while the quote came back from its payment with its members in another order, under another id.
test('the receipt of a change that was paid for is found by its quote', async () => {
  const { booking, quote } = paidFor
  const receipt = await program.call('POST', `/v1/bookings/${booking}/changes`, { body: { quote } })
  expect([receipt.status, receipt.body.money?.fee]).toEqual([201, pounds(500)])
})

test('a late cancellation gives half back, as the quote said, and the refund can be followed', async () => {
  const booked = await paying.buy()
  const [session] = booked.sessions
  await paying.passUntil(session.start, 20)
  const asked = await program.call('POST', `/v1/bookings/${booked.id}/quotes`, {
    body: { cancel: [session.id], actor: 'customer' },
  })
  expect(asked.body).toMatchObject({
    sessions: [{ refund: pounds(2000), kept: pounds(2000), decided_by: 'policy', rule: { percent: 50 } }],
    totals: { refund: pounds(2000), kept: pounds(2000), tax_back: pounds(667) },
    pay_now: pounds(0),
    refund_setting: 'automatic',
    credit: null,
    fee_asked: null,
  })
  for (const choice of [{ fee: { decision: 'skip' } }, { refund: { amount: 4000 } }]) {
    const body = { quote: asked.body.quote, choices: choice }
    const refused = await program.call('POST', `/v1/bookings/${booked.id}/changes`, { body })
    expect([refused.status, refused.body.field]).toEqual([422, `/choices/${Object.keys(choice)[0]}`])
  }
  const greedy = { quote: asked.body.quote, choices: { take: 'credit' } }
  const none = await program.call('POST', `/v1/bookings/${booked.id}/changes`, { body: greedy })
  expect([none.status, none.body.code]).toEqual([409, 'no_credit_offered'])
  const receipt = await program.call('POST', `/v1/bookings/${booked.id}/changes`, {
    body: { quote: asked.body.quote },
  })
  expect(receipt.status).toBe(201)
  const [refund] = receipt.body.money.refunds
  expect(receipt.body.money).toMatchObject({ refund: pounds(2000), kept: pounds(2000), credit: pounds(0) })
  expect((await program.call('GET', `/v1/refunds/${refund.id}`)).body).toMatchObject({
    booking: booked.id,
    amount: pounds(2000),
    state: 'approved',
    way: 'provider',
    cause: 'policy',
    requested_by: null,
  })
  const after = receipt.body.booking.money
  expect([after.refunded, after.balance]).toEqual([pounds(2000), pounds(0)])
  const listed = await program.call('GET', `/v1/refunds?booking=${booked.id}`)
  expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([refund.id])
})

test('the team cancels with what it decides: no more than was paid, and nothing by itself', async () => {
  const booked = await paying.buy()
  const [session] = booked.sessions
  const quote = async () =>
    (
      await program.call('POST', `/v1/bookings/${booked.id}/quotes`, {
        body: { cancel: [session.id], actor: 'team_member' },
      })
    ).body
  const asked = await quote()
  expect(asked).toMatchObject({
    sessions: [{ refund: pounds(0), kept: pounds(0), fee: pounds(0), decided_by: 'none', rule: null }],
    totals: { refund: pounds(0), fee: pounds(0) },
    refundable: pounds(4000),
    fee_asked: null,
  })
  const commit = (choices: Record<string, unknown>) =>
    program.call('POST', `/v1/bookings/${booked.id}/changes`, { body: { quote: asked.quote, choices } })
  const foreign = await commit({ take: 'money' })
  expect([foreign.status, foreign.body.field]).toEqual([422, '/choices/take'])
  const tooMuch = await commit({ refund: { amount: 3001 }, fee: { decision: 'change', amount: 1000 } })
  expect([tooMuch.status, tooMuch.body.code, tooMuch.body.most, tooMuch.body.field]).toEqual([
    409,
    'refund_too_large',
    pounds(3000),
    '/choices/refund/amount',
  ])
  const absurd = await commit({ fee: { decision: 'change', amount: 999_999_999_999 } })
  expect([absurd.status, absurd.body.code, absurd.body.field]).toEqual([
    422,
    'fee_out_of_range',
    '/choices/fee/amount',
  ])
  const done = await commit({ refund: { amount: 2500 }, fee: { decision: 'change', amount: 1000 } })
  expect(done.body.money).toMatchObject({ refund: pounds(2500), kept: pounds(1000) })
  expect(done.body.booking.money.balance).toEqual(pounds(-500))
})
