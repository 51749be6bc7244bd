import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { buyBos, HOSTILE_AMOUNTS } from '../../../test/money-people.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { browserOf, fieldOf, type StaffBrowser } from '../../../test/staff-browser.ts'

let world: MoneyWorld
let alva: StaffBrowser
let bo: StaffBrowser
beforeAll(async () => {
  world = await moneyWorld({ settings: { callOutFeeMinor: 1500n, noShowFeeMinor: 1000n } })
  alva = await browserOf(world, world.alva)
  bo = await browserOf(world, world.bo)
})
afterAll(async () => {
  expect(await world.faults()).toEqual([])
  await world.close()
})

async function sessionOf(booking: HeldBooking) {
  return (await world.load(booking)).sessions[0]!
}

async function fail(browser: StaffBrowser, booking: HeldBooking, fields: Record<string, string>) {
  const session = (await sessionOf(booking)).id
  return browser.post(paths.staffFailed(booking.bookingId), { session, act: 'set', ...fields })
}

async function moneyOf(booking: HeldBooking): Promise<string> {
  const page = await alva.get(paths.staffBooking(booking.bookingId))
  return page.said.slice(page.said.indexOf('Money'), page.said.indexOf('People'))
}

test('what could not be done needs a reason and a word on the call-out fee, and keeps what was typed', async () => {
  const booking = await world.buy('full')
  const page = await alva.get(paths.staffFailed(booking.bookingId))
  expect(page.said).toContain('Add the call-out fee of £15.00?')
  expect(fieldOf(page, 'session')).toBe((await sessionOf(booking)).id)
  const nothing = await fail(alva, booking, {})
  expect([nothing.status, nothing.said.includes('Say why.')]).toEqual([422, true])
  const unsaid = await fail(alva, booking, { reason: 'Nobody opened' })
  expect([unsaid.status, unsaid.html.includes('Nobody opened')]).toEqual([422, true])
  expect(unsaid.said).toContain('Choose what becomes of the fee.')
  expect((await sessionOf(booking)).state).toBe('scheduled')
})

// Seen to fail when the choice about the fee was not handed on.
test('the call-out fee comes on top of the session, and both go when it was done after all', async () => {
  const booking = await world.buy('full')
  expect((await fail(alva, booking, { reason: 'Nobody opened', fee: 'accept' })).status).toBe(303)
  expect((await sessionOf(booking)).state).toBe('failed')
  expect(await moneyOf(booking)).toMatch(/Total £55\.00 Paid £40\.00 Balance The customer owes this £15\.00/)
  const page = await alva.get(paths.staffBooking(booking.bookingId))
  expect(page.said).toContain('Marked as failed by Alva')
  expect(page.said).toContain('Call-out fee: added as set.')
  const session = (await sessionOf(booking)).id
  const back = await alva.post(paths.staffFailed(booking.bookingId), { session, act: 'revert' })
  expect(back.status).toBe(303)
  expect(await moneyOf(booking)).toMatch(/Total £40\.00 .*Nothing is open/)
})

test.each(HOSTILE_AMOUNTS)('a call-out fee of %j is refused', async (amount) => {
  hostile ??= await world.buy('full')
  const sent = await fail(alva, hostile, { reason: 'x', fee: 'change', 'fee-amount': amount })
  expect(sent.status).toBe(422)
  expect((await sessionOf(hostile)).state).toBe('scheduled')
})

test('Bo adds the fee for not coming or leaves it open, and waives nothing', async () => {
  const booking = await buyBos(world, '2026-12-01T16:00:00Z')
  const session = (await sessionOf(booking)).id
  expect((await bo.get(paths.staffBooking(booking.bookingId))).said).toContain(
    'Possible once the start has passed.',
  )
  await world.pass({ hours: 4, minutes: 30 })
  const page = await bo.get(`${paths.noShow(booking.bookingId)}?session=${session}`)
  expect(page.said).toContain('Add the no-show fee of £10.00?')
  const asked = await bo.post(paths.noShow(booking.bookingId), { session, act: 'set' })
  expect([asked.status, asked.said.includes('Choose what becomes of the fee.')]).toEqual([422, true])
  const forged = await bo.post(paths.noShow(booking.bookingId), { session, act: 'set', fee: 'skip' })
  expect([forged.status, (await sessionOf(booking)).state]).toEqual([422, 'scheduled'])
  const sent = await bo.post(paths.noShow(booking.bookingId), { session, act: 'set', fee: 'accept' })
  expect([sent.status, (await sessionOf(booking)).state]).toEqual([303, 'no_show'])
  expect(await moneyOf(booking)).toMatch(/Total £50\.00/)
})

test('Bo marks no session of a colleague, and nobody reaches the page without a login', async () => {
  const booking = await world.buy('full')
  expect((await bo.get(paths.staffFailed(booking.bookingId))).status).toBe(404)
  expect((await fail(bo, booking, { reason: 'x', fee: 'accept' })).status).toBe(404)
  expect((await world.visit(paths.staffFailed(booking.bookingId))).status).toBe(303)
  expect((await sessionOf(booking)).state).toBe('scheduled')
})

let hostile: HeldBooking | undefined
