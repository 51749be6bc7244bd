import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { openHttpServer, type HttpServer } from '#platform/http-server.ts'
import { paths } from '#paths.ts'
import { openBrowser } from '../../../../../test/browser/chromium.ts'
import {
  axeViolations,
  cutText,
  overflowing,
  smallTargets,
  wordingProblems,
} from '../../../../../test/browser/page-checks.ts'
import { appOver, visitorFor } from '../../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../../test/world.ts'

let world: World
let server: HttpServer
let browser: Browser
let cookie: string

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
  cookie = alva.cookie.split('=')[1]!
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

const LOOKS = [
  { viewport: { width: 320, height: 700 }, colorScheme: 'light', least: 44 },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'dark', least: 32 },
] as const

describe.each(pages)('%s', (_name, path, refusedBy) => {
  test.each(LOOKS)(
    'is usable at $viewport.width, $colorScheme',
    async ({ least, ...look }) => {
      const origin = `http://127.0.0.1:${server.port}`
      const visitor = await browser.newContext({ ...look, bypassCSP: true })
      await visitor.addCookies([{ name: 'kept_login', value: cookie, url: `${origin}/staff` }])
      const page = await visitor.newPage()
      const check = async () => [
        ...(await axeViolations(page)),
        ...(await overflowing(page)),
        ...(await cutText(page)),
        ...(await smallTargets(page, least)),
        ...(await wordingProblems(page)),
      ]
      await page.goto(`${origin}${path()}`)
      expect(await check()).toEqual([])
      if (refusedBy) {
        // Boxes of a choice that was not made are hidden until it is.
        if (refusedBy === 'taxRate') await page.locator('[name="tax"][value="own"]').check()
        await page.locator(`[name="${refusedBy}"]`).fill('No such thing')
        await page.locator(`form:has([name="${refusedBy}"]) button[type=submit]`).first().click()
        await page.locator('.error-summary').waitFor()
        expect(await page.title()).toMatch(/^Error: /)
        expect(await check()).toEqual([])
      }
      await visitor.close()
    },
    60_000,
  )
})
