import { afterAll, beforeAll, expect, test } from 'vitest'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import { paths } from '#paths.ts'
import { moneyWorld, type MoneyWorld } from '../../../../test/money-world.ts'
import { quotingIn } from '../../../../test/quoting.ts'
import { browserOf, pageOf, type StaffBrowser } from '../../../../test/staff-browser.ts'

/* What becomes of a yes: a package as a whole, a time that is paid first, a booking that moves. */
let world: MoneyWorld
let alva: StaffBrowser
const { quote } = quotingIn(() => world)
const at = (day: number, hour: number) =>
  Temporal.PlainDate.from('2026-12-14')
    .add({ days: day })
    .toZonedDateTime({ timeZone: 'Europe/London', plainTime: { hour } })
    .toInstant()

beforeAll(async () => {
  world = await moneyWorld()
  alva = await browserOf(world, world.alva)
})
afterAll(() => world.close())

const addressOf = async (booking: { bookingId: string }) =>
  paths.answerAsk(booking.bookingId, (await world.load(booking)).asks[0]!.id)

test('a package is approved as a whole', async () => {
  const type = await world.sell('plan', { approval: 'request', sessionCount: 3, paymentMode: 'free' })
  const booking = await world.reserve(type, { starts: [at(0, 9), at(1, 9), at(2, 9)] })
  const address = await addressOf(booking)
  const page = await alva.get(address)
  expect(page.said).toMatch(/Session 1 .*Session 2 .*Session 3 .*Approve all 3 times/)
  expect((await alva.post(address, { answer: 'approved' })).status).toBe(303)
  const { sessions } = await world.load(booking)
  expect(sessions.map(({ state }) => state)).toEqual(['scheduled', 'scheduled', 'scheduled'])
})

test('where something is due, the team is told, the time is kept, and the customer is led to pay', async () => {
  const type = await world.sell('talk-first', { approval: 'request', suggestedTimes: 2 })
  const booking = await world.reserve(type, { starts: [at(3, 9), at(3, 11)] })
  const asked = await pageOf(await world.visit(paths.result(booking.token, { done: 'requested' })))
  expect(asked.said).toContain('You pay nothing now. Once it is confirmed, you pay £40.00.')
  const address = await addressOf(booking)
  expect((await alva.get(address)).said).toContain('Once you approve, they pay £40.00')
  await alva.post(address, { answer: `approved ${at(3, 11)}` })
  expect((await world.load(booking)).sessions[0]).toMatchObject({ state: 'held' })
  const sent = await world.visit(paths.manage(booking.token))
  expect(sent.headers.get('location')).toContain('/pay')
  expect((await world.visit(sent.headers.get('location')!)).status).toBe(200)
  await world.pay(booking)
  expect((await world.load(booking)).sessions[0]).toMatchObject({ state: 'scheduled' })
  expect(await world.faults()).toEqual([])
})

test('a new time is agreed to with one click, and the booking moves', async () => {
  const type = await world.sell('review', { approval: 'request', suggestedTimes: 1, paymentMode: 'free' })
  const booking = await world.reserve(type, { starts: [at(4, 9)] })
  await alva.post(await addressOf(booking), { answer: 'approved' })
  const { sessions } = await world.load(booking)
  const wanted = await quote(booking.scope, booking, {
    reschedule: [{ session: sessions[0]!.id, start: at(4, 15) }],
  })
  expect(wanted.needsApproval).toBe(true)
  const outcome = await askToMove(world.context, booking.scope, wanted, {})
  expect(outcome.ok).toBe(true)
  const address = await addressOf(booking)
  const page = await alva.get(address)
  expect(page.said).toContain('Cleo Martin asks for another time')
  expect(page.said).toContain('Your team decides on new times of this booking.')
  expect((await alva.post(address, { answer: 'approved' })).status).toBe(303)
  expect((await world.load(booking)).sessions[0]!.startsAt.equals(at(4, 15))).toBe(true)
})

test("what was approved and not paid is taken back from the booking's page, and a paid one is not", async () => {
  const type = await world.sell('ask-first', { approval: 'request', suggestedTimes: 1 })
  const booking = await world.reserve(type, { starts: [at(7, 9)] })
  const address = await addressOf(booking)
  await alva.post(address, { answer: 'approved' })
  const page = await alva.get(paths.staffBooking(booking.bookingId))
  expect(page.said).toContain('Cleo Martin has not paid yet')
  expect(page.html).toContain(`href="${address}"`)
  expect((await alva.get(address)).said).toContain('Take the approval back')
  expect((await alva.post(address, { answer: 'approved' })).status).toBe(409)
  expect((await alva.post(address, { answer: 'no', reason: 'I am ill' })).status).toBe(303)
  expect((await world.load(booking)).sessions[0]).toMatchObject({ state: 'canceled' })
  expect((await alva.post(address, { answer: 'no' })).status).toBe(409)
})
