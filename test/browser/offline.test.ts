import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { startApp, until } from './app.ts'
import { makeState } from './demo-state.ts'
import { openStage } from './test-app.ts'

/*
 * A phone in a lift: the product is really gone, as its server is closed, and the browser has what it kept (ux M19).
 * Seen to fail when the worker answered with whatever booking it had, when it kept two bookings, and when the policy of
 * customer pages stopped its registration.
 */

const stage = openStage({ worker: false })
let paths: { first: string; second: string }
beforeAll(async () => {
  paths = { first: await linkTo('M1'), second: await linkTo('N1') }
})

async function linkTo(id: string): Promise<string> {
  const { path } = await makeState(stage.app.origin, id)
  return path.split('?')[0]!
}

test('the last booking that was opened can be read without a connection, and no other', async () => {
  const app = await startApp(stage.database.context, { worker: false })
  const visitor = await stage.visitor({ baseURL: app.origin })
  const page = await visitor.newPage()
  const complaints: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  await page.goto(paths.first)
  await keptIn(page, [`${paths.first}/offline`])
  await page.goto(paths.second)
  await keptIn(page, [`${paths.second}/offline`])
  expect(complaints).toEqual([])
  await app.close()

  await page.goto(`${paths.second}?do=cancel`)
  expect(await page.textContent('h1')).toBe('No connection')
  expect(await page.textContent('.booking-card')).toContain('Thursday, December 3, 2026')
  expect(await page.locator('form').count()).toBe(0)
  expect(await borderOf(page, '.booking-card')).toBe('1px')
  await page.goto(paths.first)
  expect(await page.textContent('h1')).toBe('No connection')
  expect(await page.textContent('main')).toContain('This device has no copy of your booking.')
  await visitor.close()
})

test('with a connection every page comes from the product, and a link that ended leaves nothing behind', async () => {
  const visitor = await stage.visitor()
  const page = await visitor.newPage()
  await page.goto(paths.first)
  await keptIn(page, [`${paths.first}/offline`])
  await page.reload()
  expect(await page.textContent('h1')).not.toBe('No connection')
  const token = paths.first.split('/').at(-1)!
  await page.goto(`/b/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)
  expect(await page.textContent('h1')).not.toBe('No connection')
  await keptIn(page, [])
  await visitor.close()
})

test('without scripts, and on booking pages, no worker is asked for', async () => {
  const plain = await stage.visitor({ javaScriptEnabled: false })
  const page = await plain.newPage()
  await page.goto(paths.first)
  expect(plain.serviceWorkers()).toEqual([])
  await plain.close()
  const visitor = await stage.visitor()
  const booking = await visitor.newPage()
  await booking.goto((await makeState(stage.app.origin, 'P1')).path)
  const registered = () =>
    booking.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
  await booking.waitForLoadState('networkidle')
  expect(await registered()).toBe(0)
  await visitor.close()
})

/** Waits until exactly these copies lie in the browser. */
async function keptIn(page: Page, wanted: string[]): Promise<void> {
  await until(`the browser to keep ${wanted.join(' and ') || 'nothing'}`, async () => {
    const kept = await page.evaluate(async () => {
      const found: string[] = []
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
      return found
    })
    const copies = kept.filter((path) => path.startsWith('/b/'))
    return kept.includes('/offline') && JSON.stringify(copies) === JSON.stringify(wanted)
  })
}

// A page without its style has none.
function borderOf(page: Page, selector: string): Promise<string> {
  return page.locator(selector).evaluate((element) => getComputedStyle(element).borderTopWidth)
}
