import { test } from 'vitest'
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { paths } from '#paths.ts'
import { openPayStage, payAtBank } from './pay-stage.ts'
import { axeViolations, cutText, overflowing, smallTargets, wordingProblems } from './page-checks.ts'

const stage = openPayStage({
  rules: { cancel: { credit: { amount: { kind: 'percent', percent: 100 }, months: 12 } } },
})
mkdirSync('/tmp/pay-shots', { recursive: true })
const lines: string[] = []

async function shot(page: Page, name: string) {
  for (const [width, scheme] of [
    [390, 'light'],
    [320, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme: scheme })
    await page.screenshot({ path: `/tmp/pay-shots/${name}-${scheme}-${width}.png`, fullPage: true })
    const found = [
      ...(await axeViolations(page)),
      ...(await overflowing(page)),
      ...(await cutText(page)),
      ...(await smallTargets(page, 44)),
      ...(await wordingProblems(page)),
    ]
    lines.push(...found.map((line) => `${name} ${width}: ${line}`))
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'light' })
}

test('shots', async () => {
  await stage.world.discount('SPRING', { kind: 'percent', percent: 10 })
  const visitor = await stage.visitor({ bypassCSP: true, javaScriptEnabled: true })
  const page = await visitor.newPage()
  await page.goto(paths.details('clinic', 'full', { start: '2026-12-08T09:00:00Z' }))
  await shot(page, 'P3')
  await page.getByLabel('Name').fill('Cleo Martin')
  await page.getByLabel('E-mail').first().fill('cleo@customer.example')
  await page.getByLabel('Discount code').fill('NOPE')
  await page.getByRole('button', { name: /^Book / }).click()
  await shot(page, 'P3-code')
  await page.getByLabel('Discount code').fill('SPRING')
  await page.getByRole('button', { name: /^Book / }).click()
  await shot(page, 'P4')
  const payUrl = page.url()
  await page.getByRole('button', { name: /^Pay/ }).click()
  await shot(page, 'bank')
  await page.getByRole('button', { name: 'Decline' }).click()
  await page.waitForTimeout(1500)
  await shot(page, 'M16-declined')
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByRole('button', { name: /^Pay/ }).click()
  await payAtBank(page)
  await page.getByRole('heading', { level: 1, name: 'Booked' }).waitFor()
  await shot(page, 'P5')
  const token = payUrl.split('/')[4]!
  await page.goto(paths.manage(token, { do: 'cancel' }))
  await shot(page, 'M1')
  await stage.world.pass({ hours: 24 * 6 + 12 })
  await page.goto(paths.manage(token, { do: 'cancel' }))
  await shot(page, 'M2')
  await page.getByLabel(/^Credit/).check()
  await shot(page, 'M2-credit')
  await page.goto(paths.moveCheck(token, { start: '2026-12-09T10:00:00Z' }))
  await shot(page, 'M7')
  await stage.world.pass({ seconds: 2 })
  await page.getByRole('button', { name: /^Pay £5.00 and move/ }).click()
  await payAtBank(page)
  await page.waitForTimeout(1500)
  await page.getByRole('heading', { level: 1, name: 'Your booking is moved' }).waitFor({ timeout: 3000 })
  await shot(page, 'M8')
  await stage.world.pass({ hours: 20 })
  await page.goto(paths.manage(token, { do: 'cancel' }))
  await stage.world.pass({ seconds: 2 })
  await page.getByLabel(/^Credit/).check()
  await page.getByRole('button', { name: /^Cancel the booking/ }).click()
  await shot(page, 'M10-credit')
  const paid = await stage.world.buy('full', { starts: [Temporal.Instant.from('2026-12-14T10:00:00Z')] })
  await page.goto(paths.manage(paid.token, { do: 'cancel' }))
  await stage.world.pass({ seconds: 2 })
  await page.getByRole('button', { name: /^Cancel the booking/ }).click()
  await shot(page, 'M10')
  await page.goto(paths.manage(paid.token))
  await shot(page, 'M11')
  await page.goto(paths.times('clinic', 'full'))
  const deposit = await stage.world.reserve('deposit', {
    starts: [Temporal.Instant.from('2026-12-15T10:00:00Z')],
  })
  await page.goto(paths.pay(deposit.token))
  await shot(page, 'P4-deposit')
  await stage.world.pay(deposit)
  await page.goto(paths.pay(deposit.token))
  await shot(page, 'P4-balance')
  const card = await stage.world.reserve('card', { starts: [Temporal.Instant.from('2026-12-15T12:00:00Z')] })
  await page.goto(paths.pay(card.token))
  await shot(page, 'P4-card')
  await stage.world.pass({ minutes: 11 })
  await page.goto(paths.pay(card.token))
  await shot(page, 'lost')
  const course = await stage.world.buy('course', {
    starts: ['16', '17', '18'].map((d) => Temporal.Instant.from(`2026-12-${d}T10:00:00Z`)),
  })
  await page.goto(paths.manage(course.token, { do: 'cancel' }))
  await shot(page, 'K1')
  await page.locator('input[type=checkbox]').nth(0).check()
  await page.locator('input[type=checkbox]').nth(1).check()
  await page.getByRole('button', { name: 'See what happens' }).click()
  await shot(page, 'K4')
  process.stdout.write(`FOUND\n${lines.join('\n')}\n`)
})
