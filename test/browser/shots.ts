import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { DEMO_STATE_NAMES, type DemoStateId } from '#messages/demo.ts'
import { openDatabase } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { migrate } from '#platform/migrate.ts'
import { migrateQueue, openQueue } from '#platform/queue.ts'
import { startThrowawayServer } from '../postgres.ts'
import { startApp, until, type RunningApp } from './app.ts'
import { openBrowser } from './chromium.ts'
import { makeState, type DemoAddress } from './demo-state.ts'

/*
 * `npm run shots`: a picture of every demonstrated state, light and dark, at three widths, of the first screen of a
 * phone as well, and one sheet a journey to look through. Name the states to take only those: `npm run shots -- M1 M10`.
 */

const FOLDER = 'shots'
const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [320, 390, 1280]

const JOURNEYS: Record<string, DemoStateId[]> = {
  booking: ['P1', 'P2', 'P3', 'P5'],
  cancel: ['M1', 'M10', 'M11', 'M15'],
  move: ['M6', 'M7', 'M8', 'M14'],
  'keep-and-closed': ['M9', 'M5', 'M12', 'M18'],
  panel: ['P7', 'N1', 'N2', 'N3'],
  staff: ['A3', 'A4', 'A9'],
  pay: ['P4', 'P4d', 'P4r', 'M16', 'M16p', 'P5p'],
  'cancel-with-money': ['M1', 'M2', 'M3', 'M4', 'M4c', 'M13'],
  'money-back': ['M10s', 'M10r', 'M10p', 'M10f', 'M10c', 'M11r'],
  'move-for-money': ['M6', 'M7f', 'M8f', 'I1', 'I1d'],
  'staff-money': ['A4m', 'A4w', 'A4f', 'A5', 'A5p'],
  'staff-lists': ['A6', 'A6p', 'I2'],
}

await main(process.argv.slice(2))

async function main(wanted: string[]): Promise<void> {
  const ids = (Object.keys(DEMO_STATE_NAMES) as DemoStateId[]).filter(
    (id) => wanted.length === 0 || wanted.includes(id),
  )
  if (wanted.length === 0) rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const stand = await openStand()
  try {
    for (const id of ids) await takeState(stand.app, stand.browser, id)
    for (const [name, states] of Object.entries(JOURNEYS)) await makeSheet(stand.browser, name, states)
    process.stdout.write(
      `${ids.length} states are in ${FOLDER}/, with one sheet for each of ${Object.keys(JOURNEYS).join(', ')}.\n`,
    )
  } finally {
    await stand.close()
  }
}

async function openStand() {
  const server = await startThrowawayServer()
  await migrate(server.url)
  await migrateQueue(server.url)
  const db = openDatabase(server.url)
  const reader = openDatabase(server.url, { readOnly: true })
  const queue = await openQueue({ db, url: server.url, log: createLog('error', { json: false }) })
  const app = await startApp({ db, reader, queue, secret: 'a secret for pictures, which open nothing' })
  const browser = await openBrowser()
  return {
    app,
    browser,
    async close() {
      await browser.close()
      await app.close()
      await queue.stop(1000)
      await reader.destroy()
      await db.destroy()
      await server.stop()
    },
  }
}

async function takeState(app: RunningApp, browser: Browser, id: DemoStateId): Promise<void> {
  const state = await makeState(app.origin, id)
  // The pictures of the outbox show messages that have left.
  await until('the mails to leave', async () => {
    const waiting = await app.deps.context.db
      .selectFrom('deliveries')
      .where('state', '=', 'queued')
      .select('id')
      .limit(1)
      .executeTakeFirst()
    return waiting === undefined
  })
  await Promise.all(SCHEMES.map((scheme) => takeScheme(app, browser, state, scheme)))
}

async function takeScheme(
  app: RunningApp,
  browser: Browser,
  state: DemoAddress,
  colorScheme: (typeof SCHEMES)[number],
): Promise<void> {
  const visitor = await browser.newContext({
    baseURL: app.origin,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    colorScheme,
  })
  if (state.cookie) await visitor.addCookies([{ ...state.cookie, url: `${app.origin}/staff` }])
  const page = await visitor.newPage()
  for (const width of WIDTHS) {
    const height = width < 640 ? 844 : 800
    await page.setViewportSize({ width, height })
    await page.goto(state.path)
    await page.evaluate(() => document.fonts.ready.then(() => null))
    if (width === 390)
      await page.screenshot({ path: pictureOf(state.id, colorScheme, '390-first'), animations: 'disabled' })
    // In a window as high as the page, what sticks to the lower edge comes to rest in its own place.
    const whole = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height: Math.max(height, whole) })
    await page.screenshot({
      path: pictureOf(state.id, colorScheme, String(width)),
      fullPage: true,
      animations: 'disabled',
    })
  }
  await visitor.close()
}

function pictureOf(id: string, scheme: string, width: string): string {
  return join(FOLDER, `${id}-${scheme}-${width}.png`)
}

/** Phone and desk of each state of a journey side by side, as a page and as a picture. */
async function makeSheet(browser: Browser, name: string, ids: DemoStateId[]): Promise<void> {
  const figure = (id: DemoStateId, scheme: string, width: number) =>
    `<figure><img src="${id}-${scheme}-${width}.png" width="${width / 2}" alt=""><figcaption>${id} ${scheme} ${width}</figcaption></figure>`
  const rows = ids.map((id) => {
    const pictures = SCHEMES.flatMap((scheme) => [390, 1280].map((width) => figure(id, scheme, width)))
    return `<h2>${id}: ${DEMO_STATE_NAMES[id]}</h2><div>${pictures.join('')}</div>`
  })
  const html = `<!doctype html><meta charset="utf-8"><title>${name}</title>
<style>body{font:14px system-ui;margin:24px;width:1760px}div{display:flex;gap:16px;align-items:start}figure{margin:0}img{border:1px solid #999}</style>
<h1>${name}</h1>${rows.join('')}`
  writeFileSync(join(FOLDER, `sheet-${name}.html`), html)
  const inlined = html.replaceAll(
    /src="([^"]+)"/g,
    (_, file: string) => `src="data:image/png;base64,${pictureData(file)}"`,
  )
  const page = await browser.newPage({ viewport: { width: 1820, height: 900 } })
  await page.setContent(inlined)
  await page.screenshot({ path: join(FOLDER, `sheet-${name}.png`), fullPage: true })
  await page.close()
}

// A picture that was not taken yet stays empty on the sheet.
function pictureData(file: string): string {
  try {
    return readFileSync(join(FOLDER, file)).toString('base64')
  } catch {
    return ''
  }
}
