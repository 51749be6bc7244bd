import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { DemoStateId } from '#messages/demo.ts'
import { letTimePass } from './demo-clock.ts'
import { makeState, openState, visitorOf } from './demo-state.ts'
import { openStage } from './test-app.ts'

/*
 * How many clicks it takes from the link in a mail (ux T13), and that leaving is no harder than coming (T14). Moving one
 * session and keeping are counted in change-booking.test.ts.
 */

const stage = openStage({ worker: false })

test('canceling is one click, and nothing has to be filled in', async () => {
  const { page, click, clicks } = await open('M1')
  expect(await required(page)).toBe(0)
  await click(page.getByRole('button', { name: /^Cancel the booking/ }))
  await page.getByRole('heading', { level: 1, name: /^Your booking is cancell?ed$/ }).waitFor()
  expect(clicks()).toBe(1)
  await page.context().close()
})

test('taking it back is one click', async () => {
  const { page, click, clicks } = await open('M10')
  await click(page.getByRole('button', { name: /^Undo/ }))
  await page.getByRole('heading', { level: 1, name: 'Your booking is back' }).waitFor()
  expect(clicks()).toBe(1)
  await page.context().close()
})

test('two sessions of a package move with seven clicks at most', async () => {
  const { page, click, clicks } = await open('K1')
  await click(page.getByRole('checkbox').nth(0))
  await click(page.getByRole('checkbox').nth(1))
  await click(page.getByRole('button', { name: /^See available times/ }))
  for (const session of [1, 2]) {
    await page.getByText(`Session ${session} of 2`).first().waitFor()
    await click(page.locator('a.slot, button.slot').last())
  }
  await click(page.getByRole('button', { name: /^Move / }))
  await page.getByRole('heading', { level: 1, name: /moved/ }).waitFor()
  expect(clicks()).toBeLessThanOrEqual(7)
  await page.context().close()
})

test('from "too late" to a question for the host it is two clicks and the reason', async () => {
  const { page, click, clicks } = await open('M5')
  await click(page.getByRole('link', { name: /^Ask / }))
  expect(await required(page)).toBe(1)
  await page.getByRole('textbox').first().fill('My train does not run')
  await click(page.getByRole('button', { name: /^Ask / }).first())
  await page.getByText('My train does not run').first().waitFor()
  expect(clicks()).toBeLessThanOrEqual(2)
  await page.context().close()
})

describe('leaving is no harder than coming', () => {
  test.each<[comes: DemoStateId, leaves: DemoStateId]>([
    ['P3', 'M1'],
    ['P3', 'N1'],
    ['P3', 'K4'],
  ])('%s asks for no less than %s', async (comes, leaves) => {
    const [book, cancel] = [await open(comes), await open(leaves)]
    expect(await required(cancel.page)).toBeLessThanOrEqual(await required(book.page))
    await book.page.context().close()
    await cancel.page.context().close()
  })

  test('the button to cancel is as easy to read as the one to move', async () => {
    const [cancel, move] = [await open('M1'), await open('M7')]
    const canceling = await contrastOf(cancel.page.getByRole('button', { name: /^Cancel the booking/ }))
    const moving = await contrastOf(move.page.getByRole('button', { name: /^Move to / }))
    // To a tenth: two reds and greens of the same strength differ behind the comma.
    expect(Math.round(canceling * 10)).toBeGreaterThanOrEqual(Math.round(moving * 10))
    await cancel.page.context().close()
    await move.page.context().close()
  })
})

async function open(id: DemoStateId) {
  const state = await makeState(stage.app.origin, id)
  const page = await openState(await visitorOf(stage, state, {}), state)
  let count = 0
  return {
    page,
    clicks: () => count,
    async click(control: Locator) {
      count += 1
      await letTimePass(stage)
      await control.click()
    },
  }
}

/** How many things must be filled in or chosen; the choices of one question count once. */
async function required(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Set(
        [...document.querySelectorAll<HTMLInputElement>('main :is([required], [aria-required=true])')].map(
          ({ name, id }) => name || id,
        ),
      ).size,
  )
}

/** Of a button's words on its ground, by the formula of WCAG 2. */
async function contrastOf(button: Locator): Promise<number> {
  const [words, ground] = await button.evaluate((element) => {
    const { color, backgroundColor } = getComputedStyle(element)
    return [color, backgroundColor]
  })
  const [light, dark] = [luminance(words!), luminance(ground!)].toSorted((one, other) => other - one)
  return (light! + 0.05) / (dark! + 0.05)
}

function luminance(color: string): number {
  const [red, green, blue] = color.match(/[\d.]+/g)!.map((part) => {
    const value = Number(part) / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
