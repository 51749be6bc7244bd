import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { formOf } from '../../../test/forms.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { atBank, closed, comeBack, late, see } from './pay-forms.testing.ts'

/* Moving late costs £5.00, paid before the booking moves (oncehub R132). */

describe('a move with a fee', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    world = await moneyWorld()
  })
  afterAll(() => closed(world))

  test('a move that costs is paid first: the page says until when, and the booking moves once', async () => {
    const booking = await world.buy('full', { starts: [late(3)] })
    const check = paths.moveCheck(booking.token, { start: '2026-12-14T16:00:00Z' })
    const page = await see(world.visit(check))
    expect(page.words).toContain('Fee for moving Less than 24 hours before £5.00')
    expect(page.words).toContain('To pay now £5.00')
    expect(page.words).toMatch(/This price stands until \d+:\d\d[ap]m\. The new time is kept for 10 minutes/)
    const fields = { ...formOf(page.html, 'change'), why: 'time' }
    await world.pass({ seconds: 2 })
    const bank = await see(world.send(paths.commit(booking.token), fields))
    expect(bank.to).toMatch(/^\/test-bank\//)
    expect((await startOf(world, booking)).equals(booking.starts[0]!)).toBe(true)
    const again = await see(world.send(paths.commit(booking.token), fields))
    expect(again.to).toBe(bank.to)
    const done = await comeBack(world, await atBank(world, bank.to))
    const moved = await see(world.visit(done.to))
    expect(moved.words).toContain('Your booking is moved')
    expect(moved.words).toContain('Fee for moving £5.00')
    expect(String(await startOf(world, booking))).toBe('2026-12-14T16:00:00Z')
    // The back button, and the form once more: the same receipt, and nobody pays again.
    expect((await see(world.send(paths.commit(booking.token), fields))).to).toBe(done.to)
    expect((await world.load(booking)).money.payments).toHaveLength(2)
    expect((await world.load(booking)).sessions[0]!.rescheduleCount).toBe(1)
  })

  test('a fee that is declined leaves the booking, frees the new time and offers it again', async () => {
    const booking = await world.buy('full', { starts: [late(4)] })
    const start = '2026-12-15T16:00:00Z'
    const page = await see(world.visit(paths.moveCheck(booking.token, { start })))
    await world.pass({ seconds: 2 })
    const bank = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    const failed = await comeBack(world, await atBank(world, bank.to, 'decline'))
    expect(failed.words).toContain(
      'The payment did not go through Nothing was taken. Your booking is untouched.',
    )
    const session = (await world.load(booking)).sessions[0]!.id
    expect(failed.html).toContain(paths.moveCheck(booking.token, { session, start }).replaceAll('&', '&amp;'))
  })

  test('a time that is taken while the fee is due says so, and nothing is paid', async () => {
    const booking = await world.buy('full', { starts: [late(5)] })
    const start = Temporal.Instant.from('2026-12-16T16:00:00Z')
    const page = await see(world.visit(paths.moveCheck(booking.token, { start: start.toString() })))
    await world.buy('full', { starts: [start] })
    await world.pass({ seconds: 2 })
    const taken = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    expect(taken.words).toContain('That time has just been taken')
    expect((await world.load(booking)).money.payments).toHaveLength(1)
  })

  // Seen to fail when a payment that succeeded always led to the booking.
  test('a fee that is paid after the time was lost goes back, and the page says so', async () => {
    const booking = await world.buy('full', { starts: [late(0)] })
    const start = Temporal.Instant.from('2026-12-17T16:00:00Z')
    const page = await see(world.visit(paths.moveCheck(booking.token, { start: start.toString() })))
    await world.pass({ seconds: 2 })
    const bank = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    await world.pass({ minutes: 11 })
    await world.buy('full', { starts: [start] })
    const tooLate = await comeBack(world, await atBank(world, bank.to))
    expect(tooLate.words).toContain('Your payment came too late')
    expect(tooLate.words).toContain('so your booking was not moved')
    expect(tooLate.words).toContain('£5.00 to Test card 4242')
    expect((await startOf(world, booking)).equals(booking.starts[0]!)).toBe(true)
  })
})

async function startOf(world: MoneyWorld, booking: HeldBooking): Promise<Temporal.Instant> {
  return (await world.load(booking)).sessions[0]!.startsAt
}
