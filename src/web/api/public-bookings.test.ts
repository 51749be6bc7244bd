import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, PANEL, type World } from '../../../test/world.ts'

let world: World
let keys = 0
const PAGE = '/v1/public/pages/hiring'
const CLEO = { name: 'Cleo Martin', email: 'cleo.martin@mail.example', zone: 'Europe/London' }

beforeAll(async () => {
  world = await makeWorld({
    eventType: { questions: [{ key: 'team', label: 'Which team', kind: 'line', required: true }] },
    booking: { answers: [{ key: 'team', label: 'Which team', answer: 'Paint' }] },
  })
})
afterAll(() => world.close())

async function call(path: string, asked: RequestInit = {}) {
  const answer = await world.ask(path, asked)
  return { status: answer.status, body: await answer.json() }
}

const newKey = () => `a key nobody guesses ${(keys += 1)}`

const wish = (start: string, more: object = {}) => ({
  event_type: 'panel',
  starts: [start],
  customer: CLEO,
  answers: { team: 'Paint' },
  ...more,
})

const book = (body: unknown, key = newKey()) =>
  call(`${PAGE}/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })

// Seen to fail when only the event type, the address and the times were compared: then a guest was lost in silence.
test('the same key with other words is another wish, and is refused', async () => {
  const key = newKey()
  const start = '2026-12-11T17:00:00Z'
  const guests = [
    { name: 'Ada', email: 'ada@mail.example' },
    { name: '', email: 'Bea@mail.example' },
  ]
  const first = await book(wish(start, { guests }), key)
  expect(first.status).toBe(201)
  for (const other of [
    { guests: [] },
    { guests: [...guests, { name: 'Eve', email: 'eve@mail.example' }] },
    { guests: [{ name: 'Ida', email: 'ada@mail.example' }, guests[1]] },
    { customer: { ...CLEO, name: 'Cleo M.' } },
    { customer: { ...CLEO, phone: '+44 20 7946 0000' } },
    { customer: { ...CLEO, email: 'cleo@mail.example' } },
    { answers: { team: 'Glaze' } },
  ]) {
    const answer = await book(wish(start, { guests, ...other }), key)
    expect([other, answer.status, answer.body.code]).toEqual([other, 422, 'idempotency_key_reused'])
  }
  const same = { guests: guests.toReversed(), customer: { ...CLEO, name: ' Cleo Martin ' } }
  expect((await book(wish(start, same), key)).body).toEqual(first.body)
})

// Seen to fail when the detail was told for every kind of location.
test.each([
  ['phone', '+1 212 555 0100', { location_detail: '', phone_required: true }],
  ['in_person', '1 Broadway', { location_detail: '1 Broadway', phone_required: false }],
])('where people meet %s, the page says what a visitor needs and no more', async (kind, detail, told) => {
  const change = (where: { location_kind: string; location_detail: string }) =>
    world.context.db.updateTable('event_types').set(where).execute()
  await change({ location_kind: kind, location_detail: detail })
  const { body } = await call(PAGE)
  const refused = await book(wish('2026-12-15T15:00:00Z', { answers: {} }))
  await change({ location_kind: PANEL.locationKind, location_detail: PANEL.locationDetail })
  expect(body.event_types[0]).toMatchObject({ location_kind: kind, ...told })
  const fields = refused.body.errors.map((error: { field: string }) => error.field)
  expect(fields).toEqual([...(told.phone_required ? ['/customer/phone'] : []), '/answers/team'])
})
