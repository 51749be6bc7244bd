import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpServer, type HttpServer } from '#platform/http-server.ts'
import { pingWebhookEndpoint } from '#domain/notifications/ping-webhook-endpoint.ts'
import { openBrowser } from '../../../../test/browser/chromium.ts'
import { problemsOnBothScreens } from '../../../../test/browser/page-checks.ts'
import { bookNextDay } from '../../../../test/mail-world.ts'
import { browserOf } from '../../../../test/staff-browser.ts'
import {
  allowingLoopback,
  callsOf,
  endpointAt,
  openReceiver,
  teller,
  type Receiver,
} from '../../../../test/webhook-world.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

// Seen to fail when the way to the outbox was a bare link of 20 px (targets).

let world: World
let server: HttpServer
let browser: Browser
let receiver: Receiver
let page: Page
let origin: string
let id: string
let call: string

beforeAll(async () => {
  world = allowingLoopback(await makeWorld())
  server = await openHttpServer('127.0.0.1', 0)
  server.answerWith((request) => {
    const url = new URL(request.url)
    return world.ask(url.pathname + url.search, request)
  })
  receiver = await openReceiver()
  const long = `${receiver.url}/${'a-long-part-of-an-address'.repeat(4)}`
  id = (await endpointAt(world, long, { kinds: ['booking.session.rescheduled', 'booking.scheduled'] })).id
  receiver.answer({ status: 500, body: 'An answer that is long enough to fill some lines. '.repeat(8) }, 1)
  await bookNextDay(world)
  await pingWebhookEndpoint(world.context, world.alva, id)
  await teller(world).tellAll()
  call = (await callsOf(world))[0]!.id
  const value = (await browserOf(world, world.alva)).cookie.split('=')[1]!
  browser = await openBrowser()
  origin = `http://127.0.0.1:${server.port}`
  // Making a window takes longer than looking at a page, so all are looked at in one.
  const visitor = await browser.newContext({ reducedMotion: 'reduce' })
  await visitor.addCookies([{ name: 'kept_login', value, url: `${origin}/staff` }])
  page = await visitor.newPage()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await server?.close(100)
  await receiver?.close()
  await world?.close()
})

const PAGES: [string, () => string][] = [
  ['list', () => '/staff/settings/webhooks'],
  ['new', () => '/staff/settings/webhooks/new'],
  ['one', () => `/staff/settings/webhooks/${id}`],
  ['delivery', () => `/staff/outbox/${call}`],
  ['outbox', () => `/staff/outbox`],
]

test.each(PAGES)(
  '%s is usable on a small phone and on a desk, with everything unfolded, too',
  async (_name, path) => {
    await page.goto(origin + path())
    expect(await problemsOnBothScreens(page)).toEqual([])
    const folds = await page.locator('main summary').all()
    for (const fold of folds) await fold.click()
    if (folds.length > 0) expect(await problemsOnBothScreens(page)).toEqual([])
  },
  60_000,
)

test('a refused address, then one that is fine, and its secret', async () => {
  await page.goto(`${origin}/staff/settings/webhooks/new`)
  await page.locator('[name=url]').fill('No such thing')
  await page.locator('form:has([name=url]) button[type=submit]').first().click()
  await page.locator('.error-summary').waitFor()
  expect(await page.title()).toMatch(/^Error: /)
  expect(await problemsOnBothScreens(page)).toEqual([])
  await page.locator('[name=url]').fill(receiver.url)
  await page.locator('form:has([name=url]) button[type=submit]').first().click()
  expect(await page.locator('#secret').inputValue()).toMatch(/^whsec_/)
  expect(await problemsOnBothScreens(page)).toEqual([])
}, 60_000)
