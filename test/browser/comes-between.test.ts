import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { letTimePass } from './demo-clock.ts'
import { makeState, openState, visitorOf, type DemoAddress } from './demo-state.ts'
import { openStage } from './test-app.ts'

/*
 * What comes between a page and its button (ux T22): time that runs out, and the same person in two tabs. Each gets the
 * right page, and it is done once. A time that was taken, one form sent twice, and the team and the customer at once are
 * in change-booking.test.ts.
 */

const stage = openStage({ worker: false })

test('the answer to "what happens if" is a day old: nothing is done, and the new answer stands there', async () => {
  const page = await open(await makeState(stage.app.origin, 'M1'))
  const before = await states()
  await letTimePass(stage, 26 * 3600)
  await page.getByRole('button', { name: /^Cancel the booking/ }).click()
  await page
    .getByText(/price changed|has changed|no longer|out of date|too old|worked it out again/i)
    .first()
    .waitFor()
  expect(await states()).toEqual(before)
  await page.context().close()
})

test('taken back in one tab, and again in the other: it is back once, and both say so', async () => {
  const state = await makeState(stage.app.origin, 'M10')
  const [one, other] = [await open(state), await open(state)]
  await letTimePass(stage)
  await Promise.all([one, other].map((tab) => tab.getByRole('button', { name: /^Undo/ }).click()))
  for (const tab of [one, other]) await tab.getByRole('heading', { level: 1, name: /is back$/ }).waitFor()
  expect(await facts('booking.restored')).toBe(1)
  await one.context().close()
  await other.context().close()
})

test('taken back too late in a tab that stayed open: it stays canceled, and the page says what is possible', async () => {
  const page = await open(await makeState(stage.app.origin, 'M10'))
  await letTimePass(stage, 11 * 60)
  await page.getByRole('button', { name: /^Undo/ }).click()
  await page.waitForLoadState()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toMatch(/is back$/)
  expect(await facts('booking.restored')).toBe(0)
  await page.context().close()
})

test('a question is taken back while the other tab still shows it: both end at the booking as it was', async () => {
  const state = await makeState(stage.app.origin, 'M5b')
  const [one, other] = [await open(state), await open(state)]
  await letTimePass(stage)
  const button = /^(Withdraw|Take|Forget|I no longer)/
  await one.getByRole('button', { name: button }).click()
  await one.waitForLoadState()
  await other.getByRole('button', { name: button }).click()
  await other.waitForLoadState()
  expect(await facts('ask.withdrawn')).toBe(1)
  await one.context().close()
  await other.context().close()
})

async function open(state: DemoAddress & { id: string }): Promise<Page> {
  const visitor: BrowserContext = await visitorOf(stage, state, {})
  return openState(visitor, state)
}

/** Of the business that was made last. */
async function newest() {
  return stage.app.deps.context.db
    .selectFrom('organizations')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

async function states() {
  const { id } = await newest()
  return stage.app.deps.context.db
    .selectFrom('sessions')
    .where('org_id', '=', id)
    .select(['id', 'state', 'starts_at'])
    .orderBy('id')
    .execute()
}

async function facts(kind: string): Promise<number> {
  const { id } = await newest()
  const rows = await stage.app.deps.context.db
    .selectFrom('facts')
    .where('org_id', '=', id)
    .where('kind', '=', kind)
    .select('id')
    .execute()
  return rows.length
}
