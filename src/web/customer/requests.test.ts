import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { expireAsks } from '#domain/asking/expire-asks.ts'
import type { GivenAnswer } from '#domain/asking/answer.ts'
import { paths } from '#paths.ts'

/* A panel on which the team decides: Cleo suggests three times, Alva answers. */
let world: World
const at = (day: number, hour: number) =>
  Temporal.PlainDate.from('2026-12-07')
    .add({ days: day })
    .toZonedDateTime({ timeZone: 'America/New_York', plainTime: { hour } })
    .toInstant()

beforeAll(async () => {
  world = await makeWorld({
    eventType: { approval: 'request', horizonDays: 200 },
    booking: { starts: [at(2, 10), at(0, 10), at(1, 10)] },
  })
})
afterAll(() => world.close())

const page = async (path: string) => (await world.visit(path)).text()
const manageOf = (booking: CleosBooking, action?: string) =>
  page(paths.manage(booking.token, action ? { do: action } : {}))

let weeks = 0
function request(): Promise<CleosBooking> {
  weeks += 1
  const day = 7 * weeks
  return world.bookAgain({ starts: [at(day + 2, 10), at(day, 10), at(day + 1, 10)] })
}

async function answer(booking: CleosBooking, given: Omit<GivenAnswer, 'bookingId' | 'askId' | 'channel'>) {
  const ask = (await world.load(booking)).asks.find(({ state }) => state === 'open')
  const about = { bookingId: booking.bookingId, askId: ask!.id, channel: 'staff_page' as const }
  const outcome = await answerAsk(world.context, world.alva, { ...about, ...given })
  if (!outcome.ok) throw new Error(outcome.refusal.code)
}

const suggestAddress = (booking: CleosBooking, starts: readonly Temporal.Instant[]) =>
  `${paths.suggest(booking.token)}?${starts.map((start) => `start=${start.toString()}`).join('&')}`

async function suggest(booking: CleosBooking, starts: readonly Temporal.Instant[], typed = {}) {
  const fields = formOf(await page(suggestAddress(booking, starts)), 'suggest')
  await world.pass({ seconds: 2 })
  return world.send(paths.suggest(booking.token), { ...fields, ...typed })
}

test('Cleo suggests three times on the page, and the order of her liking is kept', async () => {
  const starts = [at(43, 11), at(42, 11), at(44, 9)]
  const details = `${paths.details('hiring', 'panel')}?${starts.map((start) => `start=${start}`).join('&')}`
  const html = await page(details)
  const fields = formOf(html, 'details')
  const sent = await world.send(paths.details('hiring', 'panel'), {
    ...fields,
    start: starts.map(String),
    tz: 'Europe/London',
    name: 'Cleo',
    email: 'cleo@mail.example',
  })
  expect(sent.status).toBe(303)
  const result = wordsOf(await page(sent.headers.get('location')!))
  expect(result).toContain('Requested')
  expect(result).toContain('Alva has not confirmed yet. You get an answer by')
  expect(result).toContain('Alva confirms one of these times, or asks for others.')
  expect(result).toContain('You can cancel the request at any time, for free.')
  expect(result).toMatch(
    /First choice Tue, Jan 19, 2027.*Second choice Mon, Jan 18, 2027.*Third choice Wed, Jan 20, 2027/,
  )
  expect(result).toContain('Alva’s time: 11:00 AM, New York')
})

test('the request has no policy and nothing to keep; it can be canceled through quote and commit', async () => {
  const booking = await request()
  const words = wordsOf(await manageOf(booking))
  expect(words).toContain('How would you like to update this booking request?')
  expect(words).toContain('Suggest other times')
  expect(words).toContain('Cancel the request')
  expect(words).toContain('Alva has not confirmed yet.')
  expect(words).not.toMatch(/policy|Keep/)
  const fields = formOf(await manageOf(booking, 'cancel'), 'change')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(booking.token), { ...fields, reason: 'Another team was faster' })
  expect(sent.headers.get('location')).toContain('done=canceled')
  const result = wordsOf(await page(sent.headers.get('location')!))
  expect(result).toContain('Your request is cancelled')
  expect(result).toContain('Nothing is booked, and nothing is to be paid.')
  expect((await world.load(booking)).sessions.map(({ state }) => state)).toEqual(['canceled'])
})

test('other times are picked one by one, each can be taken out, and they replace the earlier ones', async () => {
  const booking = await request()
  const [one, two, three] = [at(36, 15), at(35, 9), at(37, 12)]
  expect(wordsOf(await page(paths.suggest(booking.token)))).toContain('Suggest 3 times (1 of 3)')
  const second = await page(suggestAddress(booking, [one, two]))
  expect(wordsOf(second)).toContain('Suggest 3 times (3 of 3)')
  expect(second).toContain('aria-label="Take out Tue 12 Jan 2027, 8:00pm"')
  const check = wordsOf(await page(suggestAddress(booking, [one, two, three])))
  expect(check).toContain('Check your suggestions')
  const sent = await suggest(booking, [one, two, three], { reason: 'Mornings are hard' })
  expect(sent.headers.get('location')).toContain('done=requested')
  const open = (await world.load(booking)).asks.filter(({ state }) => state === 'open')
  expect(open.map(({ wishes }) => wishes[0]!.starts.map(String))).toEqual([[one, two, three].map(String)])
  // Sent again, it leads to the same page, and nothing is asked anew.
  const again = await suggest(booking, [one, two, three])
  expect(again.status).toBe(303)
  expect((await world.load(booking)).asks).toHaveLength(1)
})

test('asked for other times, the page says so first, in the words of the answer', async () => {
  const booking = await request()
  await answer(booking, { answer: 'new_times', reason: 'Bo is away that week' })
  const words = wordsOf(await manageOf(booking))
  expect(words.indexOf('Alva asks for other times')).toBe(0)
  expect(words).toContain('Bo is away that week')
  expect(words).toContain('Suggest them by')
  const sent = await suggest(booking, [at(36, 9), at(37, 9), at(36, 13)])
  expect(wordsOf(await page(sent.headers.get('location')!))).toContain('Requested')
})

test('declined or never answered, the page says so, and there is nothing to change', async () => {
  const [declined, forgotten, unanswered] = [await request(), await request(), await request()]
  await answer(declined, { answer: 'no', reason: 'The position is filled' })
  const words = wordsOf(await manageOf(declined))
  expect(words).toContain('Alva declined your request')
  expect(words).toContain('The position is filled')
  await answer(unanswered, { answer: 'new_times' })
  await world.pass({ hours: 24 * 7 + 1 })
  await expireAsks(world.context)
  expect(wordsOf(await manageOf(forgotten))).toContain('Alva did not answer in time')
  expect(wordsOf(await manageOf(unanswered))).toContain('Other times were wanted, and none came in time.')
  expect((await world.visit(paths.suggest(forgotten.token))).status).toBe(303)
  await world.pass({ hours: -24 * 7 - 1 })
})

test('too few times, forged ones and late forms change nothing', async () => {
  const booking = await request()
  const before = (await world.load(booking)).revision
  const few = await world.send(paths.suggest(booking.token), { starts: at(35, 15).toString(), checked: '1' })
  expect(few.status).toBe(422)
  expect(wordsOf(await few.text())).toContain('Choose 3 times first')
  const odd = await world.send(paths.suggest(booking.token), { starts: 'now later never', checked: '1' })
  expect(odd.status).toBe(422)
  const night = [at(35, 3), at(35, 15), at(36, 10)].map(String).join(' ')
  const refused = await world.send(paths.suggest(booking.token), { starts: night, checked: '1', reason: 'x' })
  expect(refused.status).toBe(409)
  expect(wordsOf(await refused.text())).toContain('One of these times is gone')
  expect((await world.load(booking)).revision).toBe(before)
})

// Seen to fail when the age of the form is not looked at.
test('a program that posts at once gets a page to check', async () => {
  const booking = await request()
  const fields = formOf(await page(suggestAddress(booking, [at(35, 14), at(36, 14), at(37, 14)])), 'suggest')
  await world.pass({ seconds: -20 })
  const asked = await world.send(paths.suggest(booking.token), fields)
  expect(wordsOf(await asked.text())).toContain('Check: suggest these times?')
  await world.pass({ seconds: 20 })
})

test('approved, a new time is asked for and the old one stays hers until there is an answer', async () => {
  const booking = await request()
  const [best] = (await world.load(booking)).asks[0]!.wishes[0]!.starts
  await answer(booking, { answer: 'approved', start: best! })
  expect((await world.visit(paths.suggest(booking.token))).status).toBe(303)
  const { sessions } = await world.load(booking)
  const wanted = sessions[0]!.startsAt.add({ hours: 24 })
  const address = paths.moveCheck(booking.token, { session: sessions[0]!.id, start: wanted.toString() })
  const check = await page(address)
  expect(wordsOf(check)).toContain('Ask Alva for')
  const fields = formOf(check, 'change')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.ask(booking.token), { ...fields, reason: 'An exam' })
  expect(sent.status).toBe(303)
  expect((await world.send(paths.ask(booking.token), fields)).status).toBe(303)
  const words = wordsOf(await page(sent.headers.get('location')!))
  expect(words).toContain('You asked Alva for another time')
  expect(words).toContain('Yours now')
  expect(words).toContain('Asked for')
  const after = await world.load(booking)
  expect(after.sessions[0]!.startsAt.equals(sessions[0]!.startsAt)).toBe(true)
  expect(after.asks).toHaveLength(1)
  expect(wordsOf(await manageOf(booking, 'cancel'))).toContain('Cancel the booking')
  await answer(booking, { answer: 'approved' })
  expect((await world.load(booking)).sessions[0]!.startsAt.equals(wanted)).toBe(true)
})

test('looking writes nothing, and guests look only', async () => {
  const booking = await world.bookAgain({
    starts: [at(45, 9), at(46, 9), at(45, 12)],
    guests: [{ name: 'Gus', email: 'gus@mail.example' }],
  })
  const { guests } = await world.load(booking)
  const guest = world.guestLink(booking, guests[0]!.id)
  const before = await world.checksum()
  for (const path of [
    paths.manage(booking.token),
    paths.manage(booking.token, { do: 'cancel' }),
    suggestAddress(booking, [at(35, 9)]),
    suggestAddress(booking, [at(35, 11), at(36, 11), at(37, 11)]),
    paths.suggest(guest),
  ])
    expect((await world.visit(path)).status).toBe(200)
  expect((await world.send(paths.suggest(guest), { starts: 'x' })).status).toBe(403)
  expect(await world.checksum()).toBe(before)
})
