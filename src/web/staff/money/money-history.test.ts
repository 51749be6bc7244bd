import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { happened } from '#messages/staff-activity.ts'
import { paths } from '#paths.ts'
import { moneyWorld, type MoneyWorld } from '../../../../test/money-world.ts'
import { browserOf, type StaffBrowser } from '../../../../test/staff-browser.ts'

let world: MoneyWorld
let alva: StaffBrowser
beforeAll(async () => {
  world = await moneyWorld()
  alva = await browserOf(world, world.alva)
})
afterAll(() => world.close())

// Seen to fail when the sentence of refund.changed was taken away.
test('every fact about money has a sentence of its own in the activity and in the history', () => {
  const kinds = [
    ...readFileSync('src/domain/facts/fact.ts', 'utf8').matchAll(
      /^ {2}'((?:payment|refund|fee|credit|invoice|booking|session)\.\w+)'/gm,
    ),
  ].map(([, kind]) => kind!)
  expect(kinds.length).toBeGreaterThan(25)
  const doer = { kind: 'member' as const, name: 'Alva' }
  const unknown = happened('no.such_fact', doer, 'en-GB')
  expect(
    kinds.filter((kind) => kind !== 'booking.changed' && happened(kind, doer, 'en-GB') === unknown),
  ).toEqual([])
})

test('the stream and the history say who asked for which refund, and how much it is', async () => {
  const booking = await world.buy('full')
  const payment = (await world.load(booking)).money.payments[0]!
  await requestRefund(world.context, world.alva, booking.bookingId, {
    paymentId: payment.id,
    amountMinor: 1250n,
    way: 'outside',
    reference: 'TR-1',
    reason: 'The room was cold',
  })
  expect((await alva.get(paths.activity())).said).toMatch(/Refund paid back by Alva · .* £12\.50 back/)
  const page = await alva.get(paths.staffBooking(booking.bookingId))
  expect(page.said).toContain('Refund paid back by Alva on the staff pages')
  expect(page.said).toContain('£12.50 back.')
  expect(page.said).toContain('Payment received')
})
