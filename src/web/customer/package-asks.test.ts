import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { inNewYork } from '../../../test/package-hosts.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { askForNewTime } from '#domain/bookings/ask-for-new-time.ts'
import { paths } from '#paths.ts'

/* A question about one session of a package leaves the others as they are (ux M5b, M5g, M11q; oncehub R159). */
const rules = { allowed: { kind: 'until' as const, noticeMinutes: 7 * 24 * 60 } }

let world: World
beforeAll(async () => {
  world = await makeWorld({
    rules: { reschedule: rules },
    eventType: { sessionCount: 3 },
    booking: { starts: [inNewYork(4, 9), inNewYork(15, 9), inNewYork(16, 9)] },
  })
})
afterAll(() => world.close())

const words = async (path: string) => wordsOf(await (await world.visit(path)).text())
const link = (booking: CleosBooking, query: Record<string, string> = {}) => paths.manage(booking.token, query)

const CHOICES = /Reschedule .*Cancel .*Keep/
const LIST = 'Sessions you can reschedule'

// Seen to fail while any open question took the whole page.
test('Alva asks for another time of session 2: the package page says so above what can be done with all', async () => {
  const booking = await world.bookAgain({ starts: [inNewYork(21, 9), inNewYork(22, 9), inNewYork(23, 9)] })
  const [first, second, third] = (await world.load(booking)).sessions
  const ask = (sessions: string[]) =>
    askForNewTime(world.context, world.alva, { bookingId: booking.bookingId, sessions, tellCustomer: true })
  expect(await ask([second!.id])).toMatchObject({ ok: true })
  const page = await words(link(booking))
  expect(page).toContain('Alva asks you to choose another time')
  expect(page).toMatch(/Session 2, Tue 22 Dec/)
  expect(page).toMatch(CHOICES)
  expect(page).toContain(LIST)
  // The link of another session opens that one, and the link of this one its question.
  const other = await words(link(booking, { session: third!.id }))
  expect(other).not.toContain('asks you')
  expect(other).toContain('Session 3')
  const own = await words(link(booking, { session: second!.id }))
  expect(own).toContain('Alva asks you to choose another time')
  expect(own).not.toContain(LIST)
  // Nothing else is left to do, so nothing else is on the page.
  expect(await ask([first!.id, third!.id])).toMatchObject({ ok: true })
  expect(await words(link(booking))).not.toContain(LIST)
})

test('Cleo asks about session 1: open and granted it stands above the page, and can be taken back there', async () => {
  const booking = world.cleo
  const [first, , third] = (await world.load(booking)).sessions
  const address = `${paths.ask(booking.token, { do: 'reschedule' })}&session=${first!.id}`
  const fields = formOf(await (await world.visit(address)).text(), 'ask')
  await world.pass({ seconds: 2 })
  expect((await world.send(paths.ask(booking.token), { ...fields, reason: 'A delay' })).status).toBe(303)
  const open = await words(link(booking))
  expect(open).toContain('You asked Alva')
  expect(open).toMatch(CHOICES)
  expect(open).toContain(LIST)
  expect(await words(link(booking, { session: third!.id }))).not.toContain('You asked Alva')
  expect(await words(link(booking, { session: first!.id }))).not.toContain(LIST)
  const { asks } = await world.load(booking)
  const about = { bookingId: booking.bookingId, askId: asks[0]!.id, channel: 'staff_page' as const }
  expect(await answerAsk(world.context, world.alva, { ...about, answer: 'free' })).toMatchObject({ ok: true })
  const granted = await words(link(booking))
  expect(granted).toMatch(/You can move it for free Session 1, /)
  expect(granted).toMatch(CHOICES)
  expect(granted).toContain(LIST)
})
