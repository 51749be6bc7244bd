import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'

let world: World
let sessions: string[]
beforeAll(async () => {
  const starts = ['2026-12-02T15:30:00Z', '2026-12-03T19:30:00Z', '2026-12-04T19:30:00Z'].map((start) =>
    Temporal.Instant.from(start),
  )
  world = await makeWorld({
    clock: '2026-12-01T16:00:00Z',
    eventType: { sessionCount: 3 },
    booking: { starts },
  })
  sessions = (await world.load(world.cleo)).sessions.map((session) => session.id)
})
afterAll(() => world.close())

const choose = (...ids: string[]) =>
  `${paths.manage(world.cleo.token, { do: 'cancel' })}&choose=1${ids.map((id) => `&session=${id}`).join('')}`

test('Cleo sees every session of her package, and which of them she can still cancel', async () => {
  const html = await (await world.visit(paths.manage(world.cleo.token, { do: 'cancel' }))).text()
  const words = wordsOf(html)
  expect(words).toContain('How would you like to update these sessions?')
  expect(words).toContain(
    'Wednesday 2 December 2026, 3:30pm to 4:00pm (Scheduled) too late since Tue 1 Dec, 3:30pm',
  )
  expect(html.match(/type="checkbox"[^>]*disabled/g)).toHaveLength(1)
})

test('choosing nothing, or a session of somebody else, says so and changes nothing', async () => {
  const none = await world.visit(choose())
  expect(wordsOf(await none.text())).toContain('Choose at least one session')
  for (const id of ['banana', world.orgId]) {
    const unknown = await world.visit(choose(id))
    expect(unknown.status).toBe(404)
    expect(wordsOf(await unknown.text())).toContain('That session does not belong to this booking.')
  }
  expect((await world.visit(choose(sessions[0]!))).status).toBe(409)
})

test('Cleo cancels two of three, and the third stays', async () => {
  const html = await (await world.visit(choose(sessions[1]!, sessions[2]!, sessions[2]!))).text()
  expect(wordsOf(html)).toContain('Cancel 2 sessions')
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(world.cleo.token), formOf(html, 'change'))
  const result = wordsOf(await (await world.visit(sent.headers.get('location')!)).text())
  expect(result).toContain('2 sessions are cancelled')
  expect(result).toContain('Your other sessions stay as they are.')
  expect((await world.load(world.cleo)).sessions.map((session) => session.state)).toEqual([
    'scheduled',
    'canceled',
    'canceled',
  ])
})

test('one session moves at a time', async () => {
  const starts = ['2026-12-08T15:30:00Z', '2026-12-09T19:30:00Z', '2026-12-10T19:30:00Z'].map((start) =>
    Temporal.Instant.from(start),
  )
  const booking = await world.bookAgain({ starts })
  const [, second] = (await world.load(booking)).sessions
  expect(wordsOf(await (await world.visit(paths.manage(booking.token))).text())).toContain(
    'Sessions you can reschedule',
  )
  const pick = await (
    await world.visit(paths.manage(booking.token, { do: 'reschedule', session: second!.id }))
  ).text()
  expect(wordsOf(pick)).toContain('Choose a new time for session 2')
  // The other sessions of the same package are in the way of this one.
  expect(pick).not.toContain('start=2026-12-08T15%3A30')
  const check = await (
    await world.visit(paths.moveCheck(booking.token, { session: second!.id, start: '2026-12-09T20:00:00Z' }))
  ).text()
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(booking.token), formOf(check, 'change'))
  expect(wordsOf(await (await world.visit(sent.headers.get('location')!)).text())).toContain(
    'Your session is moved',
  )
  expect((await world.load(booking)).sessions.map((session) => session.rescheduleCount)).toEqual([0, 1, 0])
})
