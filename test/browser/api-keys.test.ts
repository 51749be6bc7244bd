import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { signInMember } from '../../src/web/staff/login-cookie.ts'
import { paths } from '#paths.ts'
import { HIRING } from '../../db/town-hiring.ts'
import { until } from './app.ts'
import { axeViolations, cutText, overflowing, smallTargets, wordingProblems } from './page-checks.ts'
import { headingOf, openBusiness } from './journey.ts'
import { openStage } from './test-app.ts'

/*
 * A key in a browser with Turbo as it is shipped, and without scripts: it stands on one page, once.
 * Seen to fail, going back, when the page does not tell Turbo to forget it.
 */

const stage = openStage({ worker: false })
let cookie: { name: string; value: string }

beforeAll(async () => {
  const business = await openBusiness(stage, HIRING, 'keys')
  const { orgId } = business.scope
  const memberId = business.members['alva']!
  cookie = { name: 'kept_login', value: await signInMember(stage.app.deps.context, { orgId, memberId }) }
})

describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
  test('Alva makes a key, copies it and never sees it again, whichever way she turns; then she revokes it', async () => {
    const visitor = await desk({ javaScriptEnabled })
    const page = await visitor.newPage()
    const name = javaScriptEnabled ? 'Website' : 'Old phone'
    const key = await makeKey(page, name)
    expect(await worksWith(key)).toBe(true)

    await page.reload()
    // Turbo loads the address again, which is the list; a browser alone sends the form again.
    expect(await headingOf(page)).toBe(javaScriptEnabled ? 'API keys' : 'This key is made already')
    expect(await page.content()).not.toContain(key)
    await page.goto(paths.apiKeys())
    expect(await page.content()).not.toContain(key)

    await page.getByText(`Revoke ${name}`, { exact: true }).click()
    await page.getByRole('button', { name: 'Revoke this key' }).click()
    await page.getByText('The key is revoked').waitFor()
    expect(await worksWith(key)).toBe(false)
    await visitor.close()
  })

  test('going back does not bring a key back', async () => {
    const visitor = await desk({ javaScriptEnabled })
    const page = await visitor.newPage()
    const key = await makeKey(page, 'Left behind')
    await page.getByRole('link', { name: 'Activity' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
    // Without scripts the browser asks whether to send the form again, and shows nothing until somebody says so.
    await page.goBack({ timeout: 5_000 }).catch(() => null)
    const shown = await until('the page before', () => page.content().catch(() => null))
    expect(shown).not.toContain(key)
    await visitor.close()
  })
})

test('the page that shows a key is fit for a phone, the ear and the dark', async () => {
  for (const options of [
    { viewport: { width: 320, height: 640 }, colorScheme: 'light' as const },
    { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const },
  ]) {
    const visitor = await desk({ ...options, bypassCSP: true })
    const page = await visitor.newPage()
    await makeKey(page, 'Looked at')
    expect([
      ...(await axeViolations(page)),
      ...(await overflowing(page)),
      ...(await cutText(page)),
      ...(await smallTargets(page, 32)),
      ...(await wordingProblems(page)),
    ]).toEqual([])
    await visitor.close()
  }
})

test('everything folded open, both pages still fit a phone', async () => {
  const visitor = await desk({ viewport: { width: 320, height: 640 }, bypassCSP: true })
  const page = await visitor.newPage()
  await makeKey(page, 'A name as long as people give when nobody stops them')
  for (const path of [paths.apiKeys(), paths.embedding()]) {
    await page.goto(path)
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true
    })
    expect([
      ...(await axeViolations(page)),
      ...(await overflowing(page)),
      ...(await cutText(page)),
      ...(await smallTargets(page, 32)),
      ...(await wordingProblems(page)),
    ]).toEqual([])
  }
  await visitor.close()
})

async function desk(options: Parameters<typeof stage.visitor>[0]): Promise<BrowserContext> {
  const visitor = await stage.visitor(options)
  await visitor.addCookies([{ ...cookie, url: stage.app.origin }])
  return visitor
}

/** Fills in the form by hand; gives the key that the next page shows. */
async function makeKey(page: Page, name: string): Promise<string> {
  await page.goto(paths.apiKeys())
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('radio', { name: 'Everything the person may do' }).check()
  await page.getByRole('button', { name: 'Make key' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your new key' }).waitFor()
  const key = await page.getByLabel('Key', { exact: true }).inputValue()
  expect(key).toMatch(/^kept_[\w-]{43}$/)
  return key
}

async function worksWith(key: string): Promise<boolean> {
  const path = '/v1/bookings/bk_00000000000000000000000000/quotes'
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': 'x',
  }
  const answer = await fetch(`${stage.app.origin}${path}`, { method: 'POST', headers, body: '{}' })
  return answer.status !== 401
}
