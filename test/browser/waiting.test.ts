import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { sweepWith } from '#jobs/sweep.ts'
import { createLog } from '#platform/log.ts'
import { paths } from '#paths.ts'
import type { Business, BusinessPlan } from '../../db/town-build.ts'
import { CLINIC } from '../../db/town-clinic.ts'
import { at } from '../../db/town-plan-parts.ts'
import { bookByHand, CLEO, everybodyTold, headingOf, linkOf, mailTo, openBusiness, pass } from './journey.ts'
import { payAtBank } from './pay-stage.ts'
import { openStage } from './test-app.ts'

/*
 * The whole way of somebody who waits, without a script in the browser: a full day, a place in the line, somebody else
 * cancels, a mail with a clock time, the time itself.
 */

/** Dana alone, who has one half hour on Thursdays. */
const ONE_TIME: BusinessPlan = {
  ...CLINIC,
  team: CLINIC.team.map((person) =>
    person.key === 'dana' ? { ...person, hours: [[[4], at(9), at(9, 30)]] } : person,
  ),
  eventTypes: CLINIC.eventTypes
    .filter(({ slug }) => slug === 'follow-up')
    .map((eventType) => ({
      ...eventType,
      hostRule: 'one',
      horizonDays: 7,
      seats: [{ role: 'primary', label: '', who: ['dana'] }],
    })),
}
const DAG = { name: 'Dag Holm', email: 'dag@customer.example' }

const stage = openStage()
let clinic: Business

beforeAll(async () => {
  clinic = await openBusiness(stage, ONE_TIME, 'one-time')
})

/** What the worker does each minute. */
async function sweep(): Promise<void> {
  const { context, config } = stage.app.deps
  const payments = openPaymentProviders({ db: context.db, publicUrl: config.publicUrl })
  const job = sweepWith({ context, log: createLog('error', { json: false }), payments })
  await job({}, { id: 'by hand', attempt: 1, isLastAttempt: false, signal: new AbortController().signal })
}

async function openLink(page: Page, address: string, words: string): Promise<void> {
  const link = new URL(linkOf(await mailTo(stage, address), words))
  await page.goto(link.pathname + link.search)
}

test('Dag waits for a full day; Cleo cancels, cannot take it back any more, and he pays for the time she had', async () => {
  const cleo = await (await stage.visitor({ javaScriptEnabled: false })).newPage()
  const dag = await (await stage.visitor({ javaScriptEnabled: false })).newPage()
  await bookByHand(cleo, clinic, 'Follow-up treatment')
  await everybodyTold(stage)

  await dag.goto(paths.times(clinic.slug, 'follow-up'))
  await dag.getByRole('link', { name: 'Join the waiting list' }).click()
  await dag.getByLabel('Name').fill(DAG.name)
  await dag.getByLabel('E-mail').fill(DAG.email)
  await pass(stage, clinic)
  await dag.getByRole('button', { name: 'Join the waiting list' }).click()
  expect(await headingOf(dag)).toBe('You are on the waiting list')
  await openLink(dag, DAG.email, 'See your place, or leave')
  expect(await headingOf(dag)).toBe('You are first in line')

  await openLink(cleo, CLEO.email, 'Cancel')
  await pass(stage, clinic)
  await cleo.getByRole('button', { name: /^Cancel the booking/ }).click()
  expect(await headingOf(cleo)).toContain('cancelled')
  // While she can take it back, it is hers.
  await sweep()
  await dag.reload()
  expect(await headingOf(dag)).toBe('You are first in line')
  await pass(stage, clinic, 11 * 60)
  await sweep()

  await openLink(dag, DAG.email, 'Look at it and take it')
  expect(await headingOf(dag)).toBe('A time is free for you')
  expect(await dag.locator('main').innerText()).toMatch(/Yours until \d+:\d\d[ap]m/)
  await pass(stage, clinic)
  await dag.getByRole('button', { name: 'Take it and pay £40.00' }).click()
  await dag.getByRole('button', { name: 'Pay £40.00 and book' }).click()
  await payAtBank(dag)
  expect(await headingOf(dag)).toBe('Booked')
  const { rows } = await sql`select * from ledger_faults(${clinic.scope.orgId})`.execute(
    stage.app.deps.context.db,
  )
  expect(rows).toEqual([])
})
