import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { DemoStateId } from '#messages/demo.ts'
import { makeState, openState, visitorOf } from './demo-state.ts'
import { openStage } from './test-app.ts'

/*
 * Where things stand on the page, measured instead of compared with a picture.
 * Seen to fail when the bar at the foot of a phone's page no longer stuck.
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

async function open(id: DemoStateId, options: typeof PHONE): Promise<Page> {
  const state = await makeState(stage.app.origin, id)
  return openState(await visitorOf(stage, state, options), state)
}
