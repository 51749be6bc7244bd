import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { OPERATIONS } from './operations.ts'

/*
 * What scripts of other sites may ask without a key. Seen to fail when every origin was named in the answer, when
 * Cleo's key gave Dag her link, when the limit stopped nobody, and when a page that was switched off still answered.
 */

const SITE = 'https://kestrel.example'
const STRANGER = 'https://dag.example'
const PAGE = '/v1/public/pages/hiring'

let world: World
let source = 0
let keys = 0

beforeAll(async () => {
  world = await makeWorld({
    eventType: { questions: [{ key: 'team', label: 'Which team', kind: 'line', required: true }] },
    booking: { answers: [{ key: 'team', label: 'Which team', answer: 'Paint' }] },
  })
  await world.context.db
    .updateTable('organizations')
    .set({ embed_origins: [SITE] })
    .execute()
})
afterAll(() => world.close())
beforeEach(() => {
  source += 1
})

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await world.ask(path, {
    method,
    headers: {
      'x-forwarded-for': `203.0.113.${source}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null }
}

const newKey = () => `a key nobody guesses ${(keys += 1)}`

const wish = (start: string, more: object = {}) => ({
  event_type: 'panel',
  starts: [start],
  customer: { name: 'Cleo Martin', email: 'cleo.martin@mail.example', zone: 'Europe/London' },
  answers: { team: 'Paint' },
  ...more,
})

const book = (body: unknown, key: string | null = newKey(), headers: Record<string, string> = {}) =>
  call('POST', `${PAGE}/bookings`, body, { ...(key === null ? {} : { 'idempotency-key': key }), ...headers })

describe('Cleo, through a page that Kestrel built itself,', () => {
  test('sees what can be booked, picks a free time, books it and holds her link', async () => {
    const page = await call('GET', PAGE)
    expect(page.body).toMatchObject({
      slug: 'hiring',
      title: 'Hiring at Kestrel',
      business: { name: 'Kestrel', zone: 'America/New_York' },
      event_types: [
        {
          slug: 'panel',
          duration_minutes: 30,
          session_count: 1,
          horizon_days: 60,
          location_kind: 'video',
          location_detail: '',
          phone_required: false,
          price: { amount: 0, currency: 'USD' },
          questions: [{ key: 'team', label: 'Which team', kind: 'line', required: true }],
          policy: { cancel: 'Bookings can be canceled until 24 hours before the start.' },
        },
      ],
    })
    const slots = await call(
      'GET',
      `${PAGE}/slots?event_type=panel&from=2026-12-04T00:00:00Z&to=2026-12-05T00:00:00Z&zone=Europe/London`,
    )
    expect(slots.body.zone).toBe('Europe/London')
    expect(slots.body.slots[0]).toEqual({
      start: '2026-12-04T14:00:00Z',
      end: '2026-12-04T14:30:00Z',
      local_start: '2026-12-04T14:00:00+00:00',
      local_end: '2026-12-04T14:30:00+00:00',
    })
    const { start, end } = slots.body.slots[2]
    const booked = await book(wish(start))
    expect([booked.status, booked.body.sessions]).toEqual([201, [{ start, end }]])
    const link = await world.visit(new URL(booked.body.manage_url).pathname)
    expect(await link.text()).toContain(booked.body.reference)
    const again = await call(
      'GET',
      `${PAGE}/slots?event_type=panel&from=2026-12-04T00:00:00Z&to=2026-12-05T00:00:00Z`,
    )
    expect(again.body.slots.map((slot: { start: string }) => slot.start)).not.toContain(start)
  })

  test('books once however often her browser asks, also after the booking was moved', async () => {
    const key = newKey()
    const [one, two] = await Promise.all([
      book(wish('2026-12-07T15:00:00Z'), key),
      book(wish('2026-12-07T15:00:00Z'), key),
    ])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(two.body).toEqual(one.body)
    const { id } = await world.context.db
      .selectFrom('bookings')
      .select('id')
      .where('reference', '=', one.body.reference.replace('-', ''))
      .executeTakeFirstOrThrow()
    const session = (await world.load({ bookingId: id })).sessions[0]!.id
    const start = Temporal.Instant.from('2026-12-08T15:00:00Z')
    await world.changeByStaff(world.alva, { bookingId: id }, { reschedule: [{ session, start }] })
    const later = await book(wish('2026-12-07T15:00:00Z'), key)
    expect([later.body.reference, later.body.sessions[0].start]).toEqual([
      one.body.reference,
      start.toString(),
    ])
  })

  test('is told what stands in the way, by the same rules as on the page', async () => {
    const taken = await book(wish('2026-12-03T19:30:00Z'))
    expect([taken.status, taken.body.code, taken.body.field]).toEqual([409, 'slot_taken', '/starts/0'])
    expect(taken.body.nearest.length).toBeGreaterThan(0)
    const night = await book(wish('2026-12-04T03:00:00Z'))
    expect([night.status, night.body.code]).toEqual([409, 'slot_unavailable'])
    const two = await book(
      wish('2026-12-04T16:00:00Z', { starts: ['2026-12-09T16:00:00Z', '2026-12-09T17:00:00Z'] }),
    )
    expect([two.status, two.body.code, two.body.wanted]).toEqual([422, 'wrong_number_of_times', 1])
    const empty = await book(
      wish('2026-12-09T16:00:00Z', {
        customer: { name: ' ', email: 'cleo' },
        answers: {},
        guests: [{ email: 'not one' }],
      }),
    )
    expect([empty.status, empty.body.errors.map((error: { field: string }) => error.field)]).toEqual([
      422,
      ['/customer/name', '/customer/email', '/answers/team', '/guests/0/email'],
    ])
    const stray = await book(wish('2026-12-09T16:00:00Z', { answers: { team: 'Paint', size: 'L' } }))
    expect([stray.status, stray.body.errors[0].field]).toEqual([422, '/answers/size'])
  })
})

describe('Dag, who has no business here,', () => {
  test('gets no link to a booking of Cleo by using her key, and no booking without one', async () => {
    const key = newKey()
    await book(wish('2026-12-10T15:00:00Z'), key)
    const dag = { customer: { name: 'Dag', email: 'dag@mail.example' } }
    for (const body of [wish('2026-12-10T15:00:00Z', dag), wish('2026-12-10T17:00:00Z')]) {
      const answer = await book(body, key)
      expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_key_reused'])
      expect(JSON.stringify(answer.body)).not.toContain('/b/')
    }
    expect((await book(wish('2026-12-10T17:00:00Z'), null)).body.code).toBe('idempotency_key_missing')
    expect((await book(wish('2026-12-10T17:00:00Z'), 'short')).body.code).toBe('invalid_request')
  })

  test.each([
    ['/v1/public/pages/nobody', 404],
    ['/v1/public/pages/Hir%00ing', 404],
    [`${PAGE}/slots?event_type=nothing&from=2026-12-04T00:00:00Z&to=2026-12-05T00:00:00Z`, 404],
    [`${PAGE}/slots?event_type=panel&from=2026-12-04T00:00:00Z&to=2026-12-04T00:00:00Z`, 422],
    [`${PAGE}/slots?event_type=panel&from=2026-12-04T00:00:00Z&to=2027-12-04T00:00:00Z`, 422],
    [`${PAGE}/slots?event_type=panel&from=2026-12-04T00:00:00Z&to=2026-12-05T00:00:00Z&zone=Mars`, 422],
    [`${PAGE}/slots?event_type=panel&from=2026-12-04T00:00:00Z&to=2026-12-05T00:00:00Z&hosts=1`, 422],
    [`${PAGE}/slots?event_type=panel`, 422],
  ])('gets a problem for %s', async (path, status) => {
    const answer = await call('GET', path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    // Seen to fail with the words for people with a key.
    expect(answer.body.detail).not.toContain('organization')
  })

  test('is stopped when he books all day, and others are not', async () => {
    const tries: number[] = []
    for (let count = 0; count < 31; count += 1) tries.push((await book({})).status)
    expect([tries.slice(0, 30).every((status) => status === 422), tries[30]]).toEqual([true, 429])
    const stopped = await book({}, newKey(), { origin: SITE })
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    // The script of the site is told so, too, and not that the network is down.
    expect(stopped.headers.get('access-control-allow-origin')).toBe(SITE)
    source += 1
    expect((await book({})).status).toBe(422)
  })

  test('finds nothing on a page that was switched off', async () => {
    await world.context.db.updateTable('booking_pages').set({ active: false }).execute()
    const answers = [await call('GET', PAGE), await book(wish('2026-12-11T15:00:00Z'))]
    await world.context.db.updateTable('booking_pages').set({ active: true }).execute()
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
  })
})

test('a page with nothing to book is a page all the same', async () => {
  await world.context.db.updateTable('event_types').set({ active: false }).execute()
  const { status, body } = await call('GET', PAGE)
  await world.context.db.updateTable('event_types').set({ active: true }).execute()
  expect([status, body.event_types, body.title]).toEqual([200, [], 'Hiring at Kestrel'])
})

describe('scripts of other sites', () => {
  const cors = (headers: Headers) =>
    [...headers.keys()].filter((name) => name.startsWith('access-control-')).toSorted()

  test('read the answers where the organization lists their site, errors included, and never with cookies', async () => {
    const asked = { origin: SITE, 'access-control-request-method': 'POST' }
    const preflight = await call('OPTIONS', `${PAGE}/bookings`, undefined, asked)
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, SITE])
    expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key')
    for (const answer of [
      await call('GET', PAGE, undefined, { origin: SITE }),
      await call('GET', `${PAGE}/slots`, undefined, { origin: SITE }),
      await book({}, newKey(), { origin: SITE }),
      await book(wish('2026-12-14T15:00:00Z'), null, { origin: SITE }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(SITE)
      expect(answer.headers.get('vary')).toContain('origin')
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
    }
  })

  test.each([STRANGER, 'null', `${SITE}.dag.example`, 'http://kestrel.example', '*', ''])(
    'from "%s" are told nothing by which the browser would let them read',
    async (origin) => {
      for (const [method, path] of [
        ['OPTIONS', `${PAGE}/bookings`],
        ['GET', PAGE],
        ['GET', '/v1/public/pages/nobody'],
        ['POST', `${PAGE}/bookings`],
      ] as const) {
        const { headers } = await call(method, path, method === 'POST' ? {} : undefined, { origin })
        expect([path, cors(headers), headers.get('vary')]).toEqual([path, [], 'origin'])
      }
    },
  )

  test('read nothing else of the API: no other operation names any site', async () => {
    const others = OPERATIONS.filter(({ scope }) => scope !== null)
    expect(others.length).toBeGreaterThan(5)
    for (const { path } of [...others, { path: '/v1/openapi.json' }, { path: '/v1/nothing' }]) {
      for (const method of ['OPTIONS', 'GET', 'POST']) {
        const { headers } = await call(method, path.replaceAll(/[{}]/g, ''), undefined, { origin: SITE })
        expect([path, method, cors(headers)]).toEqual([path, method, []])
      }
    }
  })
})

test('the document says that these need no key, and every other operation does', async () => {
  const { body } = await call('GET', '/v1/openapi.json')
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.values(methods as Record<string, { security: unknown[]; responses: object }>).map((operation) => ({
      path,
      open: operation.security.length === 0,
      unauthorized: '401' in operation.responses,
    })),
  )
  const open = operations.filter((entry) => entry.open)
  expect(open.map(({ path }) => path)).toEqual([PAGE, `${PAGE}/slots`, `${PAGE}/bookings`].map(named))
  expect(operations.every((entry) => entry.open !== entry.unauthorized)).toBe(true)
})

const named = (path: string) => path.replace('hiring', '{page}')
