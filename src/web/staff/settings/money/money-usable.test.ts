import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { openHttpServer, type HttpServer } from '#platform/http-server.ts'
import { paths } from '#paths.ts'
import { openBrowser } from '../../../../../test/browser/chromium.ts'
import { problemsOnBothScreens } from '../../../../../test/browser/page-checks.ts'
import { appOver, visitorFor } from '../../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../../test/world.ts'

let world: World
let server: HttpServer
let browser: Browser
let page: Page
let origin: string

beforeAll(async () => {
  world = await makeWorld({})
  const app = appOver(world.context)
  server = await openHttpServer('127.0.0.1', 0)
  server.answerWith((request, env) => app.fetch(request, env))
  browser = await openBrowser()
  const alva = await visitorFor({ context: world.context, app }, world.alva)
  const { currency: _, provider: __, ...settings } = await loadFinancialSettings(world.context.db, world.alva)
  await saveFinancialSettings(world.context, world.alva, {
    ...settings,
    cancellationFeeMinor: 2000n,
    customerCancellationFee: 'automatic',
  })
  const keys = {
    secretKey: 'sk_test_4242424242424242a1b2',
    webhookSecret: 'whsec_4242424242424242c3d4',
  }
  await alva.send(paths.paymentProvider('stripe'), keys)
  await alva.fillIn(paths.newDiscountCode(), {
    code: 'SPRING-10',
    'discount-value': '10',
    validFrom: '2027-03-01',
    validUntil: '2027-03-14',
    mostUses: '100',
  })
  origin = `http://127.0.0.1:${server.port}`
  // Making a window takes longer than looking at a page, so all are looked at in one.
  const visitor = await browser.newContext({ reducedMotion: 'reduce' })
  const value = alva.cookie.split('=')[1]!
  await visitor.addCookies([{ name: 'kept_login', value, url: `${origin}/staff` }])
  page = await visitor.newPage()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await server?.close(100)
  await world?.close()
})

/** Each page by its address; the second entry is a field whose nonsense makes the page refuse. */
const pages: [string, () => string, string?][] = [
  ['financial settings', () => paths.financialSettings(), 'cancellationFee'],
  ['providers', () => paths.paymentProviders(), 'secretKey'],
  ['discount codes', () => paths.discountCodes()],
  ['new discount code', () => paths.newDiscountCode(), 'discount-value'],
  ['event type', () => paths.eventType(world.eventTypeId), 'taxRate'],
  ['policy', () => paths.policy(world.policyId), 'cancel-credit-value'],
]

test.each(pages)(
  '%s is usable on a small phone and on a desk, also when it refuses',
  async (_name, path, refusedBy) => {
    await page.goto(`${origin}${path()}`)
    expect(await problemsOnBothScreens(page)).toEqual([])
    if (!refusedBy) return
    // Boxes of a choice that was not made are hidden until it is.
    if (refusedBy === 'taxRate') await page.locator('[name="tax"][value="own"]').check()
    await page.locator(`[name="${refusedBy}"]`).fill('No such thing')
    await page.locator(`form:has([name="${refusedBy}"]) button[type=submit]`).first().click()
    await page.locator('.error-summary').waitFor()
    expect(await page.title()).toMatch(/^Error: /)
    expect(await problemsOnBothScreens(page)).toEqual([])
  },
  60_000,
)
