import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { paths } from '#paths.ts'
import { makeWorld, type World } from '../../test/world.ts'
import { createApp } from './app.ts'
import { words } from './customer/booking-forms.testing.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

test('an address that leads nowhere says what to do', async () => {
  const answer = await world.visit('/nowhere')
  expect(answer.status).toBe(404)
  expect(words(await answer.text())).toContain(
    'There is no page at this address Check the address, or open the link in your mail again.',
  )
})

// Seen to fail when the page quoted the message of the error.
test('a crash tells a code that the log has, too, and nothing of what went wrong', async () => {
  const lines: string[] = []
  const broken = new Proxy({} as Database, {
    get: () => () => {
      throw new Error("Dag's secret answer")
    },
  })
  const answer = await appWith(broken, lines).request('http://kept.test/book/hiring')
  expect(answer.status).toBe(500)
  const text = words(await answer.text())
  expect(text).not.toContain('Dag')
  const code = /code: (\w+)\./.exec(text)?.[1]
  expect(code).toBeTruthy()
  expect(lines.join('\n')).toContain(code)
  expect(lines.join('\n')).toContain("Dag's secret answer")
})

test('while the database cannot be reached, people are asked to come back', async () => {
  const lines: string[] = []
  const unreachable = openDatabase('postgres://nobody@127.0.0.1:1/nothing')
  const answer = await appWith(unreachable, lines).request('http://kept.test/book/hiring')
  await unreachable.destroy()
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('30')
  expect(words(await answer.text())).toContain('Nothing was changed. Try again in a minute.')
})

test('on a day without a database, people who were here before read whom to call, and strangers do not', async () => {
  const sick = { ...world.context }
  const deps = {
    config: world.config,
    context: sick,
    log: createLog('error', { json: true, write: () => undefined }),
  }
  const app = createApp(deps)
  const visit = (path: string) => app.request(`http://kept.test${path}`)
  const link = paths.manage(world.cleo.token)
  expect((await visit(link)).status).toBe(200)
  const unreachable = openDatabase('postgres://nobody@127.0.0.1:1/nothing')
  sick.reader = unreachable
  const page = await visit(link)
  const html = await page.text()
  expect(page.status).toBe(503)
  expect(html).toContain('href="mailto:')
  expect(words(html)).toContain('You can reach Kestrel')
  expect(html).toContain(`href="${link}"`)
  // Nobody else was met since the start, so it is the same business for everybody who has a link or a booking page.
  expect(await (await visit(paths.manage('another-token'))).text()).toContain('href="mailto:')
  sick.reader = world.context.reader
  const other = await makeWorld({ pageSlug: 'elsewhere' })
  try {
    sick.reader = other.context.reader
    expect((await visit(paths.bookingPage('elsewhere'))).status).toBe(200)
    sick.reader = unreachable
    expect(await (await visit(link)).text()).toContain('href="mailto:')
  } finally {
    await other.close()
    await unreachable.destroy()
  }
})

test('whoever sent something is told to look before they send it again', async () => {
  const unreachable = openDatabase('postgres://nobody@127.0.0.1:1/nothing')
  const app = createApp({
    config: world.config,
    context: { ...world.context, reader: unreachable, db: unreachable },
    log: createLog('error', { json: true, write: () => undefined }),
  })
  const path = `http://kept.test${paths.keep(world.cleo.token)}`
  const answer = await app.request(path, { method: 'POST', body: new URLSearchParams({ a: 'b' }) })
  await unreachable.destroy()
  const said = words(await answer.text())
  expect(answer.status).toBe(503)
  expect(said).toContain('Nothing was half done: it happened as a whole, or not at all.')
  expect(said).not.toContain('Try again')
})

test('the front page leads customers to their mail and staff to the door; only a demonstration shows more', async () => {
  const text = words(await (await world.visit('/')).text())
  expect(text).toContain('Open the link in your mail.')
  expect(text).toContain('Sign in')
  expect(text).not.toContain('sample')
  const demo = createApp({
    config: { ...world.config, demo: true },
    context: world.context,
    log: createLog('error', { json: false }),
  })
  expect(words(await (await demo.request('http://kept.test/')).text())).toContain(
    'See every state of a booking',
  )
})

function appWith(reader: Database, lines: string[]) {
  return createApp({
    config: world.config,
    context: { ...world.context, reader },
    log: createLog('error', { json: true, write: (line) => void lines.push(line) }),
  })
}
