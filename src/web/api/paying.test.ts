import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'

/*
 * A program books, lets Cleo pay at the test bank, moves with a fee and cancels with a refund; every amount is one that
 * the answers said before. Seen to fail when the body of a payment was not closed, when a held booking came without
 * `pay`, and when a customer's choices could name a refund.
 */

let world: MoneyWorld
let program: Program

beforeAll(async () => {
  world = await moneyWorld()
  program = await programOf(world)
})
afterEach(async () => expect(await world.faults()).toEqual([]))
afterAll(() => world.close())

const CLEO = { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' }
const pounds = (amount: number) => ({ amount, currency: 'GBP' })

async function book(sold: keyof MoneyWorld['types'], more: Record<string, unknown> = {}) {
  const event_type = showId('eventType', world.types[sold])
  const slots = await program.call('GET', `/v1/slots?event_type=${event_type}&from=2026-12-14T00:00:00Z`)
  const starts = [slots.body.slots[0].start]
  const body = { event_type, starts, customer: CLEO, ...more }
  return program.call('POST', '/v1/bookings', { body })
}

async function startPaying(booking: string, body: Record<string, unknown>, key?: string) {
  return program.call('POST', `/v1/bookings/${booking}/payments`, { body, ...(key ? { key } : {}) })
}

/** Cleo confirms on the page of the test bank, and the answer is taken in. */
async function confirm({ payment, url }: { payment: { id: string }; url: string }) {
  const before = await program.call('POST', `/v1/payments/${payment.id}/checks`)
  expect(before.body.state).toBe('started')
  const answered = await world.send(new URL(url).pathname, { answer: 'pay' })
  expect(answered.status).toBe(303)
  const after = await program.call('POST', `/v1/payments/${payment.id}/checks`)
  expect(after.body.state).toBe('succeeded')
}

async function buy() {
  const { body } = await book('full')
  await confirm((await startPaying(body.id, { for: 'booking' })).body)
  return (await program.call('GET', `/v1/bookings/${body.id}`)).body
}

async function passUntil(start: string, hours: number) {
  const left = (await world.now()).until(Temporal.Instant.from(start)).total('seconds') - hours * 3600
  await world.pass({ seconds: Math.ceil(left) })
}

test('what is paid first is held, and made once it is paid', async () => {
  const held = await book('full')
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

  const started = await startPaying(held.body.id, { for: 'booking' }, 'one wish')
  expect(started.body).toMatchObject({
    payment: { booking: held.body.id, state: 'started', purpose: 'booking', amount: pounds(4000) },
    url: expect.stringMatching(/^http:\/\/kept\.test\//),
  })
  expect((await startPaying(held.body.id, { for: 'booking' }, 'one wish')).body).toEqual(started.body)
  expect((await startPaying(held.body.id, { for: 'booking' }, 'another')).body).toEqual(started.body)
  await confirm(started.body)

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
  const again = await startPaying(made.id, { for: 'booking' })
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
  const booked = await buy()
  const [session] = booked.sessions
  await passUntil(session.start, 20)
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
  const forged = await startPaying(booked.id, { for: 'change', quote: `${quote}x` })
  expect([forged.status, forged.body.code]).toEqual([422, 'quote_unreadable'])
  const cheap = await startPaying(booked.id, { for: 'change', quote, amount: 1 })
  expect([cheap.status, cheap.body.field]).toEqual([422, '/amount'])
  const started = await startPaying(booked.id, { for: 'change', quote, reason: 'The train.' })
  expect(started.body.payment).toMatchObject({ purpose: 'change', amount: pounds(500), state: 'started' })
  expect((await program.call('GET', `/v1/bookings/${booked.id}`)).body.sessions[0].start).toBe(session.start)
  await confirm(started.body)
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
  const booked = await buy()
  const [session] = booked.sessions
  await passUntil(session.start, 20)
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
  const booked = await buy()
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

test('a discount code takes something off, or says why it does not', async () => {
  await world.discount('TENTH', { kind: 'percent', percent: 10 })
  const less = await book('venue', { discount_code: 'tenth' })
  expect(less.body).toMatchObject({
    status: 'scheduled',
    pay: null,
    price: pounds(4000),
    money: { total: pounds(3600), discount: pounds(400), discount_code: 'TENTH', balance: pounds(3600) },
  })
  const unknown = await book('venue', { discount_code: 'FREE' })
  expect([unknown.status, unknown.body.code, unknown.body.field, unknown.body.because]).toEqual([
    422,
    'discount_refused',
    '/discount_code',
    'unknown_code',
  ])
})

test('a deposit, a card on file and the venue say what they want now', async () => {
  const deposit = await book('deposit')
  expect(deposit.body.pay.amount).toEqual(pounds(1000))
  expect(deposit.body.money.terms).toEqual({ kind: 'deposit', amount: { kind: 'percent', percent: 25 } })
  await confirm((await startPaying(deposit.body.id, { for: 'booking' })).body)
  const owing = (await program.call('GET', `/v1/bookings/${deposit.body.id}`)).body
  expect(owing.money).toMatchObject({ paid: pounds(1000), balance: pounds(3000) })
  const rest = await startPaying(owing.id, { for: 'balance' })
  expect(rest.body.payment).toMatchObject({ purpose: 'balance', amount: pounds(3000) })

  const card = await book('card')
  expect([card.body.status, card.body.pay.amount]).toEqual(['held', pounds(0)])
  const early = await program.call('POST', `/v1/bookings/${card.body.id}/card-charges`, {
    body: { amount: 1 },
  })
  expect(early.body.code).toBe('no_saved_card')
  await confirm((await startPaying(card.body.id, { for: 'booking' })).body)
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

  const venue = await book('venue')
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
