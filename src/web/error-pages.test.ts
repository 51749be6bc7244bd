import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
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
