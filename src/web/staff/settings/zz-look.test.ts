import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openHttpServer } from '#platform/http-server.ts'
import { openBrowser } from '../../../../test/browser/chromium.ts'
import { axeViolations, cutText, overflowing, smallTargets } from '../../../../test/browser/page-checks.ts'
import { appOver, openOffice, visitorFor } from '../../../../test/settings/office.ts'
import { makeWorld } from '../../../../test/world.ts'

test('look', async () => {
  const world = await makeWorld({})
  const empty = await openOffice()
  const app = appOver(world.context)
  const alva = await visitorFor({ context: world.context, app }, world.alva)
  const cookie = (alva as unknown as { cookie: string }).cookie
  await alva.fillIn('/staff/settings/resources', { name: 'Room 2' })
  await alva.send(`/staff/settings/hours/${world.bo.actor.memberId}`, { act: 'date', date: '2026-12-24' })
  await alva.send(`/staff/settings/hours/${world.bo.actor.memberId}`, { act: 'date', date: '2026-12-31', 'date-1-from': '9', 'date-1-to': 'noon' })
  await alva.send(`/staff/settings/hours/${world.bo.actor.memberId}/time-off`, { label: 'Skiing', 'from-date': '2027-01-04', 'from-time': '', 'to-date': '2027-01-08', 'to-time': '' })
  await alva.fillIn(`/staff/settings/policies/${world.policyId}`, { 'cancel-tier-1-notice-number': '48', 'cancel-tier-1-value': '100', 'cancel-tier-2-notice-number': '24', 'cancel-tier-2-value': '50', 'cancel-tier-3-notice-number': '0', 'cancel-tier-3-value': '0' })
  const server = await openHttpServer('127.0.0.1', 0)
  server.answerWith((r, e) => app.fetch(r, e))
  const bare = await openHttpServer('127.0.0.1', 0)
  bare.answerWith((r, e) => empty.app.fetch(r, e))
  const chromium = await openBrowser()
  const bo = world.bo.actor.memberId
  const pages: [string, string, Record<string, string>?][] = [
    ['index', '/staff/settings'], ['organization', '/staff/settings/organization?saved=1'], ['organization-bad', '/staff/settings/organization', { name: '', quoteHonouredMinutes: 'x' }],
    ['team', '/staff/settings/team'], ['member-new', '/staff/settings/team/new'], ['member', `/staff/settings/team/${bo}`],
    ['resources', '/staff/settings/resources'], ['hours', `/staff/settings/hours/${bo}?saved=1`], ['hours-bad', `/staff/settings/hours/${bo}`, { 'd1-1-from': 'soon', 'd2-2-from': '10' }],
    ['time-off', `/staff/settings/hours/${bo}/time-off?saved=1&earlier=1`], ['event-types', '/staff/settings/event-types'], ['event-type-new', '/staff/settings/event-types/new?rule=panel'],
    ['event-type', `/staff/settings/event-types/${world.eventTypeId}`], ['event-type-bad', `/staff/settings/event-types/${world.eventTypeId}`, { price: '1e2', name: '' }],
    ['pages', '/staff/settings/pages'], ['page', `/staff/settings/pages/${world.pageId}`], ['policies', '/staff/settings/policies'], ['policy', `/staff/settings/policies/${world.policyId}`],
    ['policy-new', '/staff/settings/policies/new'], ['setup', 'BARE/staff/setup'],
  ]
  const only = process.env['ONLY']?.split(',')
  mkdirSync('/tmp/settings-look', { recursive: true })
  const found: string[] = []
  for (const scheme of ['light', 'dark'] as const) for (const width of [390, 1280, 320]) {
    if (width === 320 && scheme === 'dark') continue
    const context = await chromium.newContext({ viewport: { width, height: width === 1280 ? 900 : 844 }, colorScheme: scheme, bypassCSP: true, hasTouch: width < 1000 })
    await context.addCookies([{ name: 'kept_login', value: cookie.split('=')[1]!, url: `http://127.0.0.1:${server.port}/staff` }])
    for (const [name, path, fill] of pages) {
      if (only && !only.includes(name)) continue
      const page = await context.newPage()
      const origin = path.startsWith('BARE') ? `http://127.0.0.1:${bare.port}` : `http://127.0.0.1:${server.port}`
      await page.goto(origin + path.replace('BARE', ''))
      if (fill) {
        for (const [field, value] of Object.entries(fill)) await page.locator(`[name="${field}"]`).fill(value)
        await page.locator('main form button[type=submit]').first().click()
        await page.waitForLoadState()
        await page.waitForTimeout(200)
      }
      await page.evaluate(() => document.fonts.ready)
      const problems = [...(await axeViolations(page)), ...(await overflowing(page)), ...(await cutText(page)), ...(await smallTargets(page, width === 1280 ? 24 : 32))]
      if (problems.length > 0) found.push(`${name} ${scheme} ${width}: ${JSON.stringify(problems).slice(0, 600)}`)
      if (width !== 320) await page.screenshot({ path: `/tmp/settings-look/${name}-${scheme}-${width}.png`, fullPage: true })
      await page.close()
    }
    await context.close()
  }
  await chromium.close()
  await server.close(100)
  await bare.close(100)
  await world.close()
  await empty.close()
  console.log(found.join('\n'))
  expect(found).toEqual([])
}, 600_000)
