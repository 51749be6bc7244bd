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
 * phone as well, one sheet a journey to look through, and contact sheets of everything. Name the states to take only
 * those: `npm run shots -- M1 M10`.
 */

const FOLDER = 'shots'
const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [320, 390, 1280]
/** Which pictures stand side by side on a contact sheet, and how wide each is there. */
const CONTACT_SHEETS = [
  { width: 320, scheme: 'light', shown: 160 },
  { width: 390, scheme: 'light', shown: 195 },
  { width: 1280, scheme: 'dark', shown: 400 },
] as const

const JOURNEYS: Record<string, DemoStateId[]> = {
  booking: ['P1', 'P2', 'P3', 'P5', 'Px'],
  request: ['P5r', 'P6r', 'M17', 'M17m', 'A1a', 'A4q'],
  'book-a-package': ['P6', 'K1', 'K2', 'K3', 'K3t', 'K5', 'K4', 'A4k'],
  cancel: ['M1', 'M1s', 'M10', 'M10u', 'M10x', 'M11', 'M15'],
  move: ['M6', 'M7', 'M8', 'M14'],
  'blocked-but-heard': ['M5', 'M5a', 'M5b', 'M5g', 'M5f', 'A4a'],
  'the-host-changes': ['M11h', 'M11q', 'A5h', 'A5q'],
  'keep-and-closed': ['M9', 'M12', 'M12n', 'M18', 'M19', 'M19e', 'M20', 'M20l'],
  panel: ['P7', 'N1', 'N2', 'N3'],
  'waiting-list': ['P2e', 'P2w', 'W0', 'W1', 'W1m', 'W2', 'A3w'],
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
    for (const sheet of CONTACT_SHEETS) await makeContactSheet(stand.browser, sheet)
    process.stdout.write(
      `${ids.length} states are in ${FOLDER}/, with one sheet for each of ${Object.keys(JOURNEYS).join(', ')}, and all of them on contact-*.png.\n`,
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
  const style = 'div{display:flex;gap:16px;align-items:start}'
  await writeSheet(browser, `sheet-${name}`, { title: name, style, body: rows.join('') })
}

/** The upper part of every state, in the order of the customer's journey. */
async function makeContactSheet(
  browser: Browser,
  { width, scheme, shown }: (typeof CONTACT_SHEETS)[number],
): Promise<void> {
  const figures = Object.entries(DEMO_STATE_NAMES).map(
    ([id, name]) =>
      `<figure><img src="${id}-${scheme}-${width}.png" alt=""><figcaption><b>${id}</b> ${name}</figcaption></figure>`,
  )
  const height = Math.round(shown * (width < 640 ? 2.6 : 0.9))
  const style = `div{display:flex;flex-wrap:wrap;gap:14px}figure{width:${shown}px}
img{width:${shown}px;height:${height}px;object-fit:cover;object-position:top}`
  const name = `contact-${width}-${scheme}`
  await writeSheet(browser, name, { title: name, style, body: `<div>${figures.join('')}</div>` })
}

async function writeSheet(
  browser: Browser,
  name: string,
  { title, style, body }: { title: string; style: string; body: string },
): Promise<void> {
  const html = `<!doctype html><meta charset="utf-8"><title>${title}</title>
<style>body{font:14px system-ui;margin:24px;width:1760px}figure{margin:0}img{border:1px solid #999}${style}</style>
<h1>${title}</h1>${body}`
  writeFileSync(join(FOLDER, `${name}.html`), html)
  const inlined = html.replaceAll(
    /src="([^"]+)"/g,
    (_, file: string) => `src="data:image/png;base64,${pictureData(file)}"`,
  )
  const page = await browser.newPage({ viewport: { width: 1820, height: 900 } })
  await page.setContent(inlined)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true })
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
