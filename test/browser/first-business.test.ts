import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { CLEO, headingOf, linkOf, mailTo } from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * Kept without the sample world: Alva sets up her business, Bo joins, they get hours and a panel with its page, and
 * Cleo books it. Forms only; nobody needs to know SQL.
 */

const stage = openStage({ demo: false })

const PASSWORD = 'seven quiet horses'
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

test('from an empty installation to the first booking, with forms only', async () => {
  const visitor = await stage.visitor({ viewport: { width: 1280, height: 900 } })
  const page = await visitor.newPage()
  await setUp(page)
  await saveHours(page, 'My working hours')
  await addMember(page, 'Bo Chen', 'bo@kestrel.example')
  await addPanel(page)
  await addPage(page)
  const address = await page
    .getByRole('link', { name: /\/book\/hiring-at-kestrel/ })
    .first()
    .getAttribute('href')

  const cleo = await stage.visitor()
  const hers = await cleo.newPage()
  await hers.goto(address!)
  await hers.getByRole('link', { name: 'Panel interview' }).click()
  await hers.locator('a.slot').first().click()
  await hers.getByLabel('Name').fill(CLEO.name)
  await hers.getByLabel('E-mail').first().fill(CLEO.email)
  await hers.getByRole('button', { name: /^Book / }).click()
  await hers.getByRole('heading', { level: 1, name: 'Booked' }).waitFor()
  await hers.goto(linkOf(await mailTo(stage, CLEO.email), 'View booking'))
  expect(await headingOf(hers)).toBe('How would you like to update this booking?')
  const words = await hers.locator('main').innerText()
  expect(words).toContain('Alva Lindqvist')
  expect(words).toContain('Bo Chen')

  await page.goto(paths.activity())
  await page.getByRole('link', { name: /Cleo Marsh/ }).waitFor()
  const demo = await page.goto(paths.demo())
  expect(demo!.status()).toBe(404)
  await cleo.close()
  await visitor.close()
})

async function setUp(page: Page): Promise<void> {
  await page.goto(paths.home())
  await page.getByRole('heading', { level: 1, name: 'Set up your business' }).waitFor()
  await page.getByLabel('Name of the business').fill('Kestrel')
  await page.getByLabel('Time zone').selectOption('Europe/London')
  await page.getByLabel('Your name').fill('Alva Lindqvist')
  await page.getByLabel('Your e-mail').fill('alva@kestrel.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set up the business' }).click()
  await page.getByLabel('E-mail').fill('alva@kestrel.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
}

async function saveHours(page: Page, link?: string): Promise<void> {
  if (link) {
    await page.goto(paths.settings())
    await page.getByRole('link', { name: link }).click()
  }
  await page.getByRole('heading', { level: 1, name: /^Working hours of / }).waitFor()
  for (const day of DAYS) {
    await page.getByLabel(`${day}, first hours, from`).fill('9am')
    await page.getByLabel(`${day}, first hours, to`).fill('1730')
  }
  await page.getByRole('button', { name: 'Save the week' }).click()
  await page.getByText('The hours are saved').waitFor()
}

async function addMember(page: Page, name: string, email: string): Promise<void> {
  await page.goto(paths.newMember())
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Role').selectOption({ label: 'Host' })
  await page.getByRole('button', { name: 'Add team member' }).click()
  await saveHours(page)
}

async function addPanel(page: Page): Promise<void> {
  await page.goto(paths.newEventType({ rule: 'panel' }))
  await page.getByLabel('Name', { exact: true }).fill('Panel interview')
  await page.getByRole('group', { name: 'People for the primary host' }).getByLabel('Alva Lindqvist').check()
  const place = page.locator('details', { hasText: 'Place 1' }).first()
  if ((await place.getAttribute('open')) === null) await place.locator('summary').click()
  await place.getByLabel('Role in the meeting').fill('Engineering')
  await place.getByLabel('Bo Chen').check()
  await page.getByRole('button', { name: 'Add event type' }).click()
  await page.getByText('The event type is saved').waitFor()
}

async function addPage(page: Page): Promise<void> {
  await page.goto(paths.newPage())
  await page.getByLabel('Title', { exact: true }).fill('Hiring at Kestrel')
  await page.getByLabel('Panel interview', { exact: true }).check()
  await page.getByRole('button', { name: 'Add booking page' }).click()
  await page.getByText('The booking page is saved').waitFor()
  await page.goto(paths.pages())
}
