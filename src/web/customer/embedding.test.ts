import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'
import { fieldValue, FREE_START, words } from './booking-forms.testing.ts'

/*
 * Booking pages inside the pages of other sites. Seen to fail when a page behind a link forgot the organization's list,
 * when whatever was listed got into the policy, when the framed page kept its header, and when the way to the form
 * lost the visitor's name.
 */

const SITE = 'https://kestrel.example'
const OTHER = 'http://127.0.0.1:8080'
const FRAMED = { 'sec-fetch-dest': 'iframe' }

let world: World
let session: string
beforeAll(async () => {
  world = await makeWorld({ demo: true })
  session = (await world.load(world.cleo)).sessions[0]!.id
  await list([SITE, OTHER])
})
afterAll(() => world.close())

const list = (origins: string[]) =>
  world.context.db.updateTable('organizations').set({ embed_origins: origins }).execute()

const ancestorsOf = (answer: Response) =>
  /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]

/** Every page of the customer's way, by what it is. */
const theirs = (): Record<string, string> => {
  const { token } = world.cleo
  return {
    'what can be booked': paths.bookingPage('hiring'),
    'an event type that is not there': paths.times('hiring', 'nothing'),
    times: paths.times('hiring', 'panel'),
    details: paths.details('hiring', 'panel', { start: FREE_START }),
    'details without a time': paths.details('hiring', 'panel'),
    'the booking': paths.manage(token),
    cancelling: paths.manage(token, { do: 'cancel' }),
    keeping: paths.manage(token, { do: 'keep' }),
    'a new time': paths.moveCheck(token, { session, start: FREE_START }),
    'what happened': paths.result(token, { done: 'booked' }),
  }
}

describe('the sites that Alva listed', () => {
  test('may show every page of the way from choosing to changing, and nobody else may', async () => {
    for (const [name, path] of Object.entries(theirs()))
      expect([name, ancestorsOf(await world.visit(path))]).toEqual([name, `${SITE} ${OTHER}`])
  })

  test('may show what a form answers, refused or not', async () => {
    const refused = await world.send(paths.details('hiring', 'panel'), { name: '' })
    expect([refused.status, ancestorsOf(refused)]).toEqual([422, `${SITE} ${OTHER}`])
    const unreadable = await world.send(paths.commit(world.cleo.token), { quote: 'none' })
    expect(ancestorsOf(unreadable)).toBe(`${SITE} ${OTHER}`)
  })

  test('may show that a page was switched off', async () => {
    await world.context.db.updateTable('booking_pages').set({ active: false }).execute()
    const closed = await world.visit(paths.bookingPage('hiring'))
    await world.context.db.updateTable('booking_pages').set({ active: true }).execute()
    expect([closed.status, ancestorsOf(closed)]).toEqual([404, `${SITE} ${OTHER}`])
  })

  test('may show nothing else: doors, staff pages, the API, pages of nobody', async () => {
    for (const path of [
      paths.home(),
      paths.signIn(),
      paths.activity(),
      paths.settings(),
      paths.lostLink(),
      paths.manage('no-link-of-ours'),
      paths.bookingPage('nobody'),
      paths.apiDocument(),
      paths.apiDocs(),
      '/v1/public/pages/hiring',
      '/nowhere',
    ])
      expect([path, ancestorsOf(await world.visit(path))]).toEqual([path, "'none'"])
  })

  test('are nobody unless they are listed, and a list cannot say more than sites', async () => {
    await list([])
    expect(ancestorsOf(await world.visit(paths.bookingPage('hiring')))).toBe("'none'")
    await list(['*', "https://a.example; script-src 'unsafe-inline'", 'https://*.example', SITE])
    const policy = (await world.visit(paths.times('hiring', 'panel'))).headers.get('content-security-policy')!
    await list([SITE, OTHER])
    expect(policy).toContain(`frame-ancestors ${SITE};`)
    expect(policy).not.toContain('unsafe-inline')
  })
})

test('a framed page is what it is about: no header, no footer, and who may hear what happens in it', async () => {
  for (const [name, path] of Object.entries(theirs())) {
    const [plain, framed] = [await world.visit(path), await world.visit(path, FRAMED)]
    const html = await framed.text()
    expect([name, framed.status]).toEqual([name, plain.status])
    expect(html).toContain('class="framed-page"')
    expect(html).not.toMatch(/<header|<footer/)
    expect(html).toContain(`<meta name="kept-host" content="${SITE} ${OTHER}"/>`)
    const whole = await plain.text()
    expect(whole).toMatch(/<header[\s\S]*<footer/)
    expect(whole).not.toContain('kept-host')
  }
})

test('no page of the way sets a cookie, so there is none to be blocked', async () => {
  for (const path of Object.values(theirs()))
    expect((await world.visit(path, FRAMED)).headers.getSetCookie()).toEqual([])
})

describe('the site around hears', () => {
  const eventOf = async (path: string) => {
    const html = await (await world.visit(path, FRAMED)).text()
    const content = /<meta name="kept-event" content="([^"]*)"/.exec(html)?.[1]
    return content === undefined ? null : JSON.parse(content.replaceAll('&quot;', '"'))
  }

  test('which booking, what and when, and neither who nor what opens it', async () => {
    const cleo = await world.bookAgain()
    const reference = `${cleo.reference.slice(0, 3)}-${cleo.reference.slice(3)}`
    const [only] = (await world.load(cleo)).sessions
    const booked = await eventOf(paths.result(cleo.token, { done: 'booked' }))
    expect(booked).toEqual({
      type: 'booking.scheduled',
      reference,
      sessions: [{ start: only!.startsAt.toString(), end: only!.endsAt.toString() }],
    })
    const moved = await change(
      cleo.token,
      paths.moveCheck(cleo.token, { session: only!.id, start: FREE_START }),
    )
    expect(await eventOf(moved)).toEqual({
      type: 'booking.rescheduled',
      reference,
      sessions: [{ start: FREE_START, end: '2026-12-04T15:30:00Z' }],
    })
    await keep(cleo.token)
    expect(await eventOf(paths.result(cleo.token, { done: 'kept' }))).toMatchObject({
      type: 'booking.confirmed_by_customer',
      sessions: [{ start: FREE_START }],
    })
    const canceled = await eventOf(await change(cleo.token, paths.manage(cleo.token, { do: 'cancel' })))
    expect(canceled).toMatchObject({ type: 'booking.canceled', sessions: [{ start: FREE_START }] })
    for (const event of [booked, canceled]) expect(JSON.stringify(event)).not.toMatch(/cleo|@/i)
  })

  test('nothing of pages that only show', async () => {
    const shown = Object.values(theirs()).filter((path) => !path.includes('done='))
    for (const path of shown) expect([path, await eventOf(path)]).toEqual([path, null])
  })

  const change = async (token: string, page: string): Promise<string> => {
    const quote = /name="quote" value="([^"]+)"/.exec(await (await world.visit(page)).text())![1]!
    const answer = await world.send(paths.commit(token), { quote, why: 'ill', checked: '1' })
    return answer.headers.get('location')!
  }
  const keep = async (token: string) => {
    const page = await (await world.visit(paths.manage(token, { do: 'keep' }))).text()
    const opened = /name="opened" value="([^"]+)"/.exec(page)![1]!
    await world.send(paths.keep(token), { opened, checked: '1' })
  }
})

describe('what the site knows of its visitor', () => {
  const known = 'name=Cleo%20%3Cb%3EMartin&email=cleo%40mail.example&tz=Europe%2FLondon'

  test('goes with her to the form, where she finds it typed', async () => {
    let path = `${paths.bookingPage('hiring')}?${known}`
    for (const link of [/href="([^"]*\/book\/hiring\/panel\?[^"]*)"/, /class="slot" href="([^"]*)"/]) {
      const html = await (await world.visit(path)).text()
      path = link.exec(html)![1]!.replaceAll('&amp;', '&')
    }
    const form = await (await world.visit(path)).text()
    expect([fieldValue(form, 'name'), fieldValue(form, 'email')]).toEqual([
      'Cleo <b>Martin',
      'cleo@mail.example',
    ])
    expect(form).toContain('name="tz" value="Europe/London"')
    expect(form).not.toContain('<b>Martin')
    expect(form).toContain(`${paths.times('hiring', 'panel', { tz: 'Europe/London' })}&amp;name=Cleo`)
  })

  test('is shortened, cleaned and never more than a default', async () => {
    const path = `${paths.details('hiring', 'panel', { start: FREE_START })}&name=${'x'.repeat(400)}%0A&email=%00no&phone=1`
    const form = await (await world.visit(path)).text()
    expect([fieldValue(form, 'name').length, fieldValue(form, 'email'), fieldValue(form, 'phone')]).toEqual([
      200,
      'no',
      '',
    ])
    const sent = await world.send(path, { name: 'Cleo herself', email: '' })
    const again = await sent.text()
    expect([fieldValue(again, 'name'), fieldValue(again, 'email')]).toEqual(['Cleo herself', ''])
  })

  test('does not stay in the way of pages that are asked for nothing', async () => {
    const html = await (await world.visit(paths.times('hiring', 'panel'))).text()
    expect(html).not.toMatch(/[?&](name|email)=/)
    expect(words(html)).toContain('Choose a time')
  })
})

test('the script for other sites is one address, cached for ten minutes, that every site may load', async () => {
  const answer = await world.visit(paths.embedScript())
  // Without a build there is no script; the browser tests look at the script itself.
  if (answer.status === 404) return
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=600')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.getSetCookie()).toEqual([])
})
