import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import type { FinancialSettings } from '#domain/organizations/financial-settings.ts'
import { formOf } from '../../../test/forms.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { atBank, comeBack, pressPay, see, type Seen } from './pay-forms.testing.ts'

/*
 * What canceling and moving mean in money, on the pages where customers do it: said before, done, and said after. The
 * policy gives everything back until 24 hours before and half after that; moving late costs £5.00.
 */

const START = Temporal.Instant.from('2026-12-10T10:00:00Z')

describe('where the policy gives money back', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    world = await moneyWorld()
  })
  afterAll(() => closed(world))

  test('in time: everything comes back, to the card it came from, and the button says how much', async () => {
    const booking = await world.buy('full')
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('You have paid £40.00 Kept At least 24 hours before: everything is given back £0.00')
    expect(page.words).toContain('You get back £40.00 To Test card 4242, in 5 to 10 working days once it is sent.')
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
    expect(page.words).toContain('Kept Less than 24 hours before: half is kept −£10.00 minus £10.00 You get back £0.00')
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

  // Seen to fail when the fields of the form were taken for choices.
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
    expect(failed.words).toContain('The payment did not go through Nothing was taken. Your booking is untouched.')
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

  test('a form that came back at once asks once more, with the same sums on its button', async () => {
    const booking = await world.buy('full', { starts: [late(6)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    const asked = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    expect(asked.words).toContain('Check: cancel this booking?')
    expect(asked.words).toContain('Cancel the booking and get £20.00 back')
  })
})

describe('where the policy offers credit', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    const credit = { amount: { kind: 'percent' as const, percent: 100 }, months: 12 }
    world = await moneyWorld({ rules: { cancel: { credit } } })
  })
  afterAll(() => closed(world))

  test('credit instead of money is chosen on the page, kept as credit, and spent on the next booking', async () => {
    const booking = await world.buy('full', { starts: [late(0)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('Money: £20.00')
    expect(page.words).toContain('Credit: £40.00 for 12 months')
    expect(page.words).toContain('Cancel the booking for £40.00 credit')
    const result = await cancel(world, booking, page, { take: 'credit' })
    expect(result.words).toContain('Credit £40.00 Good until Wed 1 Dec 2027.')
    expect(result.words).not.toContain('Kept')
    expect(result.words).not.toContain('Pay £')
    const book = result.html.match(/href="(\/book\/clinic\?[^"]+)"/)![1]!.replaceAll('&amp;', '&')
    const seal = new URL(book, 'http://kept.test').searchParams
    const details = `${paths.details('clinic', 'full')}?start=2027-01-12T09:00:00Z&${seal.toString()}`
    const form = await see(world.visit(details))
    expect(form.words).toContain('Your credit pays first You have £40.00 here.')
    const fields = { ...formOf(form.html, 'details'), name: 'Cleo', email: 'cleo@mail.example' }
    const sent = await see(world.send(paths.details('clinic', 'full'), fields))
    expect(sent.to).toMatch(/result\?done=booked/)
    expect((await see(world.visit(sent.to))).words).toContain('Paid £40.00 With your credit.')
  })

  test('part of a price from credit: the page sets it off, and only the rest is paid', async () => {
    const booking = await world.buy('deposit', { starts: [late(1)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    const result = await cancel(world, booking, page, { take: 'credit' })
    const seal = new URL(
      result.html.match(/href="(\/book\/clinic\?[^"]+)"/)![1]!.replaceAll('&amp;', '&'),
      'http://kept.test',
    ).searchParams
    const form = await see(
      world.visit(`${paths.details('clinic', 'full')}?start=2027-01-13T09:00:00Z&${seal.toString()}`),
    )
    const fields = { ...formOf(form.html, 'details'), name: 'Cleo', email: 'cleo@mail.example' }
    const sent = await see(world.send(paths.details('clinic', 'full'), fields))
    const pay = await see(world.visit(sent.to))
    expect(pay.words).toMatch(/Your credit −£10.00 minus £10.00 To pay now £30.00/)
    const done = await comeBack(world, await atBank(world, (await pressPay(world, sent.to.split('/')[2]!)).to))
    expect((await see(world.visit(done.to))).words).toContain('Paid £40.00 With your credit and Test card 4242.')
  })

  // Seen to fail when the credit of whoever an address named was shown.
  test('credit is nobody else’s: without the proof there is none, and with it another address spends none', async () => {
    const booking = await world.buy('full', { starts: [late(2)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    await cancel(world, booking, page, { take: 'credit' })
    const details = `${paths.details('clinic', 'full')}?start=2027-01-14T09:00:00Z`
    const plain = await see(world.visit(`${details}&credit=${'a'.repeat(40)}.b`))
    expect(plain.words).not.toContain('Your credit')
    const fields = { ...formOf(plain.html, 'details'), name: 'Dag', email: 'cleo@mail.example', credit: 'x.y' }
    const sent = await see(world.send(paths.details('clinic', 'full'), fields))
    expect((await see(world.visit(sent.to))).words).toContain('To pay now £40.00')
  })

})

describe('where the policy asks for what is unpaid', () => {
  let world: MoneyWorld
  beforeAll(async () => {
    world = await moneyWorld({ rules: { cancel: { owesUnpaid: true } } })
  })
  afterAll(() => closed(world))

  test('late and unpaid: what is owed is named, on the invoice, and can be paid at once', async () => {
    const booking = await world.buy('venue', { starts: [late(3)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    expect(page.words).toContain('You will owe Less than 24 hours before: half is kept £20.00')
    expect(page.words).toContain('Cancel and pay £20.00')
    await world.pass({ seconds: 2 })
    const sent = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    expect(sent.to).toBe(paths.pay(booking.token))
    const pay = await see(world.visit(sent.to))
    expect(pay.words).toContain('It is cancelled. One amount is still open.')
    expect(pay.words).toContain('Fee for cancelling £20.00 Still to pay £20.00')
    const done = await comeBack(world, await atBank(world, (await pressPay(world, booking.token)).to))
    expect(done.words).toContain('£20.00 is paid')
    expect((await see(world.visit(paths.pay(booking.token)))).to).toBe(paths.manage(booking.token))
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
    expect(page.words).toContain('Less than 24 hours before the start, up to £15.00 may be kept. Harbour Physio decides.')
    expect(page.words).toContain('Up to £15.00 may be kept until the start')
    expect(page.words).toContain('May be kept Less than 24 hours before: late fee. Harbour Physio decides −£15.00')
    expect(page.words).toContain('You get back £25.00 To Test card 4242, after Harbour Physio approves it.')
    const result = await cancel(world, booking, page)
    expect(result.words).toContain(
      'Money back £25.00 to Test card 4242 Refund requested. It waits for approval by Harbour Physio.',
    )
    expect(result.words).toContain('Not decided yet £15.00 Harbour Physio decides whether it is kept.')
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

  // Seen to fail when only refunds were compared.
  test('a price that changed while the page was open is shown, old and new, and nothing is done', async () => {
    await change({ customerCancellationFee: 'automatic', refundSetting: 'automatic' })
    const booking = await world.buy('full', { starts: [late(2)] })
    const page = await see(world.visit(paths.manage(booking.token, { do: 'cancel' })))
    await change({ cancellationFeeMinor: 2500n })
    await world.pass({ minutes: 11 })
    const refused = await see(world.send(paths.commit(booking.token), formOf(page.html, 'change')))
    expect(refused.status).toBe(409)
    expect(refused.words).toContain('The price changed while this page was open It was £25.00 and is now £15.00.')
    expect(refused.words).toContain('Cancel the booking and get £15.00 back')
    expect((await world.load(booking)).sessions[0]!.state).toBe('scheduled')
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
    const move = await see(world.visit(paths.moveCheck(booking.token, { start: START.toString() })))
    expect(move.words).toContain('Fee for moving Less than 24 hours before £5.00')
    expect(move.words).toContain('Move to Thu 10 Dec, 10:00am')
    const pay = await see(world.visit(paths.pay(booking.token)))
    expect(pay.words).toContain('Nothing can be paid online here now')
    expect(pay.html).not.toContain('form="pay"')
    expect((await pressPay(world, booking.token)).status).toBe(409)
  })
})

async function closed(world: MoneyWorld): Promise<void> {
  expect(await world.faults()).toEqual([])
  await world.close()
}

/** One of the starts that are less than 24 hours away, this afternoon or tomorrow morning. */
function late(which: number): Temporal.Instant {
  const hours = ['01T14', '01T15', '01T16', '01T17', '02T09', '02T10', '02T11']
  return Temporal.Instant.from(`2026-12-${hours[which]}:00:00Z`)
}

/** Sends the form of the page as a person would, a moment later, and looks at the result. */
async function cancel(
  world: MoneyWorld,
  booking: HeldBooking,
  page: Seen,
  more: Record<string, string> = {},
): Promise<Seen> {
  await world.pass({ seconds: 2 })
  const sent = await see(world.send(paths.commit(booking.token), { ...formOf(page.html, 'change'), ...more }))
  if (sent.status !== 303) throw new Error(`The form was refused: ${sent.words}`)
  // Once more, as by a double click: the same result.
  const twice = await see(world.send(paths.commit(booking.token), { ...formOf(page.html, 'change'), ...more }))
  expect(twice.to).toBe(sent.to)
  return see(world.visit(sent.to))
}

async function startOf(world: MoneyWorld, booking: HeldBooking): Promise<Temporal.Instant> {
  return (await world.load(booking)).sessions[0]!.startsAt
}
