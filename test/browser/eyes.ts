import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { DemoAddress } from './demo-state.ts'
import type { Stage } from './test-app.ts'

/**
 * Two tabs in which one page after another is looked at. Making a window takes a browser longer than looking at a
 * page, so a file keeps its windows; the login is changed for each page.
 */
export interface Eyes {
  /** With scripts and with the content policy as it is sent. */
  page: Page
  /** Without scripts. */
  plain: Page
  /** What the browser complained of since the page was opened. */
  complaints: string[]
  /** What the page made the browser fetch, in bytes as they are sent, by kind. */
  fetched: Fetched
}

export interface Fetched {
  document: number
  stylesheet: number
  script: number
}

const PHONE = { width: 390, height: 844 }
const idle = new WeakMap<Stage, Eyes[]>()

/** Opens the state in both tabs and shows it to `look`; several may look at once, each with eyes of their own. */
export async function lookAt<T>(
  stage: Stage,
  state: DemoAddress,
  look: (eyes: Eyes) => Promise<T>,
): Promise<T> {
  const waiting = idle.get(stage) ?? []
  idle.set(stage, waiting)
  const eyes = waiting.pop() ?? (await openEyes(stage))
  await openIn(stage, eyes, state)
  const seen = await look(eyes)
  // Windows in which something failed are left to the end of the file.
  waiting.push(eyes)
  return seen
}

async function openEyes(stage: Stage): Promise<Eyes> {
  const [page, plain] = await Promise.all(
    [true, false].map(async (javaScriptEnabled) => (await stage.visitor({ javaScriptEnabled })).newPage()),
  )
  const eyes: Eyes = {
    page: page!,
    plain: plain!,
    complaints: [],
    fetched: { document: 0, stylesheet: 0, script: 0 },
  }
  page!.on('pageerror', (error) => eyes.complaints.push(`error: ${error.message}`))
  page!.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      eyes.complaints.push(`console: ${message.text()}`)
  })
  return eyes
}

async function openIn(stage: Stage, eyes: Eyes, state: DemoAddress): Promise<void> {
  const login = state.cookie ? [{ ...state.cookie, url: `${stage.app.origin}/staff` }] : []
  for (const visitor of [eyes.page.context(), eyes.plain.context()]) {
    await visitor.clearCookies()
    await visitor.addCookies(login)
  }
  await eyes.page.emulateMedia({ colorScheme: 'light' })
  await eyes.page.setViewportSize(PHONE)
  eyes.complaints.length = 0
  const answer = await eyes.page.goto(state.path)
  await eyes.page.evaluate(() => document.fonts.ready.then(() => null))
  eyes.fetched = await fetchedBy(eyes.page, gzipSync(await answer!.body()).length)
  await eyes.plain.goto(state.path)
}

const sizes = new Map<string, number>()

/** Styles and scripts by what the browser says it used; each is fetched and weighed once. */
async function fetchedBy(page: Page, document: number): Promise<Fetched> {
  const used = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).href),
  )
  const sum = { document, stylesheet: 0, script: 0 }
  for (const address of new Set(used)) {
    const kind = address.endsWith('.css') ? 'stylesheet' : address.endsWith('.js') ? 'script' : null
    if (kind) sum[kind] += sizes.get(address) ?? (await weigh(address))
  }
  return sum
}

async function weigh(address: string): Promise<number> {
  const bytes = gzipSync(await (await fetch(address)).bytes()).length
  sizes.set(address, bytes)
  return bytes
}
