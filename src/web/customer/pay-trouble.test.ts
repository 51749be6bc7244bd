import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { createLog } from '#platform/log.ts'
import {
  ProviderUnsure,
  type PaymentProvider,
  type PaymentProviders,
} from '#domain/money/payment-provider.ts'
import { formOf } from '../../../test/forms.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import type { WebEnv } from '../deps.ts'
import { announce, secureHeaders } from '../middleware.ts'
import { closed, late, see } from './pay-forms.testing.ts'
import { customerRoutes } from './routes.ts'

/* A provider that is not well (ux M16): whatever it does, the pages say what is known, and trying again pays once. */

let world: MoneyWorld
let app: Hono<WebEnv>
/** What the provider does instead of the test bank, method by method. */
let illness: Partial<PaymentProvider> = {}

beforeAll(async () => {
  world = await moneyWorld()
  const deps = {
    config: world.config,
    context: world.context,
    log: createLog('error', { json: false }),
  }
  app = new Hono<WebEnv>()
  app.use(announce(deps, sickly(world.payments)), secureHeaders())
  app.route('/', customerRoutes())
})
beforeEach(() => {
  illness = {}
})
afterAll(() => closed(world))

test('it says no at the start: nothing was paid, the time is held, and trying again works', async () => {
  const booking = await world.reserve('full')
  illness = { start: async () => ({ ok: false, failure: 'The account is closed.' }) }
  const refused = await send(paths.pay(booking.token), {})
  expect(refused.status).toBe(502)
  expect(refused.words).toContain('The payment could not begin Nothing was paid.')
  expect(refused.words).toContain('Pay £40.00 and book')
  expect(refused.words).not.toContain('The account is closed')
  illness = {}
  expect((await send(paths.pay(booking.token), {})).to).toMatch(/^\/test-bank\//)
})

// Seen to fail when an unsure answer made another payment the next time.
test('nobody knows whether it heard us: the same payment is asked for again', async () => {
  const booking = await world.reserve('full')
  illness = { start: unsure }
  const refused = await send(paths.pay(booking.token), {})
  expect(refused.status).toBe(503)
  expect(refused.words).toContain('The payment provider did not answer')
  illness = {}
  await send(paths.pay(booking.token), {})
  expect((await world.load(booking)).money.payments).toHaveLength(1)
})

test('it cannot be asked when she comes back: the page says that we go on asking, and does not ask by itself', async () => {
  const booking = await world.reserve('full')
  await send(paths.pay(booking.token), {})
  const [payment] = (await world.load(booking)).money.payments
  illness = { read: unsure }
  const asked = await send(paths.paid(booking.token, payment!.id), {})
  const page = await see(app.request(`http://kept.test${asked.to}`))
  expect(page.words).toContain('We could not ask just now')
  expect(page.words).toContain('We go on asking, and mail you at cleo@mail.example.')
  expect(page.html).not.toContain('<script nonce')
})

test('a fee cannot be paid: the page about the new time comes back with the reason as it was written', async () => {
  const booking = await world.buy('full', { starts: [late(0)] })
  const check = await see(
    app.request(`http://kept.test${paths.moveCheck(booking.token, { start: '2026-12-18T10:00:00Z' })}`),
  )
  await world.pass({ seconds: 2 })
  illness = { start: unsure }
  const refused = await send(paths.commit(booking.token), {
    ...formOf(check.html, 'change'),
    reason: 'My train',
  })
  expect(refused.status).toBe(503)
  expect(refused.words).toContain('The payment provider did not answer')
  expect(refused.words).toContain('Pay £5.00 and move')
  expect(refused.html).toContain('My train')
  expect((await world.load(booking)).sessions[0]!.startsAt.equals(booking.starts[0]!)).toBe(true)
})

test('giving the time back cannot be done while nobody knows whether it was paid', async () => {
  const booking = await world.reserve('full')
  await send(paths.pay(booking.token), {})
  illness = { expire: unsure }
  const refused = await send(paths.release(booking.token), { to: 'times' })
  expect(refused.status).toBe(503)
  expect(refused.words).toContain('Held for you until')
})

// Seen to fail without the origin: browsers then stop the form on its way to the provider.
test('the page with the button may lead to the provider’s own page, and to no other site', async () => {
  const booking = await world.reserve('full')
  const page = await app.request(`http://kept.test${paths.pay(booking.token)}`)
  expect(page.headers.get('content-security-policy')).toContain(
    "form-action 'self' https://checkout.stripe.com;",
  )
})

async function unsure(): Promise<never> {
  throw new ProviderUnsure('The line is dead.')
}

function send(path: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return see(app.request(`http://kept.test${path}`, { method: 'POST', body, headers }))
}

/** The test bank, except for what it does instead. */
function sickly(healthy: PaymentProviders): PaymentProviders {
  return {
    ...healthy,
    open(key, config) {
      const provider = healthy.open(key, config)
      return provider && { ...provider, ...illness }
    },
  }
}
