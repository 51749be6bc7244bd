import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { pageOf, type Page } from '../../../test/staff-browser.ts'
import { makeWorld, type World } from '../../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ booking: { guests: [{ name: 'Gil', email: 'gil@mail.example' }] } })
})
afterAll(() => world.close())

const visit = async (path: string): Promise<Page> => pageOf(await world.visit(path))

test('Cleo\u2019s copy says when, where and whom to call, and nothing that could be sent', async () => {
  const before = await world.checksum()
  const page = await visit(paths.offlineCopy(world.cleo.token))
  expect(page.status).toBe(200)
  expect(page.said).toContain('No connection This is your booking as this device last saw it.')
  expect(page.said).toContain('Thursday 3 December 2026, 7:30pm to 8:00pm')
  expect(page.html).toContain('href="mailto:')
  expect(page.html).not.toContain('<form')
  // Seen to fail when the copy showed the whole card: who else comes is nothing for a device to keep.
  expect(page.said).not.toContain('Gil')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(await world.checksum()).toBe(before)
})

test('a guest gets a copy, too; Dag, who guesses a link, gets none, so that nothing is kept', async () => {
  const guest = (await world.load(world.cleo)).guests[0]!
  const link = paths.offlineCopy(world.guestLink(world.cleo, guest.id))
  expect((await visit(link)).status).toBe(200)
  expect((await visit(paths.offlineCopy('guessed'))).status).toBe(404)
})

test('where nothing was kept the page says so', async () => {
  const page = await visit(paths.offline())
  expect([page.status, page.said.includes('This device has no copy of your booking.')]).toEqual([200, true])
})

// Seen to fail when a booking of last year was still given out to be kept.
test('a day after the last session there is nothing to keep any more', async () => {
  const other = await makeWorld()
  try {
    const copy = async () => (await other.visit(paths.offlineCopy(other.cleo.token))).status
    await other.pass({ hours: 56 })
    expect(await copy()).toBe(200)
    await other.pass({ hours: 25 })
    expect(await copy()).toBe(404)
  } finally {
    await other.close()
  }
})
