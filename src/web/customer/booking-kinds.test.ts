import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseNow } from '#platform/clock.ts'
import { createLog } from '#platform/log.ts'
import { buildBusiness } from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { HIRING } from '../../../db/town-hiring.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { createApp } from '../app.ts'
import { hidden, words } from './booking-forms.testing.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  // The clinic lives at Kestrel's time, which is the first of December 2026.
  const offset = Math.round((await databaseNow(world.context.db)).until(await world.now()).total('seconds'))
  await buildBusiness(world.context, CLINIC, { clockOffsetSeconds: offset })
  const [panel, screening] = HIRING.eventTypes
  const calls = Array.from({ length: 9 }, (_, index) => ({
    ...screening!,
    slug: `call-${index}`,
    name: `Call ${index}`,
  }))
  await buildBusiness(
    world.context,
    { ...HIRING, eventTypes: [panel!, ...calls] },
    { clockOffsetSeconds: offset },
  )
})
afterAll(() => world.close())

const british = { 'accept-language': 'en-GB' }
const read = async (path: string) => (await world.visit(path, british)).text()
const slotLinks = (html: string) =>
  [...html.matchAll(/<a class="slot" href="([^"]+)"/g)].map((found) => found[1]!.replaceAll('&amp;', '&'))

describe('kinds of appointments', () => {
  test('where people meet at a place, times are on its clock whatever the address asks for', async () => {
    const html = await read('/book/harbour-physio/initial-assessment?tz=America/New_York')
    expect(words(html)).toContain('Times are shown in London (GMT), where you meet.')
    expect(html).not.toContain('<select')
    const details = await read(slotLinks(html)[0]!)
    expect(words(details)).toContain('London, United Kingdom Time (GMT)')
    expect(hidden(details, 'tz')).toBe('Europe/London')
  })

  test('a call needs a number to call', async () => {
    const form = slotLinks(await read('/book/brightwater/call-1'))[0]!
    const html = await read(form)
    const fields = {
      key: hidden(html, 'key'),
      start: hidden(html, 'start'),
      tz: hidden(html, 'tz'),
      name: 'Cleo',
      email: 'cleo@mail.example',
    }
    const refused = await world.send('/book/brightwater/call-1/details', fields, british)
    expect(refused.status).toBe(422)
    expect(words(await refused.text())).toContain('Write the phone number we should call.')
    const booked = await world.send(
      '/book/brightwater/call-1/details',
      { ...fields, phone: '+44 (0)20 7946-0123' },
      british,
    )
    expect(words(await read(booked.headers.get('location')!))).toContain(
      'We call you on +44 (0)20 7946-0123.',
    )
  })

  test('three sessions are picked one after the other and booked together', async () => {
    let html = await read('/book/harbour-physio/back-care-course')
    expect(words(html)).toContain('Pick 3 times (1 of 3)')
    for (const turn of [2, 3]) {
      html = await read(slotLinks(html)[0]!)
      expect(words(html)).toContain(`Pick 3 times (${turn} of 3)`)
      expect(words(html)).toContain(`${turn - 1} of 3 picked`)
    }
    html = await read(slotLinks(html)[0]!)
    expect(words(html)).toContain('Your details')
    const start = [...html.matchAll(/name="start" value="([^"]+)"/g)].map((found) => found[1]!)
    expect(new Set(start).size).toBe(3)
    const fields = {
      key: hidden(html, 'key'),
      start,
      tz: hidden(html, 'tz'),
      name: 'Cleo',
      email: 'cleo@mail.example',
    }
    const booked = await world.send('/book/harbour-physio/back-care-course/details', fields, british)
    expect(booked.status).toBe(303)
    const result = words(await read(booked.headers.get('location')!))
    expect(result).toContain('Session 1 of 3')
    expect(result).toContain('Session 3 of 3')
  })

  test('more than eight kinds can be searched, and a search without a find leads back', async () => {
    expect(await read('/book/brightwater')).toContain('type="search"')
    expect(await read('/book/harbour-physio')).not.toContain('type="search"')
    const found = words(await read('/book/brightwater?q=call+7'))
    expect(found).toContain('Call 7')
    expect(found).not.toContain('Call 6')
    const none = words(await read('/book/brightwater?q=%3Cscript%3E'))
    expect(none).toContain('Nothing here is called “<script>”')
    expect(none).toContain('Show everything')
  })

  test('a page asks the database three questions, four where some kind has no free time soon', async () => {
    for (const path of ['/book/brightwater', '/book/harbour-physio/initial-assessment'])
      expect(await questionsOf(path), path).toBeLessThanOrEqual(4)
  })
})

/** How many statements a page sends. */
async function questionsOf(path: string): Promise<number> {
  let count = 0
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    // A statement that is built once passes here every time it is asked.
    transformResult: async ({ result }) => {
      count += 1
      return result
    },
  }
  const context = { ...world.context, reader: world.context.reader.withPlugin(counter) }
  const app = createApp({ config: world.config, context, log: createLog('error', { json: false }) })
  expect((await app.request(`http://kept.test${path}`)).status).toBe(200)
  expect(count).toBeGreaterThan(1)
  return count
}
