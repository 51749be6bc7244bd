import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { paths } from '#paths.ts'
import { colleague, HOSTILE_AMOUNTS } from '../../../../test/money-people.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../../test/money-world.ts'
import { browserOf, fieldOf, type StaffBrowser } from '../../../../test/staff-browser.ts'

/*
 * A clinic whose policy says nothing about money, so that its own late fee of £20.00 applies: 30 days, so that every
 * booking here is late.
 */
let world: MoneyWorld
let alva: StaffBrowser
/** A dispatcher: cancels for everybody, waives no fee, approves no refund. */
let dora: StaffBrowser
beforeAll(async () => {
  world = await moneyWorld({
    rules: { cancel: { tiers: [] } },
    settings: {
      cancellationFeeMinor: 2000n,
      cancellationFeeWindowMinutes: 30 * 24 * 60,
      customerCancellationFee: 'ask_staff',
    },
  })
  alva = await browserOf(world, world.alva)
  dora = (await colleague(world, 'Dora', 'dispatcher')).browser
})
afterAll(async () => {
  expect(await world.faults()).toEqual([])
  await world.close()
})

async function cancel(browser: StaffBrowser, booking: HeldBooking, fields: Record<string, string>) {
  const form = await browser.get(paths.staffCancel(booking.bookingId))
  return browser.post(paths.staffCancel(booking.bookingId), { quote: fieldOf(form, 'quote'), ...fields })
}

async function stateOf(booking: HeldBooking): Promise<string> {
  return (await world.load(booking)).sessions[0]!.state
}

async function moneyOf(booking: HeldBooking): Promise<string> {
  const page = await alva.get(paths.staffBooking(booking.bookingId))
  return page.said.slice(page.said.indexOf('Money'), page.said.indexOf('People'))
}

describe('the fee for canceling late', () => {
  test('is asked about, and nothing is canceled until it is decided', async () => {
    const booking = await world.buy('full')
    const form = await alva.get(paths.staffCancel(booking.bookingId))
    expect(form.said).toContain('Add the cancellation fee of £20.00?')
    expect(form.said).toContain('£20.00 with the fee, £40.00 without one.')
    const sent = await cancel(alva, booking, { reason: 'Ill', refund: 'all' })
    expect(sent.status).toBe(422)
    expect(sent.said).toContain('Choose what becomes of the fee.')
    expect(sent.html).toMatch(/value="all" checked/)
    expect(await stateOf(booking)).toBe('scheduled')
  })

  // Seen to fail when "all that is left" was the whole payment.
  test('is added, and all that is left goes back', async () => {
    const booking = await world.buy('full')
    const sent = await cancel(alva, booking, { fee: 'accept', refund: 'all', reason: '' })
    expect(sent.status).toBe(303)
    expect(await moneyOf(booking)).toMatch(
      /Total £20\.00 Paid £40\.00 Refunded Promised or paid back £20\.00 Balance Nothing is open £0\.00/,
    )
    const page = await alva.get(paths.staffBooking(booking.bookingId))
    expect(page.said).toContain('£20.00 back, £20.00 kept.')
  })

  test('can be another amount; less than the full fee needs a reason', async () => {
    const booking = await world.buy('full')
    const fields = { fee: 'change', 'fee-amount': '12.50', refund: 'other', 'refund-amount': '10' }
    const unsaid = await cancel(alva, booking, fields)
    expect([unsaid.status, unsaid.said.includes('Say why the fee is not added in full.')]).toEqual([
      422,
      true,
    ])
    expect(unsaid.html).toContain('value="12.50"')
    const sent = await cancel(alva, booking, { ...fields, reason: 'A regular' })
    expect(sent.status).toBe(303)
    expect(await moneyOf(booking)).toMatch(
      /Total £12\.50 Paid £40\.00 Refunded Promised or paid back £10\.00 Balance The customer gets this back −£17\.50/,
    )
  })

  test('can be waived with a reason; without a refund the money stays and one is prefilled', async () => {
    const booking = await world.buy('full')
    const sent = await cancel(alva, booking, { fee: 'skip', refund: 'none', reason: 'Our mistake' })
    expect(sent.status).toBe(303)
    expect(await moneyOf(booking)).toMatch(/Add refund of £40\.00/)
    const form = await alva.get(paths.addRefund(booking.bookingId))
    expect(fieldOf(form, 'amount')).toBe('40.00')
  })

  test('is not Dora’s to waive: she adds it or leaves it to somebody who may', async () => {
    const booking = await world.buy('full')
    const form = await dora.get(paths.staffCancel(booking.bookingId))
    expect(form.html).not.toContain('value="skip"')
    expect(form.said).toContain('Leave it to Alva')
    const forged = await cancel(dora, booking, { fee: 'skip', reason: 'They asked nicely' })
    expect(forged.status).toBe(422)
    expect(forged.said).toContain('Leave the fee as it is, or leave it to Alva.')
    expect(await stateOf(booking)).toBe('scheduled')
    expect((await cancel(dora, booking, { fee: 'ask', refund: 'none' })).status).toBe(303)
    const page = await alva.get(paths.staffBooking(booking.bookingId))
    expect(page.said).toContain('A fee waits for your decision')
    expect((await dora.get(paths.staffBooking(booking.bookingId))).html).not.toContain('value="skip"')
  })

  test('that waits is decided on the booking: a bad amount comes back, an answer closes it', async () => {
    const booking = await world.buy('full')
    await cancel(dora, booking, { fee: 'ask', refund: 'none' })
    const page = await alva.get(paths.staffBooking(booking.bookingId))
    const action = /action="([^"]+\/fees\/[^"]+)"/.exec(page.html)![1]!
    const bad = await alva.post(action, { fee: 'change', 'fee-amount': '1,5' })
    expect([bad.status, bad.html.includes('value="1,5"')]).toEqual([422, true])
    expect((await dora.post(action, { fee: 'skip' })).status).toBe(422)
    expect((await alva.post(action, { fee: 'change', 'fee-amount': '5' })).location).toContain('?done=fee')
    expect(await moneyOf(booking)).toMatch(/Total £5\.00 Paid £40\.00/)
    expect((await alva.post(action, { fee: 'accept' })).status).toBe(409)
  })

  test('that a customer’s own late cancellation left open is asked about on the booking', async () => {
    const booking = await world.buy('full')
    const session = (await world.load(booking)).sessions[0]!.id
    const request = {
      bookingId: booking.bookingId,
      cancel: [session],
      reschedule: [],
      channel: 'mail_link' as const,
    }
    const quote = await quoteChange(world.context.reader, booking.scope, request)
    if (!quote.ok) throw new Error(quote.refusal.code)
    await commitChange(world.context, booking.scope, quote.value, {})
    const page = await alva.get(paths.staffBooking(booking.bookingId))
    expect(page.said).toContain('A fee waits for your decision')
    expect(page.said).toContain('Add £20.00')
  })
})

describe('what goes back', () => {
  test('is worked out before anything happens, from the choices as they stand', async () => {
    const booking = await world.buy('full')
    const before = await world.checksum()
    const sent = await cancel(alva, booking, {
      act: 'work-out',
      fee: 'change',
      'fee-amount': '7.50',
      refund: 'all',
      reason: '',
    })
    expect(sent.status).toBe(200)
    expect(sent.said).toMatch(/Paid £40\.00 Fee £7\.50 Goes back .*£32\.50 Then open £0\.00/)
    expect(await world.checksum()).toBe(before)
  })

  // Seen to fail when the refusal of the use case was not brought back to its field.
  test('is never more than was paid less the fee', async () => {
    const booking = await world.buy('full')
    const sent = await cancel(alva, booking, {
      fee: 'accept',
      refund: 'other',
      'refund-amount': '20.01',
      reason: '',
    })
    expect([sent.status, sent.said.includes('Write at most £20.00.')]).toEqual([422, true])
    expect(sent.html).toContain('value="20.01"')
    expect(await stateOf(booking)).toBe('scheduled')
  })

  test.each(HOSTILE_AMOUNTS)('and what is kept are refused as %j', async (amount) => {
    const booking = (hostile ??= await world.buy('full'))
    const refund = await cancel(alva, booking, { fee: 'accept', refund: 'other', 'refund-amount': amount })
    const fee = await cancel(alva, booking, { fee: 'change', 'fee-amount': amount, reason: 'x' })
    expect([refund.status, fee.status]).toEqual([422, 422])
    expect(await stateOf(booking)).toBe('scheduled')
  })

  test('waits for somebody else when Dora gives it back', async () => {
    const booking = await world.buy('full')
    const form = await dora.get(paths.staffCancel(booking.bookingId))
    expect(form.said).toContain('Somebody else approves it.')
    await cancel(dora, booking, { fee: 'accept', refund: 'all' })
    expect(await moneyOf(booking)).toMatch(/£20\.00 Waiting for approval asked for by Dora/)
  })

  test('is nothing to a booking on which nothing was paid; the fee is then owed', async () => {
    const booking = await world.buy('venue')
    const form = await alva.get(paths.staffCancel(booking.bookingId))
    expect(form.said).toContain('Nothing was paid that could go back.')
    expect((await cancel(alva, booking, { fee: 'accept' })).status).toBe(303)
    expect(await moneyOf(booking)).toMatch(/Total £20\.00 Paid £0\.00 Balance The customer owes this £20\.00/)
  })

  test('falls on the sessions that are canceled alone, when it is a course', async () => {
    const course = await world.buy('course')
    const [first, second] = (await world.load(course)).sessions.map((session) => session.id)
    const path = `${paths.staffCancel(course.bookingId)}?session=${first}&session=${second}`
    const form = await alva.get(path)
    // Two of three: two thirds of the fee of £20.00, and of the £100.00 that were paid.
    expect(form.said).toContain('Add the cancellation fee of £13.34?')
    expect(form.said).toContain('£53.33 with the fee, £66.67 without one.')
    const sent = await alva.post(paths.staffCancel(course.bookingId), {
      quote: fieldOf(form, 'quote'),
      fee: 'accept',
      refund: 'all',
    })
    expect(sent.status).toBe(303)
    expect(await moneyOf(course)).toMatch(
      /Total £46\.67 Paid £100\.00 .*£53\.33 Balance Nothing is open £0\.00/,
    )
  })

  test('is asked of no booking that costs nothing', async () => {
    const talk = await world.buy('talk')
    const form = await alva.get(paths.staffCancel(talk.bookingId))
    expect(form.said).not.toContain('What goes back now?')
  })
})

let hostile: HeldBooking | undefined

test('a currency without pence takes whole amounts only, and shows no pence', async () => {
  const tokyo = await moneyWorld({
    pageSlug: 'tokyo',
    organization: { currency: 'JPY' },
    rules: { cancel: { tiers: [] } },
    settings: { cancellationFeeMinor: 2000n, cancellationFeeWindowMinutes: 30 * 24 * 60 },
  })
  try {
    const desk = await browserOf(tokyo, tokyo.alva)
    const booking = await tokyo.buy('full')
    const form = await desk.get(paths.staffCancel(booking.bookingId))
    expect(form.said).toContain('Add the cancellation fee of JP\u00A52,000?')
    const send = (amount: string) =>
      desk.post(paths.staffCancel(booking.bookingId), {
        quote: fieldOf(form, 'quote'),
        fee: 'change',
        'fee-amount': amount,
        refund: 'all',
        reason: 'A regular',
      })
    const pence = await send('1200.50')
    expect([pence.status, pence.said.includes('Write the amount in digits, such as 40.')]).toEqual([
      422,
      true,
    ])
    expect((await send('1200')).status).toBe(303)
    expect((await desk.get(paths.staffBooking(booking.bookingId))).said).toContain('JP\u00A52,800')
    expect(await tokyo.faults()).toEqual([])
  } finally {
    await tokyo.close()
  }
})
