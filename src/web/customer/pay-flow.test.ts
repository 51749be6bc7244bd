import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { fieldValue } from './booking-forms.testing.ts'
import { atBank, comeBack, pressPay, see, sendDetails } from './pay-forms.testing.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await moneyWorld()
  await world.discount('SPRING', { kind: 'percent', percent: 10 })
})
afterAll(async () => {
  expect(await world.faults()).toEqual([])
  await world.close()
})

describe('Cleo books what is paid in full', () => {
  test('checks it, pays at the bank, and is booked', async () => {
    const sent = await sendDetails(world, 'full', '2027-01-12T09:00:00Z', { discount: ' spring ' })
    expect(sent.status).toBe(303)
    const pay = await see(world.visit(sent.to))
    for (const words of [
      'Check and pay',
      'Held for you until 12:10pm',
      'This is a test. No money moves.',
      'Tuesday 12 January 2027, 9:00am to 10:00am',
      'Cleo Martin',
      'Discount SPRING −£4.00',
      'Total Includes £6.00 tax (20%). £36.00',
      'To pay now £36.00',
      'At least 24 hours before, you get back £36.00.',
      'Less than 24 hours before, you get back £18.00.',
      'moving costs £5.00',
      'Pay £36.00 and book',
    ])
      expect(pay.words.replaceAll(/minus £4.00 ?/g, '')).toContain(words)
    const token = tokenOf(sent.to)
    const started = await pressPay(world, token)
    const bank = await see(world.visit(started.to))
    expect(bank.words).toContain('This is a test. No money moves.')
    expect(bank.words).toContain('For Harbour Physio: Physiotherapy Amount £36.00')
    const back = await atBank(world, started.to)
    expect((await see(world.visit(back))).words).toContain('We are asking for your payment')
    const result = await comeBack(world, back)
    expect(result.to).toBe(paths.result(token, { done: 'booked' }))
    const booked = await see(world.visit(result.to))
    expect(booked.words).toContain('Booked')
    expect(booked.words).toContain('Paid £36.00 With Test card 4242.')
    expect(booked.words).toContain('£36.00 back until Mon 11 Jan 2027, 9:00am.')
    // Going back to any page of it leads to the same result.
    for (const page of [paths.pay(token), back])
      expect((await see(world.visit(page))).to).toBe(paths.result(token, { done: 'booked' }))
    expect((await pressPay(world, token)).to).toBe(paths.result(token, { done: 'booked' }))
  })

  test('a code that counts for nothing names the field, says why and keeps what was written', async () => {
    const refused = await sendDetails(world, 'full', '2027-01-12T11:00:00Z', {
      discount: 'NOPE',
      phone: '+44 20 1',
    })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('href="#f-discount"')
    expect(refused.words).toContain('Check “NOPE”: we do not know this discount code.')
    expect(fieldValue(refused.html, 'discount')).toBe('NOPE')
    expect(fieldValue(refused.html, 'phone')).toBe('+44 20 1')
    expect(await bookingsAt('2027-01-12T11:00:00Z')).toBe(0)
  })

  test('what is free has no field for a code', async () => {
    const page = await see(world.visit(`${paths.details('clinic', 'panel')}?start=2027-01-12T15:00:00Z`))
    expect(page.status).toBe(200)
    expect(page.html).not.toContain('name="discount"')
  })

  test('amounts that a form says are not read: not at booking, not at paying', async () => {
    const lies = { price: '1', amount: '1', amountMinor: '1', total: '1', currency: 'JPY', creditOf: 'me' }
    const sent = await sendDetails(world, 'full', '2027-01-12T12:00:00Z', lies)
    const started = await pressPay(world, tokenOf(sent.to), {
      ...lies,
      for: 'balance',
      payment: 'x',
      quote: 'y',
    })
    expect((await see(world.visit(started.to))).words).toContain('Amount £40.00')
  })

  // Seen to fail when every press began a payment of its own.
  test('pressing Pay twice is one payment, and paying twice at the bank takes it once', async () => {
    const booking = await world.reserve('full')
    const [one, two] = await Promise.all([pressPay(world, booking.token), pressPay(world, booking.token)])
    expect(one.to).toBe(two.to)
    const backs = await Promise.all([atBank(world, one.to), atBank(world, one.to)])
    await Promise.all(backs.map((back) => comeBack(world, back)))
    expect(await paidOf(booking)).toBe(4000n)
    expect((await world.load(booking)).money.payments).toHaveLength(1)
  })

  // Seen to fail when the page that the buyer comes back to asked the provider by itself.
  test('looking at any of the pages writes nothing', async () => {
    const booking = await world.reserve('full')
    const started = await pressPay(world, booking.token)
    const back = paths.paid(booking.token, (await world.load(booking)).money.payments[0]!.id)
    const before = await world.checksum()
    for (const page of [
      paths.pay(booking.token),
      back,
      `${back}?asked=1`,
      started.to,
      paths.manage(booking.token),
    ])
      await world.visit(page)
    expect(await world.checksum()).toBe(before)
  })

  test('the price with tax on top of it is said before and charged after', async () => {
    await world.sell('taxed', { tax: { basisPoints: 770, inclusive: false }, paymentTerms: { kind: 'full' } })
    const details = await see(world.visit(`${paths.details('clinic', 'taxed')}?start=2027-01-13T09:00:00Z`))
    expect(details.words).toContain('£43.08 Includes £3.08 tax (7.7%). You pay on the next page.')
    const sent = await sendDetails(world, 'taxed', '2027-01-13T09:00:00Z')
    const pay = await see(world.visit(sent.to))
    expect(pay.words).toContain('Price £40.00 Tax 7.7% £3.08 Total £43.08 To pay now £43.08')
  })
})

describe('what is not paid in full', () => {
  test('a deposit now, the rest whenever Cleo likes, and then nothing', async () => {
    const booking = await world.reserve('deposit')
    const pay = await see(world.visit(paths.pay(booking.token)))
    expect(pay.words).toContain('To pay now £10.00 You pay the rest, £30.00, later.')
    await comeBack(world, await atBank(world, (await pressPay(world, booking.token)).to))
    const manage = await see(world.visit(paths.manage(booking.token)))
    expect(manage.words).toContain('Paid £10.00 With Test card 4242. Still to pay £30.00 Pay £30.00 now')
    const rest = await see(world.visit(paths.pay(booking.token)))
    expect(rest.words).toContain('Pay £30.00')
    expect(rest.words).toContain('Still to pay £30.00')
    const done = await comeBack(world, await atBank(world, (await pressPay(world, booking.token)).to))
    expect(done.words).toContain('£30.00 is paid')
    expect((await see(world.visit(paths.pay(booking.token)))).status).toBe(303)
    expect(await paidOf(booking)).toBe(4000n)
  })

  test('a card is left, and nothing is charged', async () => {
    const booking = await world.reserve('card')
    const pay = await see(world.visit(paths.pay(booking.token)))
    expect(pay.words).toContain('Check and leave a card')
    expect(pay.words).toContain('To pay now £0.00 Harbour Physio keeps your card.')
    const started = await pressPay(world, booking.token)
    expect((await see(world.visit(started.to))).words).toContain('Leave a test card')
    const done = await comeBack(world, await atBank(world, started.to))
    const booked = await see(world.visit(done.to))
    expect(booked.words).toContain('Card on file Test card 4242')
    expect(await paidOf(booking)).toBe(0n)
  })

  test('at the venue: booked at once, and open until she comes', async () => {
    const sent = await sendDetails(world, 'venue', '2027-01-14T09:00:00Z')
    expect(sent.to).toMatch(/\/result\?done=booked$/)
    expect((await see(world.visit(sent.to))).words).toContain('Still to pay £40.00')
  })
})

describe('something else instead', () => {
  test('choosing another time gives the held one back, and the form comes along', async () => {
    const sent = await sendDetails(world, 'full', '2027-01-15T09:00:00Z', { discount: 'SPRING' })
    const token = tokenOf(sent.to)
    const uses = () => world.context.db.selectFrom('discount_codes').select('uses').executeTakeFirstOrThrow()
    const before = (await uses()).uses
    const to = await see(world.send(paths.release(token), { to: 'details' }))
    expect(to.to).toMatch(/^\/book\/clinic\/full\/details\?start=2027-01-15T09%3A00%3A00Z&again=/)
    const form = await see(world.visit(to.to))
    expect(form.status).toBe(200)
    expect(fieldValue(form.html, 'name')).toBe('Cleo Martin')
    expect(fieldValue(form.html, 'discount')).toBe('SPRING')
    expect((await uses()).uses).toBe(before - 1)
    expect((await see(world.visit(paths.pay(token)))).words).toContain('The time went back')
    expect((await see(world.visit(paths.manage(token)))).words).toContain('The time went back')
    expect((await see(world.send(paths.release(token), { to: 'times' }))).to).toBe(paths.pay(token))
  })

  test('whoever paid a moment before has the booking, not another choice', async () => {
    const booking = await world.reserve('full')
    const started = await pressPay(world, booking.token)
    await atBank(world, started.to)
    const to = await see(world.send(paths.release(booking.token), { to: 'times' }))
    expect((await see(world.visit(to.to))).to).toBe(paths.result(booking.token, { done: 'booked' }))
  })
})

describe('a link opens one booking', () => {
  test("another booking's payment is not shown and not asked about", async () => {
    const [one, two] = [await world.reserve('full'), await world.reserve('full')]
    await pressPay(world, one.token)
    const [payment] = (await world.load(one)).money.payments
    for (const id of [payment!.id, '00000000-0000-4000-8000-000000000000', 'x', '%00']) {
      const path = `/b/${two.token}/pay/${id}`
      expect((await see(world.visit(path))).to).toBe(paths.manage(two.token))
      expect((await see(world.send(path, {}))).to).toBe(paths.manage(two.token))
    }
  })

  test('a link that opens nothing pays nothing', async () => {
    for (const path of [paths.pay('x'), paths.paid('x', 'y'), paths.release('x')]) {
      expect((await see(world.visit(path))).status).toBe(404)
      expect((await see(world.send(path, {}))).status).toBe(404)
    }
    expect((await see(world.visit('/test-bank/unknown'))).status).toBe(404)
    expect((await see(world.send('/test-bank/%27', {}))).status).toBe(404)
  })
})

function tokenOf(address: string): string {
  return address.split('/')[2]!
}

async function paidOf(booking: HeldBooking): Promise<bigint> {
  return (await world.load(booking)).sessions.reduce((sum, session) => sum + session.paidMinor, 0n)
}

async function bookingsAt(start: string): Promise<number> {
  const rows = await world.context.db
    .selectFrom('sessions')
    .where('starts_at', '=', Temporal.Instant.from(start))
    .select('id')
    .execute()
  return rows.length
}
