import { afterAll, beforeAll, expect, test } from 'vitest'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { programOf } from '../../../test/api-client.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { serveMcp, type McpProgram, type McpServer } from './mcp.testing.ts'

/*
 * An assistant says what a change costs, hands on where to pay, and moves no money that nobody named. Seen to fail
 * when a refused commit had no page to pay at, and when the refund of a team member was not passed on.
 */

let world: MoneyWorld
let server: McpServer
let program: McpProgram

beforeAll(async () => {
  world = await moneyWorld()
  server = await serveMcp(world)
  program = await server.connect((await programOf(world)).key)
})
afterAll(async () => {
  await program.close()
  await server.close()
  expect(server.errors).toEqual([])
  expect(await world.faults()).toEqual([])
  await world.close()
})

const pounds = (amount: number) => ({ amount, currency: 'GBP' })

async function payAt(url: string) {
  const reference = new URL(url).pathname.split('/').at(-1)!
  await payTestPayment(world.context.db, reference)
  const { id } = await world.context.reader
    .selectFrom('payments')
    .where('provider_reference', '=', reference)
    .select('id')
    .executeTakeFirstOrThrow()
  await settlePayment(world.context, world.payments, world.orgId, id)
}

async function book(from: McpProgram, day: string) {
  const event_type = showId('eventType', world.types.full)
  const found = await from.call('find_slots', { event_type, from: `${day}T00:00:00Z` })
  return from.call('book', {
    event_type,
    starts: [found.value.slots[0].start],
    customer: { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' },
    request_key: day,
  })
}

test('a booking that has to be paid comes with the page to pay at, and is made there', async () => {
  const held = await book(program, '2026-12-14')
  expect(held.value).toMatchObject({ status: 'held', pay: { amount: pounds(4000) } })
  expect(held.text).toContain('The times are only held')
  expect(held.text).toContain(held.value.pay.url)
  // The page of the provider opens nothing but this payment.
  expect(held.value.pay.url).toMatch(/\/test-bank\/[^/]+$/)
  await payAt(held.value.pay.url)
  const made = await program.call('get_booking', { booking: held.value.id })
  expect(made.value).toMatchObject({ status: 'scheduled', money: { paid: pounds(4000) } })
  expect(made.text).toContain('Agreed £40.00, paid £40.00')
  const scopes = API_SCOPES.filter((scope) => scope !== 'payments:write')
  const reader = await server.connect((await programOf(world, { scopes })).key)
  const theirs = await book(reader, '2026-12-15')
  expect(theirs.value.pay.url).toMatch(/\/b\/[^/]+\/pay$/)
  await reader.close()
})

test('a late move says its fee, and confirming it gives the page to pay at', async () => {
  const booking = await world.buy('full')
  const { sessions } = await world.load(booking)
  const start = sessions[0]!.startsAt
  await world.pass({ seconds: Math.ceil((await world.now()).until(start).total('seconds')) - 20 * 3600 })
  const id = showId('booking', booking.bookingId)
  const wanted = start.add({ hours: 1 }).toString()
  const asked = await program.call('reschedule_booking', { booking: id, start: wanted })
  expect(asked.value).toMatchObject({ pay_now: pounds(500), totals: { fee: pounds(500) } })
  expect(asked.text).toContain('£5.00 has to be paid first')
  const unpaid = await program.call('commit_quote', { booking: id, quote: asked.value.quote })
  expect(unpaid.isError).toBe(true)
  expect(unpaid.value).toMatchObject({ code: 'payment_required', pay: pounds(500) })
  expect(unpaid.text).toContain(unpaid.value.pay_url)
  await payAt(unpaid.value.pay_url)
  expect((await world.load(booking)).sessions[0]!.startsAt.toString()).toBe(wanted)
})

test('the team cancels, and only an amount that was named goes back', async () => {
  const buyOn = (day: number) =>
    world.buy('full', { starts: [Temporal.Instant.from(`2026-12-${day}T10:00:00Z`)] })
  const [one, other, greedy] = [await buyOn(21), await buyOn(22), await buyOn(23)]
  const cancel = async (booking: { bookingId: string }, more: Record<string, unknown>) => {
    const id = showId('booking', booking.bookingId)
    const asked = await program.call('cancel_booking', { booking: id, actor: 'team_member' })
    expect(asked.text).toContain('may give back up to £40.00')
    const done = await program.call('commit_quote', { booking: id, quote: asked.value.quote, ...more })
    return { ...done, id }
  }
  const silent = await cancel(one, {})
  expect(silent.value.money).toMatchObject({ refund: pounds(0), refunds: [] })
  const named = await cancel(other, { refund: { amount: 1500 } })
  expect(named.value.money).toMatchObject({ refund: pounds(1500), refunds: [{ amount: pounds(1500) }] })
  expect(readId(named.value.money.refunds[0].id)).toMatch(/^[0-9a-f-]{36}$/)
  const refused = await cancel(greedy, { refund: { amount: 4001 } })
  expect(refused.value).toMatchObject({
    code: 'refund_too_large',
    field: '/refund/amount',
    most: pounds(4000),
  })
})
