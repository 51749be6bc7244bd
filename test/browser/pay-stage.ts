import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { paths } from '#paths.ts'
import { moneyWorld, type MoneyWorld, type MoneyWorldOptions } from '../money-world.ts'
import { startApp, type RunningApp } from './app.ts'
import { openBrowser } from './chromium.ts'

/** The clinic that collects, running for people: pages, test bank and a browser in London. */
export interface PayStage {
  world: MoneyWorld
  app: RunningApp
  browser: Browser
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>
}

/** One clinic for all tests of a file; its books must agree in the end. */
export function openPayStage(options: MoneyWorldOptions = {}): PayStage {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
  const stage = {} as PayStage
  beforeAll(async () => {
    stage.world = await moneyWorld(options)
    stage.app = await startApp(stage.world.context, { worker: false })
    stage.browser = await openBrowser()
    stage.visitor = async (more) => {
      const visitor = await stage.browser.newContext({
        baseURL: stage.app.origin,
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        viewport: { width: 390, height: 844 },
        reducedMotion: 'reduce',
        ...more,
      })
      visitor.setDefaultTimeout(30_000)
      return visitor
    }
  }, 400_000)
  afterAll(async () => {
    const faults = await stage.world?.faults()
    await stage.browser?.close()
    await stage.app?.close()
    await stage.world?.close()
    expect(stage.app?.errors, 'what the product logged as errors').toEqual([])
    expect(faults, 'what the books do not agree on').toEqual([])
  })
  return stage
}

/** Fills in the details of an event type of the clinic, and sends them. */
export async function fillIn(page: Page, eventType: string, start: string, code = ''): Promise<void> {
  await page.goto(paths.details('clinic', eventType, { start }))
  await page.getByLabel('Name').fill('Cleo Martin')
  await page.getByLabel('E-mail').first().fill('cleo@customer.example')
  if (code) await page.getByLabel('Discount code').fill(code)
  await page.getByRole('button', { name: /^Book / }).click()
}

/** At the test bank: pays, and comes back to a page that has asked. */
export async function payAtBank(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Pay|Leave) / }).click()
  await pressIfThere(page, 'Check now')
}

// Without scripts the page that asks has a button for it; with scripts it is gone before anybody could press.
async function pressIfThere(page: Page, name: string): Promise<void> {
  await page.waitForLoadState()
  const button = page.getByRole('button', { name })
  if (await button.isVisible().catch(() => false)) await button.click({ timeout: 5_000 }).catch(() => null)
}
