import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { DEMO_STATE_NAMES, type DemoStateId } from '#messages/demo.ts'
import { makeState, openState, visitorOf } from './demo-state.ts'
import { openStage } from './test-app.ts'

/*
 * Where things stand on the page, measured instead of compared with a picture, and what a screen reader is given of
 * it (`outlines/`, updated with `vitest -u`).
 * Seen to fail when the bar at the foot of a phone's page no longer stuck, and when headings skipped two levels.
 */

const stage = openStage({ worker: false })
const PHONE = { viewport: { width: 390, height: 844 } }
const DESK = { viewport: { width: 1280, height: 800 } }

describe.concurrent('on the first screen of a phone', () => {
  test.each<[DemoStateId, RegExp]>([
    ['P3', /^Book /],
    ['N1', /^Cancel the booking/],
    ['M1', /^Cancel the booking/],
    ['M7', /^Move to /],
  ])('%s shows the button that does it', async (id, name) => {
    const page = await open(id, PHONE)
    const box = (await page.getByRole('button', { name }).boundingBox())!
    expect(box.y + box.height).toBeLessThanOrEqual(PHONE.viewport.height)
    expect(box.height).toBeGreaterThanOrEqual(48)
    await page.context().close()
  })
})

test('cancelling is offered as large as moving (ux T14)', async () => {
  const [cancel, move] = [await open('M1', PHONE), await open('M7', PHONE)]
  const areaOf = async (page: Page, name: RegExp) => {
    const { width, height } = (await page.getByRole('button', { name }).boundingBox())!
    return width * height
  }
  expect(await areaOf(cancel, /^Cancel the booking/)).toBeGreaterThanOrEqual(await areaOf(move, /^Move to /))
  await cancel.context().close()
  await move.context().close()
})

test('what customers read stays in a column of 44 rem, and help stands in the same place on every page', async () => {
  const places = new Set<string>()
  for (const id of ['N1', 'M5', 'M8', 'M9', 'M10'] satisfies DemoStateId[]) {
    const page = await open(id, DESK)
    const column = (await page.locator('main > *').first().boundingBox())!
    expect(column.width).toBeLessThanOrEqual(44 * 16)
    const help = page.getByRole('contentinfo')
    places.add(`${(await help.boundingBox())!.x} ${(await help.getByRole('heading').allInnerTexts()).join()}`)
    await page.context().close()
  }
  expect([...places]).toHaveLength(1)
})

// States that differ by their amounts alone have no outline. The outbox and a booking's messages come in an order of their own when they were made at the same moment.
const OUTLINED = (Object.keys(DEMO_STATE_NAMES) as DemoStateId[]).filter(
  (id) => !id.startsWith('A4') && id !== 'A9' && !/[a-z]$/.test(id),
)

describe.concurrent('a screen reader is given', () => {
  // Snapshots of tests that run side by side need each test's own `expect`.
  test.for(OUTLINED)('%s as it was', async (id, { expect }) => {
    const page = await open(id, PHONE)
    const outline = await page.locator('body').ariaSnapshot()
    await expect(withoutChance(outline)).toMatchFileSnapshot(`outlines/${id}.txt`)
    await page.context().close()
  })
})

async function open(id: DemoStateId, options: typeof PHONE): Promise<Page> {
  const state = await makeState(stage.app.origin, id)
  return openState(await visitorOf(stage, state, options), state)
}

/** References, keys, ids and the seconds that the demonstration took are different each time. */
function withoutChance(outline: string): string {
  return `${outline
    .replaceAll(/\b[A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}\b/g, 'REF-REF')
    .replaceAll(/\/b\/[\w-]+/g, '/b/KEY')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/(harbour-physio|brightwater|bronte-home-care)-[0-9a-f]{8}/g, '$1')
    .replaceAll(/Quote \S+/g, 'Quote ID')
    .replaceAll(
      /for another \d+ (?:days?|hours?|minutes?)(?: \d+ (?:hours?|minutes?))?/g,
      'for another WHILE',
    )}\n`
}
