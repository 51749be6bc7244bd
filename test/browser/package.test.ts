import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import type { Business } from '../../db/town-build.ts'
import { CLINIC } from '../../db/town-clinic.ts'
import { CLEO, headingOf, linkOf, mailTo, openBusiness, pass } from './journey.ts'
import { payAtBank } from './pay-stage.ts'
import { openStage } from './test-app.ts'

/*
 * A package on a phone without scripts: Cleo books three sessions, moves two of them and cancels one, from the links
 * in her mail. Every click is counted (ux T13).
 */

const stage = openStage()
let clinic: Business

beforeAll(async () => {
  clinic = await openBusiness(stage, CLINIC, 'course')
})

test('Cleo books three sessions, moves two of them in at most seven clicks, and cancels one', async () => {
  const visitor = await stage.visitor({ javaScriptEnabled: false })
  const page = await visitor.newPage()
  const clicks = counting()
  await page.goto(paths.bookingPage(clinic.slug))
  await clicks.on(page.getByRole('link', { name: 'Back-care course' }).first())
  await clicks.on(page.getByRole('link', { name: /^Friday 4 December/ }))
  await clicks.on(page.getByRole('link', { name: '10:00am' }))
  expect(await headingOf(page)).toBe('Pick 3 times (2 of 3)')
  expect(await startsPicked(page)).toEqual(['Fri 4 Dec 10:00am'])
  await clicks.on(page.getByRole('link', { name: 'Same time each week' }))
  expect(await startsPicked(page)).toEqual(['Fri 4 Dec 10:00am', 'Fri 11 Dec 10:00am', 'Fri 18 Dec 10:00am'])
  await clicks.on(page.getByRole('link', { name: 'Go on with these 3 times' }))
  await page.getByLabel('Name').fill(CLEO.name)
  await page.getByLabel('E-mail').first().fill(CLEO.email)
  await clicks.on(page.getByRole('button', { name: 'Book 3 times' }))
  await clicks.on(page.getByRole('button', { name: 'Pay £105.00 and book' }))
  expect(clicks.count).toBe(7)
  await payAtBank(page)
  await page.getByRole('heading', { level: 1, name: 'Booked' }).waitFor()

  const mail = await mailTo(stage, CLEO.email)
  stage.app.sink.forget()
  const moving = counting()
  await moving.open(page, linkOf(mail, 'Reschedule'))
  await moving.on(page.getByLabel(/^Friday 4 December 2026/))
  await moving.on(page.getByLabel(/^Friday 11 December 2026/))
  await moving.on(page.getByRole('button', { name: 'See available times' }))
  await page.getByRole('heading', { name: 'Session 1 of 2. Was Fri 4 Dec, 10:00am.' }).waitFor()
  await moving.on(page.getByRole('link', { name: '1:00pm' }))
  await page.getByRole('heading', { name: 'Session 2 of 2. Was Fri 11 Dec, 10:00am.' }).waitFor()
  await moving.on(page.getByRole('link', { name: '1:30pm' }))
  expect(await headingOf(page)).toBe('Check the new times')
  await pass(stage, clinic)
  await moving.on(page.getByRole('button', { name: 'Move 2 sessions' }))
  expect(await headingOf(page)).toBe('2 sessions are moved')
  expect(moving.count).toBeLessThanOrEqual(7)
  const moved = await mailTo(stage, CLEO.email)
  expect(stage.app.sink.received.filter(({ recipients }) => recipients.includes(CLEO.email))).toHaveLength(1)

  const canceling = counting()
  await canceling.open(page, linkOf(moved, 'Cancel'))
  await canceling.on(page.getByLabel(/^Friday 18 December 2026/))
  await canceling.on(page.getByRole('button', { name: 'See what happens' }))
  await pass(stage, clinic)
  await canceling.on(page.getByRole('button', { name: 'Cancel 1 session and get £35.00 back' }))
  expect(await headingOf(page)).toBe('1 session is cancelled')
  expect(canceling.count).toBeLessThanOrEqual(4)
  await page.goto(paths.manage(new URL(page.url()).pathname.split('/')[2]!))
  expect(await page.locator('main').innerText()).toContain('Updated')
  await visitor.close()
})

test('what the ticked sessions come to is counted as they are ticked, where scripts run', async () => {
  const visitor = await stage.visitor()
  const page = await visitor.newPage()
  await page.goto(paths.demoState('K4'))
  await page.getByRole('link', { name: 'Choose other sessions' }).click()
  await page.getByText('2 of 3 selected. You get back £35.00 (2 × £17.50).').waitFor()
  await page.getByRole('checkbox').nth(2).check()
  await page.getByText('3 of 3 selected. You get back £70.00.').waitFor()
  await page.getByRole('checkbox').nth(0).uncheck()
  await page.getByRole('checkbox').nth(2).uncheck()
  await page.getByText('1 of 3 selected. You get back £17.50.').waitFor()
  await visitor.close()
})

/** The times in the list of what is picked. */
function startsPicked(page: Page): Promise<string[]> {
  return page
    .getByRole('list', { name: 'Your times' })
    .locator('time')
    .evaluateAll((times) => times.map((time) => (time.textContent ?? '').replaceAll(/\s+/g, ' ').trim()))
}

function counting() {
  return {
    count: 0,
    async on(control: { click(): Promise<void> }) {
      this.count += 1
      await control.click()
    },
    async open(page: Page, address: string) {
      this.count += 1
      await page.goto(address)
    },
  }
}
