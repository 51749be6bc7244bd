import { beforeAll, expect, test } from 'vitest'
import { invoicesOfBooking } from '#domain/bookings/invoices.ts'
import { markFailed } from '#domain/bookings/mark-failed.ts'
import { paths } from '#paths.ts'
import { signInMember } from '../../src/web/staff/login-cookie.ts'
import type { HeldBooking } from '../money-world.ts'
import { until } from './app.ts'
import { axeViolations, cutText, overflowing, smallTargets, wordingProblems } from './page-checks.ts'
import { openPayStage } from './pay-stage.ts'

/*
 * An invoice as Cleo has it on her phone and Alva at her desk.
 * Seen to fail when the page had no form for its script to send.
 */

const stage = openPayStage({ settings: { callOutFeeMinor: 1500n, feeTaxBasisPoints: 2000 } })

let booking: HeldBooking
const invoice = async () =>
  (await invoicesOfBooking(stage.world.context.reader, stage.world.scope, booking.bookingId))[0]!

beforeAll(async () => {
  booking = await stage.world.buy('venue')
  const [session] = (await stage.world.load(booking)).sessions
  const choices = { reason: 'Nobody there.', fee: { decision: 'accept' as const } }
  await markFailed(stage.world.context, stage.world.alva, booking.bookingId, session!.id, choices)
}, 120_000)

test('without scripts Cleo reads her invoice on a phone, and it stays open', async () => {
  const visitor = await stage.visitor({ javaScriptEnabled: false })
  const page = await visitor.newPage()
  const answer = await page.goto(paths.invoice(booking.token))
  expect(answer!.status()).toBe(200)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Invoice INV-0001')
  expect(await page.locator('form[data-viewed]').isVisible()).toBe(false)
  await visitor.close()
  expect((await invoice()).status).toBe('open')
})

test.each(['light', 'dark'] as const)('in %s it is readable for everybody', async (colorScheme) => {
  const visitor = await stage.visitor({ bypassCSP: true, colorScheme })
  const page = await visitor.newPage()
  await page.goto(paths.invoice(booking.token))
  expect(await axeViolations(page)).toEqual([])
  expect(await overflowing(page)).toEqual([])
  expect(await cutText(page)).toEqual([])
  expect(await smallTargets(page, 24)).toEqual([])
  expect(await wordingProblems(page)).toEqual([])
  await visitor.close()
})

test('before her eyes it counts as looked at', async () => {
  const visitor = await stage.visitor()
  const page = await visitor.newPage()
  await page.goto(paths.invoice(booking.token))
  await until('the invoice was looked at', async () => (await invoice()).status === 'viewed')
  await visitor.close()
})

test('Alva sets the fee, downloads the file and voids the invoice, in pages that everybody can use', async () => {
  const { world, app } = stage
  const visitor = await stage.visitor({ viewport: { width: 1280, height: 900 }, bypassCSP: true })
  const member = { orgId: world.orgId, memberId: world.alva.actor.memberId }
  const login = await signInMember(world.context, member)
  await visitor.addCookies([{ name: 'kept_login', value: login, url: app.origin }])
  const page = await visitor.newPage()
  await page.goto(paths.staffInvoices())
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('link', { name: 'INV-0001' }).click()
  await page.getByLabel('New amount of: Call-out fee').fill('ten')
  await page.getByRole('button', { name: 'Set the fee' }).click()
  expect(await page.getByText('Write the amount in digits').count()).toBe(1)
  expect(await axeViolations(page)).toEqual([])
  await page.getByLabel('New amount of: Call-out fee').fill('5')
  await page.getByRole('button', { name: 'Set the fee' }).click()
  await until('the fee was set', async () => (await invoice()).totalMinor === 4500n)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the PDF' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('INV-0001.pdf')
  await page.setViewportSize({ width: 390, height: 844 })
  expect([await overflowing(page), await smallTargets(page, 24), await wordingProblems(page)]).toEqual([
    [],
    [],
    [],
  ])
  await page.getByText('Void this invoice').click()
  await page.getByRole('button', { name: 'Void invoice INV-0001' }).click()
  await page.getByText('Nothing is asked for with this invoice.').waitFor()
  expect((await invoice()).status).toBe('void')
  await visitor.close()
})
