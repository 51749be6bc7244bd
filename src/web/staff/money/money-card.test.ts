import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../../test/money-world.ts'
import { browserOf, fieldOf, type StaffBrowser } from '../../../../test/staff-browser.ts'

let world: MoneyWorld
let alva: StaffBrowser
let bo: StaffBrowser
let booking: HeldBooking
beforeAll(async () => {
  world = await moneyWorld()
  alva = await browserOf(world, world.alva)
  bo = await browserOf(world, world.bo)
})
afterAll(async () => {
  expect(await world.faults()).toEqual([])
  await world.close()
})

describe('the money card', () => {
  test('says what a paid booking costs, what was paid and that nothing is open', async () => {
    booking = await world.buy('full')
    const page = await alva.get(paths.staffBooking(booking.bookingId))
    expect(page.status).toBe(200)
    expect(page.said).toMatch(/Total £40\.00 Paid £40\.00 Balance Nothing is open £0\.00/)
    expect(page.said).toMatch(/Invoice INV-\d{4}/)
    expect(page.said).toContain('Payment received')
  })
})
