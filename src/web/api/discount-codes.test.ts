import { afterAll, beforeAll, expect, test } from 'vitest'
import { programOf, type Program } from '../../../test/api-client.ts'
import { moneyWorld, type MoneyWorld } from '../../../test/money-world.ts'
import { showId } from '#platform/public-ids.ts'

/* Codes as a program makes them. Seen to fail when a code that was switched off still counted. */

let world: MoneyWorld
let alva: Program
beforeAll(async () => {
  world = await moneyWorld()
  alva = await programOf(world)
})
afterAll(() => world.close())

const tenPercent = { kind: 'percent', percent: 10 }
const add = (body: Record<string, unknown>) => alva.call('POST', '/v1/discount-codes', { body })

test('a code says what was sent, in capitals, and can be switched off and on', async () => {
  const until = '2027-01-01T00:00:00Z'
  const made = await add({ code: 'welcome-10', amount: tenPercent, most_uses: 3, valid_until: until })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    code: 'WELCOME-10',
    amount: tenPercent,
    event_type: null,
    valid_from: null,
    valid_until: until,
    most_uses: 3,
    uses: 0,
    active: true,
  })
  const path = `/v1/discount-codes/${made.body.id}`
  expect((await alva.call('GET', path)).body).toEqual(made.body)
  const event_type = showId('eventType', world.types.venue)
  const slots = await alva.call('GET', `/v1/slots?event_type=${event_type}&from=2026-12-14T00:00:00Z`)
  const customer = { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' }
  const book = (place: number) =>
    alva.call('POST', '/v1/bookings', {
      body: { event_type, starts: [slots.body.slots[place].start], customer, discount_code: 'WELCOME-10' },
    })
  expect((await book(0)).body.money.total.amount).toBe(3600)
  expect((await alva.call('GET', path)).body.uses).toBe(1)
  expect((await alva.call('PATCH', path, { body: { active: false } })).body.active).toBe(false)
  expect((await book(4)).body).toMatchObject({ code: 'discount_refused', because: 'unknown_code' })
  expect((await alva.call('PATCH', path, { body: { active: true } })).body.active).toBe(true)
})

test.each([
  ['one that exists', { code: 'WELCOME-10', amount: tenPercent }, 409, 'already_exists', '/code'],
  ['one with a space', { code: 'TEN PERCENT', amount: tenPercent }, 422, 'invalid_request', '/code'],
  [
    'nothing off',
    { code: 'NOTHING', amount: { kind: 'amount', amount: 0 } },
    422,
    'invalid_request',
    '/amount/amount',
  ],
  [
    'one that ends before it begins',
    {
      code: 'NEVER',
      amount: tenPercent,
      valid_from: '2027-02-01T00:00:00Z',
      valid_until: '2027-01-01T00:00:00Z',
    },
    422,
    'invalid_request',
    '/valid_until',
  ],
  [
    'one for an event type of nobody',
    { code: 'NOBODY', amount: tenPercent, event_type: `et_${'0'.repeat(32)}` },
    404,
    'not_found',
    '/event_type',
  ],
])('%s is refused', async (_what, body, status, code, field) => {
  const refused = await add(body)
  expect([refused.status, refused.body.code, refused.body.field]).toEqual([status, code, field])
})

test('the list goes on page by page, and is for whoever may edit money', async () => {
  for (const code of ['ONE', 'TWO', 'THREE']) await add({ code, amount: tenPercent })
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await alva.call('GET', `/v1/discount-codes?limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.body.data.map(({ code }: { code: string }) => code))
    cursor = page.body.next_cursor
  }
  expect(seen).toEqual(['WELCOME-10', 'ONE', 'TWO', 'THREE'])
  const bo = await programOf(world, { member: world.bo })
  expect((await bo.call('GET', '/v1/discount-codes')).body.code).toBe('not_permitted')
})
