import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import {
  loadFinancialSettings,
  saveFinancialSettings,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import { formOf } from '../../../test/forms.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { cancel, closed, late, pressPay, see } from './pay-forms.testing.ts'

/*
 * What canceling means in money, on the pages where customers do it: said before, done, and said after. The policy gives
 * everything back until 24 hours before and half after that; moving late costs £5.00.
 */

describe('where the policy gives money back', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    world = await moneyWorld()
  })
  afterAll(() => closed(world))

  test('in time: everything comes back, to the card it came from, and the button says how much', async () => {
    const booking = await world.buy('full')
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain(
      'You have paid £40.00 Kept At least 24 hours before: everything is given back £0.00',
    )
    expect(page.words).toContain(
      'You get back £40.00 To Test card 4242, in 5 to 10 working days once it is sent.',
    )
    expect(page.words).toContain('Cancel the booking and get £40.00 back')
    expect(page.words).not.toContain('Moving instead')
    const result = await cancel(world, booking, page)
    expect(result.words).toContain('Your booking is cancelled')
    expect(result.words).toMatch(/Money back £40.00 to Test card 4242 Refund (approved|sent|on its way)/)
    const later = await see(world.visit(paths.manage(booking.token)))
    expect(later.words).toContain('This booking was cancelled')
    expect(later.words).toContain('Money back £40.00 to Test card 4242')
  })

  test('late: half is kept by a rule that is named, and moving instead costs less', async () => {
    const booking = await world.buy('full', { starts: [late(0)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('Kept Less than 24 hours before: half is kept −£20.00')
    expect(page.words).toContain('You get back £20.00')
    expect(page.words).toContain('Cancel the booking and get £20.00 back')
    expect(page.words).toContain('Moving instead costs £5.00.')
    const result = await cancel(world, booking, page)
    expect(result.words).toContain('Money back £20.00')
    expect(result.words).toContain('Kept £20.00')
  })

  test('what was paid too little is only kept as far as it was paid', async () => {
    const booking = await world.buy('deposit', { starts: [late(1)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain(
      'Kept Less than 24 hours before: half is kept −£10.00 minus £10.00 You get back £0.00',
    )
    expect(page.words).toContain('Cancel, nothing back')
  })

  test('sessions of a course: what each gives, and the sum', async () => {
    const booking = await world.buy('course')
    const choose = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(choose.words).toContain('£33.34 back')
    expect(choose.words).toContain('£33.33 back')
    const [one, , three] = (await world.load(booking)).sessions
    const query = `?do=cancel&choose=1&session=${one!.id}&session=${three!.id}`
    const page = await see(world.visit(`${paths.manage(booking.token)}${query}`))
    expect(page.words).toContain('You have paid £66.67')
    expect(page.words).toContain('Cancel 2 sessions and get £66.67 back')
    const result = await cancel(world, booking, page)
    expect(result.words).toContain('Money back £66.67')
  })

  test('a form that names amounts of its own changes none', async () => {
    const booking = await world.buy('full', { starts: [late(2)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    const lies = { refundMinor: '4000', refund: '40.00', fee: 'skip', keptMinor: '0', take: 'credit' }
    await world.pass({ seconds: 2 })
    const refused = await see(
      world.send(paths.commit(booking.token), { ...formOf(page.html, 'change'), ...lies }),
    )
    // Credit is none of what this policy offers, so that form is refused; without it the quote is what happens.
    expect(refused.status).toBe(409)
    const result = await cancel(world, booking, page, { ...lies, take: 'money' })
    expect(result.words).toContain('Money back £20.00')
  })

  test('a form that came back at once asks once more, with the same sums on its button', async () => {
    const booking = await world.buy('full', { starts: [late(6)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    const asked = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    expect(asked.words).toContain('Check: cancel this booking?')
    expect(asked.words).toContain('Cancel the booking and get £20.00 back')
  })
})

describe('where the organization has a late fee of its own', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    const fee = { cancellationFeeMinor: 1500n, cancellationFeeWindowMinutes: 1440 }
    world = await moneyWorld({
      rules: { cancel: { tiers: [] } },
      settings: { ...fee, customerCancellationFee: 'ask_staff', refundSetting: 'manual' },
    })
  })
  afterAll(() => closed(world))

  test('nobody has decided yet: the page names what may be kept and who decides', async () => {
    const booking = await world.buy('full', { starts: [late(0)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain(
      'Less than 24 hours before the start, up to £15.00 may be kept. Harbour Physio decides.',
    )
    expect(page.words).toContain(
      'May be kept Less than 24 hours before: late fee. Harbour Physio decides −£15.00',
    )
    expect(page.words).toContain('You get back £25.00 To Test card 4242, after Harbour Physio approves it.')
    const result = await cancel(world, booking, page)
    expect(result.words).toContain(
      'Money back £25.00 to Test card 4242 Refund requested. It waits for approval by Harbour Physio.',
    )
    expect(result.words).toContain('Not decided yet £15.00 Harbour Physio decides whether it is kept.')
  })

  test('booked early: the line of time says from when on it may be kept', async () => {
    const booking = await world.buy('full')
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('£40.00 back until Sun 6 Dec, 9:00am')
    expect(page.words).toContain('Up to £15.00 may be kept until the start')
  })

  test('by itself: the amount is named in the quote and kept', async () => {
    await change({ customerCancellationFee: 'automatic', refundSetting: 'none' })
    const booking = await world.buy('full', { starts: [late(1)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('Kept Less than 24 hours before: late fee −£15.00')
    expect(page.words).toContain('You get back £25.00 Harbour Physio settles it with you.')
    const result = await cancel(world, booking, page)
    expect(result.words).toContain('Money back £25.00 Harbour Physio settles it with you. Kept £15.00')
  })

  // Seen to fail when a quote that had expired was only said to be old.
  test('a price that changed while the page was open is shown, old and new, and nothing is done', async () => {
    await change({ customerCancellationFee: 'automatic', refundSetting: 'automatic' })
    const booking = await world.buy('full')
    const { startsAt } = (await world.load(booking)).sessions[0]!
    const untilLate = (await world.now()).until(startsAt.subtract({ hours: 24 }))
    await world.pass({ seconds: Math.floor(untilLate.total('seconds')) - 300 })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    await world.pass({ minutes: 11 })
    const refused = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    expect(refused.status).toBe(409)
    expect(refused.words).toContain(
      'The price changed while this page was open It was £40.00 and is now £25.00.',
    )
    expect(refused.words).toContain('Cancel the booking and get £25.00 back')
    expect((await world.load(booking)).sessions[0]!.state).toBe('scheduled')
  })

  // Seen to fail when the organization's fee of today was asked of everybody.
  test('Alva raises the fee, and who has booked before pays what was agreed', async () => {
    await change({ customerCancellationFee: 'automatic' })
    const booking = await world.buy('full')
    const { startsAt } = (await world.load(booking)).sessions[0]!
    await change({ cancellationFeeMinor: 2500n })
    const untilStart = (await world.now()).until(startsAt)
    await world.pass({ seconds: Math.floor(untilStart.total('seconds')) - 3600 })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('Cancel the booking and get £25.00 back')
  })

  async function change(settings: Partial<FinancialSettings>): Promise<void> {
    const { currency: _c, provider: _p, ...now } = await loadFinancialSettings(world.context.db, world.scope)
    await saveFinancialSettings(world.context, world.scope, { ...now, ...settings })
  }
})

describe('where nobody collects online', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    world = await moneyWorld({ provider: null, rules: { cancel: { owesUnpaid: true } } })
  })
  afterAll(() => closed(world))

  test('everything is settled with the business, and no page asks for a card', async () => {
    const booking = await world.buy('full', { starts: [late(0)] })
    const manage = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(manage.words).toContain('Still to pay £40.00 Harbour Physio settles it with you.')
    expect(manage.words).toContain('Cancel and owe £20.00')
    const move = await see(world.visit(paths.moveCheck(booking.token, { start: '2026-12-10T10:00:00Z' })))
    expect(move.words).toContain('Fee for moving Less than 24 hours before £5.00')
    expect(move.words).toContain('Move to Thu 10 Dec, 10:00am')
    const pay = await see(world.visit(paths.pay(booking.token)))
    expect(pay.words).toContain('Nothing can be paid online here now')
    expect(pay.html).not.toContain('form="pay"')
    expect((await pressPay(world, booking.token)).status).toBe(409)
  })
})
