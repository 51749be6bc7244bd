import naughty from 'big-list-of-naughty-strings/blns.json' with { type: 'json' }
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { cleanText } from '#platform/forms.ts'
import { browserOf, fieldOf, type StaffBrowser } from '../../../test/staff-browser.ts'
import { FIRST_START, makeWorld, type World } from '../../../test/world.ts'

/** Hundreds of requests take some seconds on a busy machine. */
const SLOW = 120_000

let world: World
let alva: StaffBrowser
let id: string
beforeAll(async () => {
  world = await makeWorld()
  alva = await browserOf(world, world.alva)
  id = world.cleo.bookingId
})
afterAll(() => world.close())

async function forEachString(work: (text: string, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const visitor = async () => {
    for (let index = next++; index < naughty.length; index = next++)
      await work(naughty[index]!.toWellFormed(), index)
  }
  await Promise.all(Array.from({ length: 3 }, visitor))
}

/** Text as it stands in a page, in an element or an attribute. */
function escaped(text: string): string {
  return cleanText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

test(
  'every odd string can be searched for, and comes back as it was typed',
  async () => {
    const broken: string[] = []
    await forEachString(async (text) => {
      const page = await alva.get(paths.activity({ q: text }))
      const shown = escaped(text).slice(0, 40)
      if (![200, 422].includes(page.status) || !page.html.includes(shown))
        broken.push(`${page.status} ${JSON.stringify(text.slice(0, 60))}`)
    })
    expect(broken).toEqual([])
  },
  SLOW,
)

test(
  'every odd string is a reason: kept, written down and shown escaped',
  async () => {
    const booking = await world.bookAgain({ starts: [FIRST_START.add({ hours: 24 * 25 })] })
    const broken: string[] = []
    for (const [turn, reason] of reasons().entries()) {
      const start = FIRST_START.add({ hours: 24 * 25 + 1 + (turn % 2) }).toString()
      const check = await alva.get(paths.staffMove(booking.bookingId, { start }))
      const refused = await alva.post(paths.staffMove(booking.bookingId), {
        quote: fieldOf(check, 'quote'),
        reason: reason.padEnd(2_500, 'x'),
      })
      if (refused.status !== 422 || !refused.html.includes(escaped(reason)))
        broken.push(`${refused.status}, not kept: ${reason.slice(0, 60)}`)
      const sent = await alva.post(paths.staffMove(booking.bookingId), {
        quote: fieldOf(check, 'quote'),
        reason,
      })
      if (sent.status !== 303) broken.push(`${sent.status} ${JSON.stringify(reason.slice(0, 60))}`)
    }
    const { html } = await alva.get(paths.staffBooking(booking.bookingId))
    broken.push(
      ...naughty
        .map((text) => escaped(text.toWellFormed()))
        .filter((text) => text !== '' && !html.includes(text)),
    )
    if (/<script>alert|<img src=x|<svg\/onload/i.test(html)) broken.push('A string came out as markup.')
    expect(broken).toEqual([])
  },
  SLOW,
)

/** All strings, as many to a reason as fit: every one goes through, and a machine that is busy does not need minutes. */
function reasons(): string[] {
  const full: string[] = []
  for (const text of naughty.map((string) => string.toWellFormed())) {
    const last = full.at(-1)
    if (last !== undefined && last.length + text.length < 1_990) full[full.length - 1] = `${last}\n${text}`
    else full.push(text.slice(0, 1_990))
  }
  return full
}

test(
  'odd strings at every other place of an address get a page, and nothing is done',
  async () => {
    const before = await world.checksum()
    const places = (odd: string): string[] => [
      paths.activity({ open: odd, after: odd, view: odd, status: odd, createdFrom: odd, updatedTo: odd }),
      paths.staffBooking(odd),
      paths.staffCancel(id, { session: odd }),
      `${paths.staffMove(id)}?date=${encodeURIComponent(odd)}&time=${encodeURIComponent(odd)}`,
      `${paths.staffMove(id)}?start=${encodeURIComponent(odd)}&tz=${encodeURIComponent(odd)}&month=${encodeURIComponent(odd)}`,
      paths.outbox({ state: odd, after: odd }),
      paths.delivery(odd),
      paths.resetPassword(odd),
      paths.signIn({ next: odd }),
    ]
    const broken: string[] = []
    await forEachString(async (text, index) => {
      const all = places(text)
      const path = all[index % all.length]!
      const { status } = await alva.get(path)
      if (status >= 500) broken.push(`${status} ${path}`)
    })
    expect(broken).toEqual([])
    expect(await world.checksum()).toBe(before)
  },
  SLOW,
)

test('malformed escapes, repeated parameters and bodies that are no form are answered, never with a crash', async () => {
  const before = await world.checksum()
  for (const path of [
    '/staff?q=%',
    '/staff?q=%E0%A4%A',
    '/staff?open=%00',
    '/staff?q=a&q=b&status=x&status=y',
    `/staff/bookings/${id}/cancel?session=%ff`,
    '/staff/outbox/%',
    '/staff/%00',
  ]) {
    expect((await alva.get(path)).status).toBeLessThan(500)
  }
  const forms = [
    paths.staffCancel(id),
    paths.staffMove(id),
    paths.noShow(id),
    paths.markRead(id),
    paths.signIn(),
    paths.forgotPassword(),
    paths.resetPassword('x'),
  ]
  for (const path of forms) {
    for (const [type, body] of [
      ['application/json', '{"a":1}'],
      ['multipart/form-data; boundary=x', 'no parts'],
      ['text/plain', 'x'],
    ]) {
      const answer = await world.send(
        path,
        {},
        { cookie: alva.cookie, 'content-type': type!, 'x-body': body! },
      )
      expect(answer.status, `${path} ${type}`).toBe(400)
    }
  }
  expect(await world.checksum()).toBe(before)
})

test('fields that are missing, repeated or from another form change nothing', async () => {
  const booking = await world.bookAgain({ starts: [FIRST_START.add({ hours: 24 * 14 })] })
  const check = await alva.get(
    paths.staffMove(booking.bookingId, { start: FIRST_START.add({ hours: 24 * 15 }).toString() }),
  )
  const quote = fieldOf(check, 'quote')
  const before = (await world.load(booking)).revision
  const statuses = [
    (await alva.post(paths.staffMove(booking.bookingId), { quote: [quote, quote], reason: 'x' })).status,
    (await alva.post(paths.staffMove(booking.bookingId), { quote: `${quote}.x` })).status,
    (await alva.post(paths.staffMove(id), { quote })).status,
    (await alva.post(paths.noShow(booking.bookingId), { session: ['a', 'b'], act: 'set' })).status,
    (await alva.post(paths.noShow(booking.bookingId), { session: 'a', act: 'explode' })).status,
    (await alva.post(paths.markRead(booking.bookingId), { revision: '-1' })).status,
    (await alva.post(paths.markRead(booking.bookingId), {})).status,
  ]
  expect(statuses).toEqual([409, 409, 409, 400, 400, 400, 400])
  expect((await world.load(booking)).revision).toBe(before)
})
