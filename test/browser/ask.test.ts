import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { HIRING } from '../../db/town-hiring.ts'
import type { Business } from '../../db/town-build.ts'
import { bookByHand, headingOf, openBusiness, pass, signIn } from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * Blocked, but heard: the policy says no, Cleo asks, Alva answers, Cleo moves it herself. All of it as plain forms.
 * Seen to fail when the blocked page had no link to the question, and when an answer did not open the ordinary pages.
 */

const stage = openStage()
let business: Business

beforeAll(async () => {
  const allowed = { kind: 'until' as const, noticeMinutes: 90 * 24 * 60 }
  const policies = HIRING.policies.map(({ name, rules }) => ({
    name,
    rules: { cancel: { ...rules.cancel, allowed }, reschedule: { ...rules.reschedule, allowed } },
  }))
  business = await openBusiness(stage, { ...HIRING, policies }, 'blocked')
})

test('without scripts: asked in two clicks and a sentence, answered in one, moved in two', async () => {
  const visitor = await stage.visitor({ javaScriptEnabled: false })
  const page = await visitor.newPage()
  await bookByHand(page, business, 'Panel interview', { time: 3 })
  await page.getByRole('link', { name: 'Change or cancel' }).click()
  await page.getByRole('link', { name: /^Reschedule/ }).click()
  expect(await wordsOf(page)).toContain('It is too late to move it online')

  await page.getByRole('link', { name: 'Ask Alva to change it' }).click()
  await page.getByLabel('Reason for moving').fill('My train stands still')
  await page.getByLabel('First choice').selectOption({ index: 9 })
  await pass(stage, business)
  await page.getByRole('button', { name: 'Ask Alva' }).click()
  expect(await wordsOf(page)).toContain('You asked Alva for another time')

  const team = await stage.visitor({ javaScriptEnabled: false })
  const desk = await signIn(team, HIRING.team[0]!.email)
  await desk.getByRole('link', { name: /^Questions/ }).click()
  expect(await wordsOf(desk)).toContain('My train stands still')
  await desk.getByRole('link', { name: /^Answer/ }).click()
  await desk.getByRole('button', { name: 'Allow, free' }).click()
  expect(await wordsOf(desk)).toContain('was told: allowed for free')

  await page.reload()
  expect(await wordsOf(page)).toContain('You can move it for free')
  await page.getByRole('link', { name: 'Choose a new time' }).click()
  await page.locator('a.slot').last().click()
  await pass(stage, business)
  await page.getByRole('button', { name: /^Move to / }).click()
  expect(await headingOf(page)).toBe('Your booking is moved')
  await Promise.all([visitor.close(), team.close()])
})

function wordsOf(page: Page): Promise<string> {
  return page.locator('main').innerText()
}
