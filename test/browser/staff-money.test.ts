import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { MemberScope } from '#domain/access/scope.ts'
import { decideRefund } from '#domain/bookings/decide-refund.ts'
import { recordPayment } from '#domain/bookings/record-payment.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { paths } from '#paths.ts'
import { signInMember } from '../../src/web/staff/login-cookie.ts'
import { buyBos, colleague } from '../money-people.ts'
import type { HeldBooking } from '../money-world.ts'
import { until } from './app.ts'
import { axeViolations, cutText, overflowing, smallTargets, wordingProblems } from './page-checks.ts'
import { openPayStage } from './pay-stage.ts'

/*
 * A morning at the clinic's desk with money on it, in a browser as it is shipped.
 * Seen to fail when the keys of the queue were not listened to, and when a box stood outside its form.
 */

const stage = openPayStage({
  rules: { cancel: { tiers: [] } },
  settings: {
    refundSetting: 'manual',
    cancellationFeeMinor: 2000n,
    cancellationFeeWindowMinutes: 30 * 24 * 60,
    callOutFeeMinor: 1500n,
  },
})

let dora: MemberScope
let booking: HeldBooking
beforeAll(async () => {
  dora = (await colleague(stage.world, 'Dora', 'dispatcher')).member
  booking = await stage.world.buy('full')
}, 120_000)

async function desk(
  member: MemberScope,
  viewport = { width: 1280, height: 900 },
  colorScheme: 'light' | 'dark' = 'light',
) {
  const visitor = await stage.visitor({ viewport, colorScheme, bypassCSP: true })
  const login = await signInMember(stage.world.context, {
    orgId: member.orgId,
    memberId: member.actor.memberId,
  })
  await visitor.addCookies([{ name: 'kept_login', value: login, url: stage.app.origin }])
  return { visitor, page: await visitor.newPage() }
}

async function ask(amountMinor: bigint, reason: string): Promise<string> {
  const fresh = await stage.world.buy('full')
  const payment = (await stage.world.load(fresh)).money.payments[0]!
  const asked = await requestRefund(stage.world.context, dora, fresh.bookingId, {
    paymentId: payment.id,
    amountMinor,
    way: 'provider',
    reference: '',
    reason,
  })
  if (!asked.ok) throw new Error(asked.refusal.code)
  return asked.value.refundId
}

async function stateOf(refundId: string): Promise<string> {
  const row = await stage.world.context.db
    .selectFrom('refunds')
    .where('id', '=', refundId)
    .select('state')
    .executeTakeFirstOrThrow()
  return row.state
}

/** The text of the control that has the focus, or its name. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    return element?.getAttribute('name') ?? element?.innerText.trim() ?? ''
  })
}

test('Alva works the queue by keys alone: walks, chooses, approves one, rejects one, approves the rest', async () => {
  const first = await ask(500n, 'The room was cold')
  const second = await ask(600n, 'The light flickered')
  const third = await ask(700n, 'The door was locked')
  const fourth = await ask(800n, 'The bus was late')
  const { visitor, page } = await desk(stage.world.alva)
  await page.goto(paths.refundQueue())
  const rows = page.locator('[data-queue-row]')
  await until('four rows', async () => (await rows.count()) === 4)

  // Outside the list a letter is only a letter.
  await page.keyboard.press('a')
  expect(await stateOf(first)).toBe('requested')

  await rows.first().locator('[data-queue-focus] a').focus()
  await page.keyboard.press('a')
  expect(await focused(page)).toBe('Approve £5.00')
  expect(await stateOf(first)).toBe('requested')
  await page.keyboard.press('Enter')
  await page.getByText('Approved.', { exact: true }).waitFor()
  expect(await stateOf(first)).toBe('approved')

  await rows.first().locator('[data-queue-focus] a').focus()
  await page.keyboard.press('r')
  expect(await focused(page)).toBe('reason')
  await page.keyboard.type('A joke: kjaxr')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Rejected.', { exact: true }).waitFor()
  expect(await stateOf(second)).toBe('rejected')

  await rows.first().locator('[data-queue-focus] a').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('k')
  await page.getByRole('button', { name: 'Approve the chosen refunds' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('2 refunds are approved.').waitFor()
  expect([await stateOf(third), await stateOf(fourth)]).toEqual(['approved', 'approved'])
  await visitor.close()
})

test('Dora sees the queue and can press nothing in it', async () => {
  const refund = await ask(900n, 'The tea was cold')
  const { visitor, page } = await desk(dora)
  await page.goto(paths.refundQueue())
  await page.getByRole('heading', { name: '£9.00 for Cleo' }).waitFor()
  await page.locator('[data-queue-focus] a').first().focus()
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
  await page.keyboard.press('x')
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await stateOf(refund)).toBe('requested')
  await visitor.close()
})

test('Alva cancels late: works the money out, adds a smaller fee with a reason, and the card says so', async () => {
  const { visitor, page } = await desk(stage.world.alva)
  await page.goto(paths.staffBooking(booking.bookingId))
  await page.getByRole('link', { name: 'Cancel the booking' }).click()
  await page.getByLabel('Add another amount').check()
  await page.getByLabel('Other amount', { exact: true }).fill('7.50')
  await page.getByLabel('All that is left').check()
  await page.getByRole('button', { name: 'Work it out' }).click()
  await page.getByText('£32.50').first().waitFor()
  await page.getByLabel(/^Reason/).fill('She is a regular')
  await page.getByRole('button', { name: 'Cancel the booking' }).click()
  const card = page.locator('#money')
  await card.getByText('£32.50').first().waitFor()
  expect(await card.innerText()).toMatch(/Total\s+£7\.50\s+Paid\s+£40\.00/)
  await visitor.close()
})

test.each([
  [390, 'light'],
  [390, 'dark'],
  [1280, 'dark'],
] as const)('every page about money reads well at %i px, %s', async (width, scheme) => {
  const broken = await ask(913n, 'A long reason that goes on for a while, so that it has to wrap somewhere')
  await ask(450n, 'Another reason')
  const bos = await buyBos(
    stage.world,
    `2026-12-${width === 1280 ? '11' : scheme === 'dark' ? '10' : '09'}T15:00:00Z`,
  )
  const paid = await stage.world.buy('deposit')
  const card = await stage.world.buy('card')
  const asked = await stage.world.buy('full')
  const session = (await stage.world.load(asked)).sessions[0]!.id
  await stage.world.changeByStaff(dora, asked, { cancel: [session] }, { fee: { decision: 'ask' } })
  const cash = { method: 'cash' as const, amountMinor: 1500n, reference: 'Envelope 7' }
  await recordPayment(stage.world.context, stage.world.bo, bos.bookingId, cash)
  await decideRefund(stage.world.context, stage.world.alva, broken, { decision: 'approve' })
  await settleRefund(stage.world.context, stage.world.payments, stage.world.orgId, broken)
  const { visitor, page } = await desk(stage.world.alva, { width, height: 900 }, scheme)
  const pages: Record<string, string> = {
    booking: paths.staffBooking(booking.bookingId),
    deposit: paths.staffBooking(paid.bookingId),
    cancel: paths.staffCancel(paid.bookingId),
    failed: paths.staffFailed(bos.bookingId),
    asked: paths.staffBooking(asked.bookingId),
    pending: paths.staffBooking(bos.bookingId),
    'add-payment': paths.addPayment(bos.bookingId),
    'add-refund': paths.addRefund(paid.bookingId),
    charge: paths.chargeCard(card.bookingId),
    queue: paths.refundQueue(),
    all: paths.refundQueue({ state: 'all' }),
    payments: paths.payments(),
    activity: paths.activity(),
  }
  const wrong: string[] = []
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path)
    await page.evaluate(() => document.fonts.ready)
    const found = [
      ...(await axeViolations(page)),
      ...(await overflowing(page)),
      ...(await cutText(page)),
      ...(await smallTargets(page, width < 640 ? 44 : 32)),
      ...(await wordingProblems(page)),
    ]
    wrong.push(...found.map((line) => `${name}: ${line}`))
    const folder = process.env['SHOTS']
    if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png`, fullPage: true })
  }
  expect(wrong).toEqual([])
  await visitor.close()
})
