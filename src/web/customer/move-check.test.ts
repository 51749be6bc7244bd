import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { readStart } from './move-start.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const FRIDAY = '2026-12-04T19:30:00Z'

async function sessionOf(booking: CleosBooking): Promise<string> {
  return (await world.load(booking)).sessions[0]!.id
}

async function check(
  booking: CleosBooking,
  start: string,
  more: Record<string, string> = {},
): Promise<Response> {
  const query = new URLSearchParams({ session: await sessionOf(booking), start, ...more })
  return world.visit(`/b/${booking.token}/move?${query}`)
}

test('Cleo sees times when the whole panel can meet, with her own time marked', async () => {
  await world.bookAgain({ starts: [Temporal.Instant.from('2026-12-03T20:30:00Z')] })
  const html = await (await world.visit(paths.manage(world.cleo.token, { do: 'reschedule' }))).text()
  const words = wordsOf(html)
  expect(words).toContain('Moving before Wed 2 Dec, 7:30pm your time (2:30pm Alva’s time) is free.')
  expect(words).toContain('Your current time stays yours until you confirm.')
  expect(words).toContain('These are times when the whole panel can meet.')
  expect(words).toContain('A week later: Thu 10 Dec, 7:30pm')
  expect(words).toContain('7:30pm , your current time')
  expect(words).toContain('8:00pm')
  expect(html).toContain('start=2026-12-03T20%3A00%3A00Z')
  expect(html).not.toContain('start=2026-12-03T20%3A30%3A00Z')
})

test('Cleo moves to Friday: old and new on both clocks, one button, and the old time struck through', async () => {
  const page = await check(world.cleo, FRIDAY)
  expect(page.status).toBe(200)
  const html = await page.text()
  const words = wordsOf(html)
  expect(words).toMatch(
    /From .*Thursday 3 December 2026, 7:30pm to 8:00pm.*To .*Friday 4 December 2026, 7:30pm to 8:00pm/,
  )
  expect(words).toContain('Alva’s time: 2:30pm, New York (GMT−5)')
  expect(words).toContain('Reason for rescheduling (optional)')
  expect(words).toContain('Move to Fri 4 Dec, 7:30pm')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(world.cleo.token), { ...formOf(html, 'change'), why: 'time' })
  expect(sent.status).toBe(303)
  const result = await (await world.visit(sent.headers.get('location')!)).text()
  expect(wordsOf(result)).toContain('Your booking is moved')
  expect(result).toMatch(/<s><time datetime="2026-12-03T19:30:00Z">/)
  const booking = await world.load(world.cleo)
  expect(booking.sessions[0]).toMatchObject({ state: 'scheduled', rescheduleCount: 1, sequence: 1 })
  expect(booking.sessions[0]!.startsAt.toString()).toBe(FRIDAY)
  expect(booking.sessions[0]!.assignments.map((host) => host.name)).toEqual(['Alva', 'Bo', 'Cy'])
})

test('a time that somebody else takes meanwhile leaves the booking untouched and keeps the reason', async () => {
  const start = '2026-12-10T15:00:00Z'
  const booking = await world.bookAgain()
  const other = await world.bookAgain()
  const fields = formOf(await (await check(booking, start)).text(), 'change')
  await world.changeByStaff(world.alva, other, {
    reschedule: [{ session: await sessionOf(other), start: Temporal.Instant.from(start) }],
  })
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(booking.token), {
    ...fields,
    why: 'time',
    reason: 'My train & yours',
  })
  expect(sent.status).toBe(409)
  const html = await sent.text()
  expect(wordsOf(html)).toContain('That time has just been taken')
  expect(wordsOf(html)).toContain('Your booking is untouched. It stays at Mon 7 Dec')
  const nearest = html.match(/href="([^"]*\/move\?[^"]*)"/)![1]!.replaceAll('&amp;', '&')
  const next = await world.visit(nearest)
  expect(next.status).toBe(200)
  expect(await next.text()).toContain('My train &amp; yours')
  expect((await world.load(booking)).revision).toBe(1)
})

test('two customers want one time: one has it, the other is told and keeps what they have', async () => {
  const start = '2026-12-11T16:00:00Z'
  const [one, two] = [await world.bookAgain(), await world.bookAgain()]
  const forms = [
    formOf(await (await check(one, start)).text(), 'change'),
    formOf(await (await check(two, start)).text(), 'change'),
  ]
  await world.pass({ seconds: 2 })
  const answers = await Promise.all(
    [one, two].map((booking, index) => world.send(paths.commit(booking.token), forms[index]!)),
  )
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 409])
})

test('the time one has is no move', async () => {
  const booking = await world.bookAgain()
  const { sessions } = await world.load(booking)
  const page = await check(booking, sessions[0]!.startsAt.toString())
  expect(page.status).toBe(409)
  expect(wordsOf(await page.text())).toContain('That is the time you have now')
})

test.each([
  ['nothing', ''],
  ['a word', 'banana'],
  ['no instant', '2026-12-04T19:30'],
  ['a day that does not exist', '2026-02-30T19:30:00Z'],
  ['half a minute', '2026-12-04T19:30:30Z'],
  ['a millennium that does not fit', '9999-12-31T23:59:00Z'],
  ['the past of the calendar', '0001-01-01T00:00:00Z'],
  ['another calendar', '2026-12-04T19:30:00Z[u-ca=hebrew]'],
])('a start that is %s cannot be read', async (_what, start) => {
  expect(readStart(start)).toBeNull()
  const page = await check(world.cleo, start)
  expect(page.status).toBe(400)
  expect(wordsOf(await page.text())).toContain('Choose one of the times below')
})

test.each([
  ['in the past', '2026-11-30T15:00:00Z'],
  ['at night', '2026-12-10T03:00:00Z'],
  ['beside the grid', '2026-12-10T15:07:00Z'],
  ['after the last day on offer', '2027-06-10T15:00:00Z'],
  ['in another lifetime', '2199-06-10T15:00:00Z'],
])('a start that is %s is not offered, and nothing changes', async (_what, start) => {
  const booking = await world.bookAgain()
  const before = await world.checksum()
  const page = await check(booking, start)
  expect(page.status).toBe(409)
  expect(wordsOf(await page.text())).toContain('That time is not offered')
  expect(await world.checksum()).toBe(before)
})

test('a session of another booking, or none, leads back to choosing', async () => {
  const [mine, other] = [await world.bookAgain(), await world.bookAgain()]
  for (const session of [await sessionOf(other), 'x', '', world.orgId]) {
    const page = await world.visit(paths.moveCheck(mine.token, { session, start: FRIDAY }))
    expect([404, 409]).toContain(page.status)
  }
  const asked = await quoteChange(world.context.reader, mine.scope, {
    bookingId: mine.bookingId,
    cancel: [],
    reschedule: [{ session: await sessionOf(other), start: Temporal.Instant.from('2026-12-10T16:00:00Z') }],
    channel: 'mail_link',
  })
  expect(asked).toMatchObject({ ok: false, refusal: { code: 'unknown_session' } })
})

test('odd months, days and zones show times all the same, and say what was left out', async () => {
  const booking = await world.bookAgain()
  for (const query of [
    'month=banana',
    'day=2026-13-99',
    'month=9999-01',
    'tz=Mars/Olympus',
    'tz=%2B01:00',
    'tz=..%2F..%2Fetc',
    'month=2026-12&month=2027-01',
    'do=reschedule&do=cancel',
  ]) {
    const page = await world.visit(`/b/${booking.token}?do=reschedule&${query}`)
    expect(page.status).toBe(200)
    expect(wordsOf(await page.text())).toContain('Choose a new time')
  }
  const words = wordsOf(await (await world.visit(`/b/${booking.token}?do=cancel&tz=Mars/Olympus`)).text())
  expect(words).toContain('We do not know the time zone in the address.')
})

test('a chosen zone stays chosen, through the refusal and to the result', async () => {
  const booking = await world.bookAgain()
  const html = await (
    await world.visit(paths.manage(booking.token, { do: 'cancel', tz: 'Asia/Kolkata' }))
  ).text()
  expect(wordsOf(html)).toContain('Kolkata')
  const action = html.match(/action="([^"]*changes[^"]*)"/)![1]!.replaceAll('&amp;', '&')
  await world.pass({ seconds: 2 })
  const refused = await (await world.send(action, { ...formOf(html, 'change'), why: 'bribed' })).text()
  expect(wordsOf(refused)).toContain('Kolkata')
  const sent = await world.send(action, formOf(html, 'change'))
  expect(sent.headers.get('location')).toContain('tz=Asia%2FKolkata')
})

test('where people meet in person the clock of the place is the only one', async () => {
  const place = await makeWorld({ eventType: { locationKind: 'in_person', locationDetail: 'Pier Road 1' } })
  try {
    const words = wordsOf(
      await (await place.visit(paths.manage(place.cleo.token, { do: 'cancel', tz: 'Asia/Kolkata' }))).text(),
    )
    expect(words).toContain('Thursday 3 December 2026, 2:30pm to 3:00pm')
    expect(words).toContain('New York, Eastern Time (GMT−5)')
    expect(words).not.toContain('Kolkata')
  } finally {
    await place.close()
  }
})

test('a quote for a move made by Alva is nothing to Cleo', async () => {
  const booking = await world.bookAgain()
  const quote = await quoteChange(world.context.reader, world.alva, {
    bookingId: booking.bookingId,
    cancel: [await sessionOf(booking)],
    reschedule: [],
    channel: 'staff_page',
  })
  if (!quote.ok) throw new Error(quote.refusal.code)
  expect(await commitChange(world.context, booking.scope, quote.value, {})).toMatchObject({
    refusal: { code: 'quote_unreadable' },
  })
})
