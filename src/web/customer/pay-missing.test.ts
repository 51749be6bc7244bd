import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { releaseUnpaid } from '#domain/bookings/release-held.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { fieldValue } from './booking-forms.testing.ts'
import { atBank, closed, comeBack, pressPay, see, sendDetails } from './pay-forms.testing.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await moneyWorld()
})
afterAll(() => closed(world))

describe('a payment that does not arrive', () => {
  test('declined: the time stays held, and trying again pays', async () => {
    const booking = await world.reserve('full')
    const started = await pressPay(world, booking.token)
    const failed = await comeBack(world, await atBank(world, started.to, 'decline'))
    expect(failed.words).toContain('The payment did not go through Nothing was taken.')
    expect(failed.words).toContain('Your time is still held until 12:10pm.')
    expect(failed.html).toContain(`href="${paths.pay(booking.token)}"`)
    const again = await pressPay(world, booking.token)
    expect(again.to).not.toBe(started.to)
    const done = await comeBack(world, await atBank(world, again.to))
    expect(done.to).toBe(paths.result(booking.token, { done: 'booked' }))
  })

  test('not paid at all: the page says so and leads back to the bank', async () => {
    const booking = await world.reserve('full')
    const started = await pressPay(world, booking.token)
    const [payment] = (await world.load(booking)).money.payments
    const open = await comeBack(world, paths.paid(booking.token, payment!.id))
    expect(open.words).toContain('Not paid yet')
    expect(open.html).toContain(`href="http://kept.test${started.to}"`)
  })

  test('a bank that takes days: the time is kept, and we say that we will mail', async () => {
    const slow = await world.sell('slow', { priceMinor: 4014n, paymentTerms: { kind: 'full' } })
    const booking = await world.reserve(slow)
    const started = await pressPay(world, booking.token)
    const back = await atBank(world, started.to)
    const pending = await comeBack(world, back)
    expect(pending.words).toContain('Your payment is on its way')
    expect(pending.words).toContain('We will mail you at cleo@mail.example.')
    expect(pending.words).toContain('Your time is kept until then.')
    await world.pass({ minutes: 30 })
    expect((await see(world.visit(paths.pay(booking.token)))).to).toBe(back.split('?')[0])
    expect((await see(world.visit(paths.manage(booking.token)))).to).toBe(paths.pay(booking.token))
  })

  test('a bank whose answer gets lost has booked, and asking finds it', async () => {
    const lost = await world.sell('lost', { priceMinor: 4015n, paymentTerms: { kind: 'full' } })
    const booking = await world.reserve(lost)
    const started = await pressPay(world, booking.token)
    const broken = await see(world.send(started.to, { answer: 'pay' }))
    expect(broken.status).toBe(504)
    const back = broken.html.match(/href="http:\/\/kept\.test(\/b\/[^"]+)"/)![1]!
    const done = await comeBack(world, back)
    expect(done.to).toBe(paths.result(booking.token, { done: 'booked' }))
  })

  test('nobody paid in time: the page says so, with the nearest times and the form as it was', async () => {
    const sent = await sendDetails(world, 'full', '2027-01-20T12:00:00Z', {
      phone: '+44 20 7946 0000',
      guests: 'dag@mail.example',
    })
    await world.pass({ minutes: 11 })
    const lost = await see(world.visit(sent.to))
    expect(lost.words).toContain('The time went back')
    expect(lost.words).toContain('Nothing was booked or charged.')
    expect(lost.words).toContain('Nearest free times Instead of Wed 20 Jan 2027, 12:00pm')
    expect((await pressPay(world, tokenOf(sent.to))).words).toContain('The time went back')
    const [, href] = lost.html.match(/href="(\/book\/clinic\/full\/details\?[^"]+)"/)!
    const form = await see(world.visit(href!.replaceAll('&amp;', '&')))
    expect(fieldValue(form.html, 'name')).toBe('Cleo Martin')
    expect(fieldValue(form.html, 'email')).toBe('cleo.martin@mail.example')
    expect(fieldValue(form.html, 'phone')).toBe('+44 20 7946 0000')
    expect(fieldValue(form.html, 'guests')).toBe('dag@mail.example')
  })

  // Seen to fail when a payment that succeeded always led to the page that says "Booked".
  test('paid after the time was lost to somebody else: the money goes back, and the page says where it is', async () => {
    const starts = [Temporal.Instant.from('2027-01-21T12:00:00Z')]
    const booking = await world.reserve('full', { starts })
    const started = await pressPay(world, booking.token)
    await world.pass({ minutes: 11 })
    await world.buy('full', { starts, requestKey: 'somebody else' })
    const late = await comeBack(world, await atBank(world, started.to))
    expect(late.words).toContain('Your payment came too late')
    expect(late.words).toContain('so nothing was booked')
    expect(late.words).toContain('£40.00 to Test card 4242')
    expect(late.words).toMatch(/Refund (approved|on its way|sent)/)
  })

  test('the sweep closed the page: the payment has ended, and trying again shows free times', async () => {
    const booking = await world.reserve('full')
    const started = await pressPay(world, booking.token)
    await world.pass({ minutes: 11 })
    await releaseUnpaid(world.context, world.payments)
    expect((await see(world.visit(started.to))).words).toContain('This payment page has closed')
    const [payment] = (await world.load(booking)).money.payments
    const ended = await comeBack(world, paths.paid(booking.token, payment!.id))
    expect(ended.words).toContain('The payment page has closed Nothing was taken.')
    expect((await see(world.visit(paths.pay(booking.token)))).words).toContain('The time went back')
  })
})

function tokenOf(address: string): string {
  return address.split('/')[2]!
}
