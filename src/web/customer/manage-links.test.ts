import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../../test/forms.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'
import { linkToken } from '#domain/access/booking-links.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ booking: { guests: [{ name: 'Dot', email: 'dot@mail.example' }] } })
})
afterAll(() => world.close())

async function mailedLinks(): Promise<string[]> {
  const { token } = world.cleo
  const { sessions, guests } = await world.load(world.cleo)
  const session = sessions[0]!.id
  return [
    paths.manage(token),
    paths.manage(token, { do: 'reschedule' }),
    paths.manage(token, { do: 'cancel' }),
    paths.manage(token, { do: 'keep' }),
    paths.moveCheck(token, { session, start: '2026-12-04T19:30:00Z' }),
    paths.result(token, { done: 'booked' }),
    paths.result(token, { done: 'kept' }),
    paths.calendarFile(token, session),
    paths.manage(world.guestLink(world.cleo, guests[0]!.id)),
    paths.lostLink(),
  ]
}

// Seen to fail when the page updates a row with the writing connection; the reader's refuses by itself.
test('every mailed link, opened a thousand times, changes no row', async () => {
  const links = await mailedLinks()
  for (const link of links) expect([200, 303]).toContain((await world.visit(link)).status)
  const before = await world.checksum()
  for (let round = 0; round < 1000; round += links.length) {
    const answers = await Promise.all(links.map((link) => world.visit(link)))
    for (const answer of answers) await answer.arrayBuffer()
  }
  expect(await world.checksum()).toBe(before)
}, 120_000)

test('a booking keeps its links when its page is renamed, switched off, and its host leaves', async () => {
  const booking = await world.bookAgain()
  await world.context.db.updateTable('booking_pages').set({ active: false, title: 'Gone' }).execute()
  await world.context.db
    .updateTable('time_owners')
    .set({ active: false })
    .where('id', '=', world.bo.actor.memberId)
    .execute()
  const page = await world.visit(paths.manage(booking.token, { do: 'cancel' }))
  await world.context.db.updateTable('booking_pages').set({ active: true }).execute()
  await world.context.db.updateTable('time_owners').set({ active: true }).execute()
  expect(page.status).toBe(200)
  expect(wordsOf(await page.text())).toContain('Cancel the booking')
})

// Seen to fail when every link counts as the customer's.
test('a guest sees when and where, and can change nothing', async () => {
  const { guests } = await world.load(world.cleo)
  const token = world.guestLink(world.cleo, guests[0]!.id)
  const page = await world.visit(paths.manage(token, { do: 'cancel' }))
  const html = await page.text()
  expect(wordsOf(html)).toContain('Only Cleo can change this booking.')
  expect(html.match(/<form[^>]*id="[^"]*"/g)).toEqual([expect.stringContaining('id="leave"')])
  expect(html).not.toContain(world.cleo.token)
  const before = await world.checksum()
  expect((await world.send(paths.commit(token), { quote: 'x' })).status).toBe(403)
  expect((await world.send(paths.keep(token), {})).status).toBe(403)
  expect(await world.checksum()).toBe(before)
})

test('links that open nothing answer alike, and lead to a new one', async () => {
  const orgId = world.orgId
  const tokens = [
    'x',
    'a'.repeat(43),
    `${world.cleo.token}A`,
    linkToken(world.context.secret, orgId, world.cleo.bookingId, 'customer', 2),
    linkToken('another secret of at least thirty-two', orgId, world.cleo.bookingId, 'customer', 1),
    '%00',
    '%E0%A4%A',
    "'; drop table bookings; --",
  ]
  const bodies = new Set<string>()
  for (const token of tokens) {
    const path = token.startsWith('%') ? `/b/${token}` : paths.manage(token)
    const page = await world.visit(path)
    expect([400, 404]).toContain(page.status)
    const words = wordsOf(await page.text())
    expect(words).toContain('This link does not open a booking. We can send you a new one.')
    bodies.add(words)
  }
  expect(bodies.size).toBe(1)
  expect((await world.send(paths.commit('x'), { quote: 'x' })).status).toBe(404)
  expect((await world.send(paths.keep('x'), {})).status).toBe(404)
})

test('a link that was revoked opens nothing any more', async () => {
  const booking = await world.bookAgain()
  await world.context.db
    .updateTable('booking_links')
    .set({ revoked_at: await world.now() })
    .where('booking_id', '=', booking.bookingId)
    .execute()
  expect((await world.visit(paths.manage(booking.token))).status).toBe(404)
})

test('the calendar file carries the link of whoever asks for it, and no other', async () => {
  const { sessions, guests } = await world.load(world.cleo)
  const guestToken = world.guestLink(world.cleo, guests[0]!.id)
  const own = await world.visit(paths.calendarFile(world.cleo.token, sessions[0]!.id))
  expect(own.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=PUBLISH')
  const unfolded = (text: string) => text.replaceAll(/\r\n[ \t]/g, '')
  expect(unfolded(await own.text())).toContain(world.cleo.token)
  const guests_ = unfolded(await (await world.visit(paths.calendarFile(guestToken, sessions[0]!.id))).text())
  expect(guests_).toContain(guestToken)
  expect(guests_).not.toContain(world.cleo.token)
  expect((await world.visit(paths.calendarFile(world.cleo.token, world.orgId))).status).toBe(404)
})
