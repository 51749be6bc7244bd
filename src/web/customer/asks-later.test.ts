import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { expireAsks } from '#domain/asking/expire-asks.ts'
import type { GivenAnswer } from '#domain/asking/answer.ts'
import { paths } from '#paths.ts'

/* Nothing here changes online in the half year before: what Cleo asks waits, ends, or is about some of her sessions. */
const rules = { allowed: { kind: 'until' as const, noticeMinutes: 180 * 24 * 60 } }
const at = (day: number, hour: number) =>
  Temporal.PlainDate.from('2026-12-07')
    .add({ days: day })
    .toZonedDateTime({ timeZone: 'America/New_York', plainTime: { hour } })
    .toInstant()

let world: World
let packages: World
beforeAll(async () => {
  world = await makeWorld({ rules: { cancel: rules, reschedule: rules } })
  packages = await makeWorld({
    rules: { reschedule: rules },
    eventType: { sessionCount: 3 },
    booking: { starts: [at(0, 9), at(1, 9), at(2, 9)] },
    pageSlug: 'course',
  })
})
afterAll(() => Promise.all([world.close(), packages.close()]))

async function ask(from: World, booking: CleosBooking, address: string, typed: Record<string, string>) {
  const fields = formOf(await (await from.visit(address)).text(), 'ask')
  await from.pass({ seconds: 2 })
  return from.send(paths.ask(booking.token), { ...fields, reason: 'A delay', ...typed })
}

async function answer(
  from: World,
  booking: CleosBooking,
  given: Omit<GivenAnswer, 'bookingId' | 'askId' | 'channel'>,
) {
  const { asks } = await from.load(booking)
  const about = { bookingId: booking.bookingId, askId: asks[0]!.id, channel: 'staff_page' as const }
  const outcome = await answerAsk(from.context, from.alva, { ...about, ...given })
  if (!outcome.ok) throw new Error(outcome.refusal.code)
}

test('nobody answered in time, or she did not use the answer: the page says which', async () => {
  const silent = await world.bookAgain({ starts: [at(21, 10)] })
  const unused = await world.bookAgain({ starts: [at(22, 10)] })
  for (const booking of [silent, unused]) await ask(world, booking, paths.ask(booking.token), {})
  await answer(world, unused, { answer: 'free' })
  await world.pass({ hours: 73 })
  await expireAsks(world.context)
  const pageOf = async (booking: CleosBooking) =>
    wordsOf(await (await world.visit(paths.manage(booking.token, { do: 'reschedule' }))).text())
  expect(await pageOf(silent)).toContain('Alva did not answer in time')
  expect(await pageOf(unused)).toContain('That permission has run out')
  expect(await pageOf(unused)).toContain('Ask Alva to change it')
})

test('of a package the sessions are chosen first, and each has its own wishes', async () => {
  const booking = packages.cleo
  const { sessions } = await packages.load(booking)
  const [first, , third] = sessions
  const read = async (path: string) => (await packages.visit(path)).text()
  expect(wordsOf(await read(paths.manage(booking.token, { do: 'reschedule' })))).toContain('Ask Alva')
  const which = await read(paths.ask(booking.token, { do: 'reschedule' }))
  expect(wordsOf(which)).toContain('Which sessions?')
  const none = await read(`${paths.ask(booking.token, { do: 'reschedule' })}&choose=1`)
  expect(wordsOf(none)).toContain('Choose at least one session')
  const address = `${paths.ask(booking.token, { do: 'reschedule' })}&session=${first!.id}&session=${third!.id}`
  const form = await read(address)
  expect(form).toContain('name="wish-1-1"')
  expect(form).not.toContain('name="wish-2-1"')
  expect(form).toContain('name="wish-3-2"')
  const sent = await ask(packages, booking, address, { 'wish-3-2': at(9, 9).toString() })
  expect(sent.status).toBe(303)
  const [asked] = (await packages.load(booking)).asks
  expect(asked!.sessions).toEqual([first!.id, third!.id])
  expect(asked!.wishes).toEqual([{ session: third!.id, starts: [at(9, 9)] }])
  const waiting = wordsOf(await read(paths.manage(booking.token)))
  expect(waiting).toContain('Session 1')
  expect(waiting).toContain('You would like Wed 16 Dec, 2:00pm')
  await answer(packages, booking, { answer: 'free' })
  expect(wordsOf(await read(paths.manage(booking.token)))).toContain('You can move it for free')
  expect(wordsOf(await read(paths.manage(booking.token, { do: 'reschedule' })))).toContain(
    'Ask Alva about the others',
  )
})
