import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { DemoStateId } from '#messages/demo.ts'
import { pressOn, startsAt, tabTo } from './by-keyboard.ts'
import { letTimePass } from './demo-clock.ts'
import { makeState, openState, visitorOf } from './demo-state.ts'
import { headingOf } from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * What else is done without a pointer (ux T3): sessions of a package, taking a cancellation back, asking for an exception;
 * and by the team: canceling for somebody and approving a refund.
 */

const stage = openStage({ worker: false })
const DESK = { viewport: { width: 1280, height: 800 } }

test('Cleo moves two sessions of her course', async () => {
  const page = await open('K1')
  for (const box of ['main input[type=checkbox]', 'main input[type=checkbox]']) {
    await tabTo(page, `${box}:not(:checked)`)
    await page.keyboard.press('Space')
  }
  await pressOn(page, 'button', /^See available times/)
  for (const session of [1, 2]) {
    await page.getByText(`Session ${session} of 2`).first().waitFor()
    await pressOn(page, 'a.slot, button.slot', /am|pm|AM|PM/)
  }
  await startsAt(page, 'Check the new times')
  await letTimePass(stage)
  await pressOn(page, 'button', /^Move /)
  await page.getByRole('heading', { level: 1, name: /moved/ }).waitFor()
  await page.context().close()
})

test('Cleo takes her cancellation back', async () => {
  const page = await open('M10')
  await letTimePass(stage)
  await pressOn(page, 'button', /^Undo/)
  await startsAt(page, 'Your booking is back')
  await page.context().close()
})

test('Cleo asks for what the policy does not allow', async () => {
  const page = await open('M5')
  await pressOn(page, 'a', /^Ask /)
  await page.getByRole('heading', { level: 1, name: /^Ask / }).waitFor()
  await tabTo(page, 'textarea')
  await page.keyboard.type('My train does not run')
  await letTimePass(stage)
  await pressOn(page, 'button', /^Ask /)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.locator('main').innerText()).toContain('My train does not run')
  await page.context().close()
})

describe('at a desk', () => {
  test('Alva cancels for a customer', async () => {
    const page = await open('A5', DESK)
    await pressOn(page, 'button', /^Cancel /)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await headingOf(page)).not.toMatch(/^Error/)
    await page.context().close()
  })

  test('Alva approves a refund', async () => {
    const page = await open('A6', DESK)
    const before = await page.getByRole('button', { name: /^Approve \D?\d/ }).count()
    await pressOn(page, 'button', /^Approve \D?\d/)
    await expect.poll(() => page.getByRole('button', { name: /^Approve \D?\d/ }).count()).toBe(before - 1)
    await page.context().close()
  })
})

async function open(
  id: DemoStateId,
  options: { viewport?: { width: number; height: number } } = {},
): Promise<Page> {
  const state = await makeState(stage.app.origin, id)
  return openState(await visitorOf(stage, state, options), state)
}
