import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { testDatabase, type TestDatabase } from '../database.ts'
import { startApp, type RunningApp } from './app.ts'
import { openBrowser } from './chromium.ts'

/** What a test file in this folder stands on; filled before its first test. */
export interface Stage {
  app: RunningApp
  browser: Browser
  database: TestDatabase
  /** A visitor with cookies of their own, in London, reading British English. Closed with the stage. */
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>
}

// Generous, because a machine that runs all tests at once is slow; nothing waits longer than it must.
const LONGEST_WAIT_MS = 30_000
const LONGEST_TEST_MS = 120_000

/** One database, one running product and one browser for all tests of a file. */
export function openStage(options: { demo?: boolean; worker?: boolean } = {}): Stage {
  vi.setConfig({ testTimeout: LONGEST_TEST_MS, hookTimeout: LONGEST_TEST_MS })
  const stage = {} as Stage
  beforeAll(async () => {
    stage.database = await testDatabase({ max: 20 })
    stage.app = await startApp(stage.database.context, options)
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
      // Shorter than a test may take, so that a failure names what it waited for.
      visitor.setDefaultTimeout(LONGEST_WAIT_MS)
      return visitor
    }
  }, 400_000)
  afterAll(async () => {
    await stage.browser?.close()
    await stage.app?.close()
    await stage.database?.drop()
    expect(stage.app?.errors, 'what the product logged as errors').toEqual([])
  })
  return stage
}
