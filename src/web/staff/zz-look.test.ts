import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpServer } from '#platform/http-server.ts'
import { createLog } from '#platform/log.ts'
import { createApp } from '#web/app.ts'
import { openBrowser } from '../../../test/browser/chromium.ts'
import { axeViolations, cutText, overflowing, smallTargets } from '../../../test/browser/page-checks.ts'
import { browserOf, fieldOf } from '../../../test/staff-browser.ts'
import { makeWorld, type World } from '../../../test/world.ts'

let world: World
beforeAll(async () => { world = await makeWorld({ eventType: { questions: [] } }) })
afterAll(() => world.close())

test('look', async () => {
  const { context, config, alva, bo } = world
  const names = ['Maximiliane Oberwasserstraßen-Lindenblüth', 'Ann Lee', 'Jo 中文', 'Li Wei', 'Sam Porter']
  const bookings = []
  for (const [i, name] of names.entries()) bookings.push(await world.bookAgain({ customer: { name, email: `c${i}@mail.example`, phone: '+44 20 7946 0000', zone: 'Europe/London', locale: 'en-GB' }, guests: i === 0 ? [{ name: 'Gus', email: 'gus@mail.example' }] : [], answers: [{ key: 'a', label: 'What should we know?', answer: 'I <b>arrive</b> late' }] }))
  const b = await browserOf(world, alva)
  const s0 = (await world.load(world.cleo)).sessions[0]!.id
  await world.pass({ hours: 20 })
  await world.changeByStaff(alva, bookings[0]!, { reschedule: [{ session: (await world.load(bookings[0]!)).sessions[0]!.id, start: Temporal.Instant.from('2026-12-04T15:00:00Z') }] }, { reason: 'Bo is away' })
  await world.pass({ hours: 5 })
  const link = await (await import('#domain/bookings/quote-change.ts')).quoteChange(context.reader, world.cleo.scope, { bookingId: world.cleo.bookingId, cancel: [s0], reschedule: [], channel: 'mail_link' })
  if (!link.ok) throw new Error('x')
  await (await import('#domain/bookings/commit-change.ts')).commitChange(context, world.cleo.scope, link.value, { reason: 'I took another offer, sorry & thanks' })
  await context.db.updateTable('deliveries').set({ state: 'sent', attempts: 1, finished_at: await world.now(), subject: 'Cancelled: Thu 3 Dec, 2:30pm with Alva', body_text: 'Hello Cleo,\n\nYour booking is cancelled.\n\nhttp://kept.test/b/[hidden]', body_html: '<p style="color:red">Hello</p>', calendar_file: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' }).where('booking_id', '=', world.cleo.bookingId).where('channel', '=', 'email').execute()
  await context.db.updateTable('deliveries').set({ state: 'failed', state_detail: '550 no such mailbox', attempts: 3 }).where('booking_id', '=', bookings[1]!.bookingId).where('audience', '=', 'customer').execute()
  const delivery = (await context.reader.selectFrom('deliveries').select('id').where('booking_id', '=', world.cleo.bookingId).where('kind', '=', 'booking_canceled').where('audience', '=', 'customer').executeTakeFirstOrThrow()).id
  const server = await openHttpServer('127.0.0.1', 0)
  const app = createApp({ config, context, log: createLog('error', { json: false }) })
  server.answerWith((r, e) => app.fetch(r, e))
  const chromium = await openBrowser()
  const origin = `http://127.0.0.1:${server.port}`
  const found: string[] = []
  const only = process.env['ONLY']?.split(',')
  const pages: [string, string][] = [
    ['activity', '/staff'],
    ['activity-open', `/staff?open=${world.cleo.bookingId}`],
    ['activity-bad', '/staff?status=x&createdFrom=nonsense&q=zzz'],
    ['booking', `/staff/bookings/${world.cleo.bookingId}`],
    ['booking-moved', `/staff/bookings/${bookings[0]!.bookingId}`],
    ['cancel', `/staff/bookings/${bookings[1]!.bookingId}/cancel`],
    ['move', `/staff/bookings/${bookings[1]!.bookingId}/move`],
    ['move-bad', `/staff/bookings/${bookings[1]!.bookingId}/move?date=2026-13-01&time=25:00`],
    ['move-taken', `/staff/bookings/${bookings[1]!.bookingId}/move?date=2026-12-03&time=17:30`],
    ['move-check', `/staff/bookings/${bookings[1]!.bookingId}/move?start=2026-12-05T15:00:00Z`],
    ['outbox', '/staff/outbox'],
    ['delivery', `/staff/outbox/${delivery}`],
    ['missing', '/staff/nothing-here'],
    ['sign-in', 'DOOR/staff/sign-in?next=%2Fstaff'],
    ['forgot', 'DOOR/staff/forgot-password'],
  ]
  for (const scheme of ['light', 'dark'] as const) for (const width of [390, 1280]) {
    const ctx = await chromium.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: scheme, bypassCSP: true })
    const anonymous = await chromium.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: scheme, bypassCSP: true })
    await ctx.addCookies([{ name: 'kept_login', value: b.cookie.split('=')[1]!, url: `${origin}/staff` }])
    for (const [name, path] of pages) {
      if (only && !only.includes(name)) continue
      const page = await (path.startsWith('DOOR') ? anonymous : ctx).newPage()
      page.on('pageerror', (e) => found.push(`${name}: ${e}`))
      await page.goto(origin + path.replace('DOOR', ''))
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: `/tmp/staff-shots/${name}-${scheme}-${width}.png`, fullPage: true })
      for (const problem of [...(await axeViolations(page)), ...(await overflowing(page)), ...(await smallTargets(page, 32)), ...(await cutText(page))]) found.push(`${name} ${scheme} ${width}: ${problem}`)
      await page.close()
    }
    await ctx.close(); await anonymous.close()
  }
  await chromium.close()
  await server.close(100)
  console.log([...new Set(found.map((f) => f.replace(/ (light|dark) (390|1280)/, '')))].join('\n'))
  expect(bo).toBeTruthy(); expect(fieldOf).toBeTruthy()
}, 300_000)
