import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { scopeOfMember } from '#domain/access/scope.ts'
import { addMember } from '#domain/team/members.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'

/*
 * What the team writes down, approves and gives back. Nobody's amount counts but that of a member who may name it.
 * Seen to fail when writing down a payment was not idempotent, when the queue of refunds was all of them, and when a fee
 * that was changed was charged as it was asked for.
 */

let world: MoneyWorld
let alva: Program
/** Mona manages and may approve nothing of her own; Eli is a dispatcher who only writes down and asks. */
let mona: Program
let eli: Program

beforeAll(async () => {
  world = await moneyWorld({
    rules: { cancel: { tiers: [] } },
    settings: {
      cancellationFeeMinor: 1200n,
      cancellationFeeWindowMinutes: 1440,
      customerCancellationFee: 'ask_staff',
      noShowFeeMinor: 900n,
      callOutFeeMinor: 1500n,
      refundSetting: 'automatic',
    },
  })
  alva = await programOf(world)
  mona = await join('Mona', 'manager')
  eli = await join('Eli', 'dispatcher')
})
afterEach(async () => expect(await world.faults()).toEqual([]))
afterAll(() => world.close())

async function join(name: string, roleKey: string): Promise<Program> {
  const who = {
    name,
    email: `${name}@harbour.example`,
    title: '',
    zone: 'Europe/London',
    roleKey,
    password: null,
  }
  const joined = await addMember(world.context, world.scope, who)
  if (!joined.ok) throw new Error(joined.refusal.code)
  const member = (await scopeOfMember(world.context.reader, world.orgId, joined.value.memberId))!
  return programOf(world, { member })
}

const pounds = (amount: number) => ({ amount, currency: 'GBP' })
const idOf = ({ bookingId }: HeldBooking) => showId('booking', bookingId)
const sessionOf = async (booking: HeldBooking) =>
  showId('session', (await world.load(booking)).sessions[0]!.id)
const at = (booking: HeldBooking, what: string) => `/v1/bookings/${idOf(booking)}/${what}`

async function passUntil(booking: HeldBooking, hours: number) {
  const left = (await world.now()).until(booking.starts[0]!).total('seconds') - hours * 3600
  if (left > 0) await world.pass({ seconds: Math.ceil(left) })
}

test('cash that Eli writes down waits for Mona, and counts once she approves it', async () => {
  const booking = await world.reserve('venue')
  const cash = { method: 'cash', amount: 4000, reference: 'Till 3' }
  const noted = await eli.call('POST', at(booking, 'manual-payments'), { body: cash, key: 'till 3' })
  expect(noted.status).toBe(201)
  expect(noted.body).toMatchObject({ state: 'pending', recorded_by: 'Eli', captured: pounds(0) })
  const again = await eli.call('POST', at(booking, 'manual-payments'), { body: cash, key: 'till 3' })
  expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([noted.body, 'true'])
  expect((await alva.call('GET', `/v1/bookings/${idOf(booking)}`)).body.money.balance).toEqual(pounds(4000))
  const decisions = `/v1/payments/${noted.body.id}/decisions`
  // Seen to fail while the tag was the revision alone: what came in later was never read.
  const tag = (await alva.call('GET', `/v1/bookings/${idOf(booking)}`)).headers.get('etag')!
  const own = await eli.call('POST', decisions, { body: { decision: 'approve' } })
  expect([own.status, own.body.code]).toEqual([403, 'not_permitted'])
  const approved = await mona.call('POST', decisions, { body: { decision: 'approve' } })
  expect(approved.body).toMatchObject({ state: 'succeeded', captured: pounds(4000), decided_by: 'Mona' })
  const ifChanged = { headers: { 'if-none-match': tag } }
  const read = await alva.call('GET', `/v1/bookings/${idOf(booking)}`, ifChanged)
  expect([read.status, read.body.money.paid]).toEqual([200, pounds(4000)])
  const quoted = await alva.call('POST', at(booking, 'quotes'), {
    body: { cancel: [await sessionOf(booking)], actor: 'team_member' },
    headers: { 'if-match': tag },
  })
  expect(quoted.status).toBe(200)
  const late = await mona.call('POST', decisions, { body: { decision: 'reject' } })
  expect([late.status, late.body.code, late.body.state]).toEqual([409, 'state_refused', 'succeeded'])
  const more = await mona.call('POST', at(booking, 'manual-payments'), { body: cash })
  expect([more.status, more.body.code, more.body.most]).toEqual([422, 'amount_refused', pounds(0)])
  const listed = await alva.call('GET', `/v1/payments?booking=${idOf(booking)}&method=cash&state=succeeded`)
  expect(listed.body.data).toEqual([approved.body])
  for (const amount of [0, -1, 1.5, '4000', 10 ** 15])
    expect(
      (await mona.call('POST', at(booking, 'manual-payments'), { body: { ...cash, amount } })).status,
    ).toBe(422)
})

test('a refund is asked for, lowered, approved by somebody else, and can be followed', async () => {
  const booking = await world.buy('full')
  const [payment] = (await alva.call('GET', `/v1/payments?booking=${idOf(booking)}`)).body.data
  const wish = { payment: payment.id, amount: 1500, reason: 'The room was cold.' }
  const asked = await mona.call('POST', at(booking, 'refunds'), { body: wish, key: 'cold' })
  expect(asked.body).toMatchObject({
    state: 'requested',
    amount: pounds(1500),
    way: 'provider',
    cause: 'member',
    requested_by: { name: 'Mona' },
    reason: 'The room was cold.',
  })
  expect((await mona.call('POST', at(booking, 'refunds'), { body: wish, key: 'cold' })).body).toEqual(
    asked.body,
  )
  const decisions = `/v1/refunds/${asked.body.id}/decisions`
  const own = await mona.call('POST', decisions, { body: { decision: 'approve' } })
  expect([own.status, own.body.code, own.body.limit]).toEqual([403, 'needs_another_member', pounds(0)])
  const more = await alva.call('POST', decisions, { body: { decision: 'change', amount: 1501 } })
  expect([more.status, more.body.code, more.body.most]).toEqual([409, 'refund_too_large', pounds(1500)])
  const less = await alva.call('POST', decisions, { body: { decision: 'change', amount: 1000 } })
  expect(less.body).toMatchObject({ state: 'requested', amount: pounds(1000) })
  expect((await alva.call('GET', '/v1/refunds?queue=true')).body.data).toEqual([less.body])
  expect((await alva.call('POST', decisions, { body: { decision: 'approve' } })).body.state).toBe('approved')
  expect((await alva.call('GET', '/v1/refunds?queue=true')).body.data).toEqual([])
  expect((await alva.call('POST', `/v1/refunds/${asked.body.id}/retries`)).status).toBe(201)
  const rest = await alva.call('POST', at(booking, 'refunds'), { body: { ...wish, amount: 3001 } })
  expect([rest.status, rest.body.code, rest.body.most]).toEqual([409, 'refund_too_large', pounds(3000)])
  const silent = await alva.call('POST', decisions, { body: { decision: 'reject' } })
  expect([silent.status, silent.body.field]).toEqual([422, '/reason'])
})

test('what is handed back outside has a number that no other refund has', async () => {
  const booking = await world.reserve('venue')
  const cash = { method: 'cash', amount: 4000 }
  const { id: payment } = (await alva.call('POST', at(booking, 'manual-payments'), { body: cash })).body
  const wish = { payment, amount: 1000, way: 'outside', reason: 'Came late.' }
  const wrong = await alva.call('POST', at(booking, 'refunds'), { body: { ...wish, way: 'provider' } })
  expect([wrong.status, wrong.body.code]).toEqual([409, 'way_not_possible'])
  const first = (await alva.call('POST', at(booking, 'refunds'), { body: wish })).body
  const second = (await alva.call('POST', at(booking, 'refunds'), { body: wish })).body
  const settle = (id: string, reference: string) =>
    alva.call('POST', `/v1/refunds/${id}/settlements`, { body: { reference } })
  expect((await settle(first.id, 'Envelope 1')).body).toMatchObject({
    state: 'succeeded',
    reference: 'Envelope 1',
  })
  const same = await settle(second.id, 'Envelope 1')
  expect([same.status, same.body.code, same.body.field]).toEqual([409, 'already_exists', '/reference'])
  expect((await settle(second.id, 'Envelope 2')).status).toBe(200)
  expect((await settle(second.id, 'Envelope 3')).body.code).toBe('state_refused')
  const money = (await alva.call('GET', `/v1/bookings/${idOf(booking)}`)).body.money
  expect([money.refunded, money.balance]).toEqual([pounds(2000), pounds(2000)])
})

test('a late cancellation of the team asks about the fee; of a customer it waits for the team', async () => {
  const [one, other] = [await world.buy('full'), await world.buy('full')]
  await passUntil(one, 3)
  const cancel = [await sessionOf(one)]
  const asked = await alva.call('POST', at(one, 'quotes'), { body: { cancel, actor: 'team_member' } })
  expect([asked.body.fee_asked, asked.body.refundable]).toEqual([pounds(1200), pounds(4000)])
  const { quote } = asked.body
  const silent = await alva.call('POST', at(one, 'changes'), { body: { quote } })
  expect([silent.status, silent.body.code, silent.body.default, silent.body.field]).toEqual([
    409,
    'fee_undecided',
    pounds(1200),
    '/choices/fee',
  ])
  const decided = { fee: { decision: 'accept' }, refund: { amount: 2800 } }
  const done = await alva.call('POST', at(one, 'changes'), { body: { quote, choices: decided } })
  expect(done.body.money).toMatchObject({ kept: pounds(1200), refund: pounds(2800) })

  const theirs = await alva.call('POST', at(other, 'quotes'), {
    body: { cancel: [await sessionOf(other)], actor: 'customer' },
  })
  expect(theirs.body.sessions).toMatchObject([
    { refund: pounds(2800), undecided: pounds(1200), decided_by: 'late_fee', rule: null },
  ])
  await alva.call('POST', at(other, 'changes'), { body: { quote: theirs.body.quote } })
  const open = await alva.call('GET', '/v1/fee-decisions?open=true')
  expect(open.body.data).toMatchObject([
    {
      booking: idOf(other),
      kind: 'cancellation',
      default: pounds(1200),
      decision: 'asked',
      decided_by: null,
    },
  ])
  const answers = `/v1/fee-decisions/${open.body.data[0].id}/decisions`
  const less = await eli.call('POST', answers, { body: { decision: 'change', amount: 500 } })
  expect([less.status, less.body.code]).toEqual([403, 'not_permitted'])
  const answered = await alva.call('POST', answers, { body: { decision: 'change', amount: 500 } })
  expect(answered.body).toMatchObject({
    decision: 'changed',
    amount: pounds(500),
    refunds: [{ amount: pounds(700), way: 'provider' }],
  })
  expect((await alva.call('POST', answers, { body: { decision: 'skip' } })).body.code).toBe('state_refused')
  expect((await alva.call('GET', '/v1/fee-decisions?open=true')).body.data).toEqual([])
})

test('who did not come, and what could not be done, cost what a member decides', async () => {
  const [missed, failed] = [await world.reserve('venue'), await world.reserve('venue')]
  await passUntil(failed, -2)
  const [one, other] = [await sessionOf(missed), await sessionOf(failed)]
  const silent = await alva.call('POST', at(missed, 'no-shows'), { body: { session: one } })
  expect([silent.status, silent.body.code, silent.body.default, silent.body.field]).toEqual([
    409,
    'fee_undecided',
    pounds(900),
    '/fee',
  ])
  const fee = { decision: 'accept' }
  const marked = await alva.call('POST', at(missed, 'no-shows'), { body: { session: one, fee } })
  expect(marked.body.sessions[0]).toMatchObject({ status: 'no_show', charged: pounds(4900) })
  const came = await alva.call('POST', at(missed, 'no-show-reversals'), { body: { session: one } })
  expect(came.body.sessions[0]).toMatchObject({ status: 'completed', charged: pounds(4000) })
  const why = { session: other, reason: 'Nobody opened.', fee: { decision: 'change', amount: 2000 } }
  const failure = await alva.call('POST', at(failed, 'failures'), { body: why })
  expect(failure.body.sessions[0]).toMatchObject({ status: 'failed', charged: pounds(6000) })
  expect((await alva.call('POST', at(failed, 'failures'), { body: why })).body.sessions[0].status).toBe(
    'failed',
  )
  const undone = await alva.call('POST', at(failed, 'failure-reversals'), { body: { session: other } })
  expect(undone.body.sessions[0]).toMatchObject({ status: 'completed', charged: pounds(4000) })
})

test('a key of somebody who may not see money sees none of other people’s bookings', async () => {
  const booking = await world.buy('full', { starts: [Temporal.Instant.from('2026-12-15T10:00:00Z')] })
  const bo = await programOf(world, { member: world.bo })
  expect((await bo.call('GET', '/v1/payments')).body.data).toEqual([])
  expect((await bo.call('GET', `/v1/payments?booking=${idOf(booking)}`)).status).toBe(404)
  const [payment] = (await alva.call('GET', `/v1/payments?booking=${idOf(booking)}`)).body.data
  expect((await bo.call('GET', `/v1/payments/${payment.id}`)).status).toBe(404)
  expect((await bo.call('GET', '/v1/invoices')).body.code).toBe('not_permitted')
  const cash = { method: 'cash', amount: 1 }
  expect((await bo.call('POST', at(booking, 'manual-payments'), { body: cash })).status).toBe(404)
  const pages = await alva.call('GET', '/v1/payments?limit=2')
  const next = await alva.call('GET', `/v1/payments?limit=2&cursor=${pages.body.next_cursor}`)
  const ids = [...pages.body.data, ...next.body.data].map(({ id }: { id: string }) => readId(id))
  expect(ids).toEqual(ids.toSorted().toReversed())
})
