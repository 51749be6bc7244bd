import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { HIRING } from '../../db/town-hiring.ts'
import { until } from './app.ts'
import { bookIn, notebookOf, openHostSite, openOn, type HostSite, type OpenOptions } from './host-site.ts'
import { openBusiness } from './journey.ts'
import { axeViolations } from './page-checks.ts'
import { openStage } from './test-app.ts'

/*
 * Kestrel's site opens its booking page over its own, from a link or from a button that floats.
 * Seen to fail when the frame kept the Escape key to itself, when every click opened the dialog, and when the script was
 * built without a function around it.
 */

const stage = openStage({ worker: false })
let site: HostSite

beforeAll(async () => {
  const hiring = await openBusiness(stage, HIRING, 'hiring')
  site = await openHostSite()
  await stage.app.deps.context.db
    .updateTable('organizations')
    .where('id', '=', hiring.scope.orgId)
    .set({ embed_origins: [site.origin] })
    .execute()
})
afterAll(() => site?.close())

const open = (snippet: string, options: OpenOptions = {}) => openOn(stage, site, snippet, options)

const link = (): string =>
  `<p>Before <a id="popup" href="${stage.app.origin}${paths.bookingPage('hiring')}" data-kept-popup>Book a time</a></p>
   <p><a id="after" href="#after">Another link</a></p>`

const BUTTON = '<kept-booking-button page="hiring" label="Meet us"></kept-booking-button>'

/** What has the focus, seen from the page of the site: through shadow trees, as far as a frame. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return `${element?.localName}${element?.id ? `#${element.id}` : ''}`
  })

const ready = (page: Page) => page.waitForFunction(() => customElements.get('kept-booking') !== undefined)

// A browser under load may lose a key that comes while it moves the focus; people press it again.
const escape = (page: Page): Promise<true> =>
  until('Escape to close the dialog', async () => {
    await page.keyboard.press('Escape')
    return (await page.getByRole('dialog').count()) === 0 ? true : null
  })

const heights = async (page: Page): Promise<number> =>
  (await notebookOf(page)).raw.filter((message) => message.type === 'height').length

test('by keyboard: the link opens a dialog that keeps the focus, Escape closes it from either side', async () => {
  const { visitor, page } = await open(link())
  await ready(page)
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('a#popup')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Book a time' })
  await dialog.waitFor()
  expect(await focused(page)).toBe('button')
  const frame = page.frameLocator('iframe')
  await frame.getByRole('link', { name: 'Panel interview' }).first().waitFor()
  const stops = new Set<string>()
  for (let tabs = 0; tabs < 12; tabs += 1) {
    await page.keyboard.press('Tab')
    stops.add(await focused(page))
  }
  // The browser's own bars come in between, where the page has no focus at all.
  expect([...stops].filter((stop) => !['iframe', 'button', 'body', 'div'].includes(stop))).toEqual([])
  expect([...stops]).toContain('iframe')

  await page.getByRole('button', { name: 'Close' }).focus()
  await escape(page)
  expect(await focused(page)).toBe('a#popup')

  const before = await heights(page)
  await page.keyboard.press('Enter')
  // The frame hears keys once its script runs, and says its height then.
  await until('the frame to speak', async () => ((await heights(page)) > before ? true : null))
  await frame.getByRole('link', { name: 'Panel interview' }).first().focus()
  expect(await focused(page)).toBe('iframe')
  await escape(page)
  expect(await focused(page)).toBe('a#popup')
  await until('the frame to be gone', async () => (page.frames().length === 1 ? true : null))
  await visitor.close()
})

test('Cleo books in the dialog, and the link hears of it', async () => {
  const { visitor, page } = await open(link())
  await ready(page)
  await page.locator('#popup').click()
  await bookIn(page.frameLocator('iframe'))
  const heard = await until('the site to hear', async () => {
    const notebook = await notebookOf(page)
    return notebook.told.length > 0 ? notebook.heard : null
  })
  expect(heard).toMatchObject([{ type: 'kept:booking.scheduled', on: 'a' }])
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await visitor.close()
})

test.each([
  ['without scripts', { javaScriptEnabled: false }, [] as const],
  ['with the key for another tab', {}, ['Control'] as const],
])('%s the link is a link', async (_name, options, modifiers) => {
  const { visitor, page } = await open(link(), options)
  if (modifiers.length > 0) await ready(page)
  const tab = modifiers.length > 0 ? visitor.waitForEvent('page') : Promise.resolve(page)
  await page.locator('#popup').click({ modifiers: [...modifiers] })
  await (await tab).waitForURL(stage.app.origin + paths.bookingPage('hiring'))
  expect(await (await tab).locator('header').count()).toBe(1)
  await visitor.close()
})

test('a link that leads to somebody else is left alone', async () => {
  site.serve('/elsewhere', 'Elsewhere')
  const { visitor, page } = await open(`<a id="popup" href="${site.origin}/elsewhere" data-kept-popup>Go</a>`)
  await ready(page)
  await page.locator('#popup').click()
  await page.waitForURL(`${site.origin}/elsewhere`)
  await visitor.close()
})

test('the floating button opens the page, Cleo books, and everybody can use it', async () => {
  const { visitor, page } = await open(BUTTON, {
    bypassCSP: true,
    policy: false,
    viewport: { width: 320, height: 640 },
  })
  const button = page.getByRole('button', { name: 'Meet us' })
  await button.waitFor()
  expect(await axeViolations(page)).toEqual([])
  await button.click()
  const frame = page.frameLocator('iframe')
  await frame.getByRole('link', { name: 'Panel interview' }).first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  const box = await page.getByRole('dialog', { name: 'Meet us' }).boundingBox()
  expect(box!.width).toBeLessThanOrEqual(320)
  expect(box!.height).toBeLessThanOrEqual(640)
  await bookIn(frame)
  await until(
    'the button to hear',
    async () => (await notebookOf(page)).heard[0]?.on === 'kept-booking-button',
  )
  await page.getByRole('button', { name: 'Close' }).click()
  expect(await focused(page)).toBe('button')
  await page.evaluate(() => document.querySelector('kept-booking-button')!.setAttribute('label', 'See you'))
  await page.getByRole('button', { name: 'See you' }).waitFor()
  await visitor.close()
})

test('the script twice is the script once, and keeps its names to itself', async () => {
  const twice = `<script src="${stage.app.origin}/embed.js"></script>`
  const { visitor, page } = await open(`${twice}${twice}${link()}`)
  await ready(page)
  const own = await page.evaluate(() =>
    Object.keys(window).filter((name) => name.length < 3 && name !== 'at'),
  )
  expect(own).toEqual([])
  await page.locator('#popup').click()
  await page.getByRole('dialog').waitFor()
  expect(await page.getByRole('dialog').count()).toBe(1)
  await visitor.close()
})
