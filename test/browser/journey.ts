import type { BrowserContext, Page } from 'playwright-core'
import { moveClock } from '#domain/organizations/settings.ts'
import { paths } from '#paths.ts'
import { buildBusiness, SAMPLE_PASSWORD, type Business, type BusinessPlan } from '../../db/town-build.ts'
import { demoOffsetSeconds } from '../../db/town.ts'
import type { ReceivedMail } from '../smtp-sink.ts'
import { until } from './app.ts'
import { payAtBank } from './pay-stage.ts'
import type { Stage } from './test-app.ts'

/** Cleo, who books; her browser stands in London. */
export const CLEO = { name: 'Cleo Marsh', email: 'cleo@customer.example' }

/** A business of the sample world with a clock and an address of its own, ready to be booked. */
export async function openBusiness(stage: Stage, plan: BusinessPlan, slug: string): Promise<Business> {
  const { context, config } = stage.app.deps
  return buildBusiness(context, plan, { clockOffsetSeconds: await demoOffsetSeconds(config, context), slug })
}

/** Lets time pass for a business, at once. Two seconds are enough for a form not to look like a program's. */
export async function pass(stage: Stage, business: Business, seconds = 2): Promise<void> {
  await moveClock(stage.app.deps.context, business.scope, seconds)
}

/** Books as Cleo does it by hand: what, when, who, what is paid before, and the page that says so. */
export async function bookByHand(
  page: Page,
  business: Business,
  eventType: string,
  options: { time?: number; day?: RegExp; phone?: string } = {},
): Promise<void> {
  await page.goto(paths.bookingPage(business.slug))
  await page.getByRole('link', { name: eventType }).first().click()
  if (options.day) await page.getByRole('link', { name: options.day }).click()
  await page
    .locator('a.slot')
    .nth(options.time ?? 0)
    .click()
  await page.getByLabel('Name').fill(CLEO.name)
  await page.getByLabel('E-mail').first().fill(CLEO.email)
  if (options.phone) await page.getByLabel('Phone').fill(options.phone)
  await page.getByRole('button', { name: /^Book / }).click()
  await page.waitForURL(/\/(pay|result)\b/)
  if (new URL(page.url()).pathname.endsWith('/pay')) {
    await page.getByRole('button', { name: /^Pay .* and book/ }).click()
    await payAtBank(page)
  }
  await page.getByRole('heading', { level: 1, name: 'Booked' }).waitFor()
}

/** The one big heading of the page that is open. */
export function headingOf(page: Page): Promise<string> {
  return page.getByRole('heading', { level: 1 }).innerText()
}

/** Waits until nobody is left to be told, so that what the mail server holds then is everything. */
export async function everybodyTold(stage: Stage): Promise<ReceivedMail[]> {
  const { db } = stage.app.deps.context
  await until('every message to leave', async () => {
    const waiting = await db
      .selectFrom('deliveries')
      .where('state', '=', 'queued')
      .select('id')
      .limit(1)
      .executeTakeFirst()
    return waiting === undefined
  })
  return stage.app.sink.received
}

/** The newest mail to somebody. */
export async function mailTo(stage: Stage, address: string): Promise<ReceivedMail> {
  const received = await everybodyTold(stage)
  const mail = received.findLast(({ recipients }) => recipients.includes(address))
  if (!mail)
    throw new Error(
      `No mail has come for ${address}, only for ${received.flatMap(({ recipients }) => recipients).join(', ')}.`,
    )
  return mail
}

/** Where a link of the mail's HTML leads, by its words. */
export function linkOf(mail: ReceivedMail, words: string): string {
  const found = linksOf(mail).find((link) => link.words === words)
  if (!found) throw new Error(`The mail has no link "${words}".`)
  return found.href
}

/** Every link of the mail's HTML. */
export function linksOf(mail: ReceivedMail): { href: string; words: string }[] {
  const html = String(mail.parsed.html)
  return [...html.matchAll(/<a\s[^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)].map(([, href, words]) => ({
    href: href!.replaceAll('&amp;', '&'),
    words: words!.replaceAll(/<[^>]+>/g, '').trim(),
  }))
}

/** Signs a member of a sample business in. */
export async function signIn(
  visitor: BrowserContext,
  email: string,
  password = SAMPLE_PASSWORD,
): Promise<Page> {
  const page = await visitor.newPage()
  await page.goto(paths.signIn())
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}
