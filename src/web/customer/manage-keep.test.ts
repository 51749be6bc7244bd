import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

async function keepPage(booking: CleosBooking): Promise<string> {
  return (await world.visit(paths.manage(booking.token, { do: 'keep' }))).text()
}

test('Cleo says she will be there: the panel sees it, and the page thanks her', async () => {
  const html = await keepPage(world.cleo)
  expect(wordsOf(html)).toContain('Nothing changes unless you tell us.')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.keep(world.cleo.token), formOf(html, 'keep'))
  expect(sent.status).toBe(303)
  const thanks = wordsOf(await (await world.visit(sent.headers.get('location')!)).text())
  expect(thanks).toContain("Thanks. We told Alva you're coming.")
  expect(thanks).toContain('You are coming')
  expect((await world.load(world.cleo)).sessions[0]!.confirmedAt).not.toBeNull()
  const told = await world.context.db
    .selectFrom('deliveries')
    .where('kind', '=', 'booking_confirmed')
    .select(['channel'])
    .execute()
  expect(told).toEqual([{ channel: 'in_app' }, { channel: 'in_app' }, { channel: 'in_app' }])
})

test('saying it again changes nothing, and the page says when it was said', async () => {
  const before = await world.checksum()
  const again = await world.send(paths.keep(world.cleo.token), {})
  expect(again.headers.get('location')).toContain('done=kept')
  expect(wordsOf(await keepPage(world.cleo))).toContain(
    'You told us on Tue 1 Dec, 12:00pm that you are coming.',
  )
  expect(await world.checksum()).toBe(before)
})

// Seen to fail when the age of the form is not looked at.
test('a program that posts at once, or without our form, is asked to press the button', async () => {
  const booking = await world.bookAgain()
  const fields = formOf(await keepPage(booking), 'keep')
  // However slow the machine is, the form comes back at once.
  await world.pass({ seconds: -20 })
  for (const sent of [
    fields,
    {},
    { opened: 'forged.seal' },
    { opened: formOf(await keepPage(await world.bookAgain()), 'keep')['opened']! },
  ]) {
    const answer = await world.send(paths.keep(booking.token), sent)
    expect(answer.status).toBe(200)
    expect(wordsOf(await answer.text())).toContain('Check: will you be there?')
  }
  expect((await world.load(booking)).sessions[0]!.confirmedAt).toBeNull()
  const pressed = await world.send(paths.keep(booking.token), { ...fields, checked: '1' })
  expect(pressed.status).toBe(303)
})

test('once it has started there is nothing to confirm', async () => {
  const booking = await world.bookAgain()
  const fields = formOf(await keepPage(booking), 'keep')
  await world.pass({ hours: 24 * 7 })
  const sent = await world.send(paths.keep(booking.token), fields)
  expect(sent.status).toBe(409)
  expect((await world.visit(paths.result(booking.token, { done: 'kept' }))).status).toBe(303)
})

// Seen to fail when the form did not carry the session that the page was opened for.
test('the link of one session of a package confirms that one and says so; the package’s link all that come', async () => {
  const starts = ['2026-12-14T15:30:00Z', '2026-12-15T19:30:00Z', '2026-12-16T19:30:00Z'].map((start) =>
    Temporal.Instant.from(start),
  )
  const course = await makeWorld({ eventType: { sessionCount: 3 }, booking: { starts } })
  const { token } = course.cleo
  const confirmed = async () =>
    (await course.load(course.cleo)).sessions.map(({ confirmedAt }) => confirmedAt !== null)
  const press = async (query: { session?: string }) => {
    const html = await (await course.visit(paths.manage(token, { do: 'keep', ...query }))).text()
    await course.pass({ seconds: 2 })
    const sent = await course.send(paths.keep(token), formOf(html, 'keep'))
    const thanks = await course.visit(sent.headers.get('location')!)
    return { page: wordsOf(html), thanks: wordsOf(await thanks.text()) }
  }
  const second = (await course.load(course.cleo)).sessions[1]!
  const one = await press({ session: second.id })
  expect(one.page).toContain('This is about session 2 only.')
  expect(one.thanks).toContain('This is about session 2 only.')
  expect(await confirmed()).toEqual([false, true, false])
  const all = await press({})
  expect(all.page).toContain('This is about all 3 sessions to come.')
  expect(await confirmed()).toEqual([true, true, true])
  const strange = await course.send(paths.keep(token), { session: course.orgId })
  expect(strange.headers.get('location')).toBe(paths.manage(token, { do: 'keep' }))
  await course.close()
})
