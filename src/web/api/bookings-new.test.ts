import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, PANEL, type World } from '../../../test/world.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { showId } from '#platform/public-ids.ts'

let world: World
let program: Program
let panel: string
beforeAll(async () => {
  world = await makeWorld()
  program = await programOf(world)
  panel = showId('eventType', world.eventTypeId)
})
afterAll(() => world.close())

const CLEO = { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' }
const wish = (eventType: string, starts: string[], rest: object = {}) => ({
  event_type: eventType,
  starts,
  customer: CLEO,
  ...rest,
})
const book = (body: object, key?: string) =>
  program.call('POST', '/v1/bookings', { body, ...(key === undefined ? {} : { key }) })

async function freeStarts(eventType = panel): Promise<string[]> {
  const { body } = await program.call('GET', `/v1/slots?event_type=${eventType}`)
  return body.slots.map((slot: { start: string }) => slot.start)
}

/** Another event type on the page of the world. */
async function offer(slug: string, rest: Partial<EventTypeInput>): Promise<string> {
  const seats: EventTypeInput['seats'] = [
    { role: 'primary', label: '', candidates: [world.bo.actor.memberId] },
  ]
  const input = { ...PANEL, slug, name: slug, hostRule: 'one' as const, seats, ...rest }
  const saved = await saveEventType(world.context, world.scope, null, input)
  if (!saved.ok) throw new Error(saved.refusal.code)
  await world.context.db
    .insertInto('booking_page_event_types')
    .values({
      org_id: world.orgId,
      page_id: world.pageId,
      event_type_id: saved.value.eventTypeId,
      position: 9,
    })
    .execute()
  return showId('eventType', saved.value.eventTypeId)
}

const bookings = async () =>
  Number(
    (
      await world.context.reader
        .selectFrom('bookings')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

describe('a program books', () => {
  test('a panel at a free time, with guests, and everybody sits in it', async () => {
    const [start] = await freeStarts()
    const guests = [{ email: 'dan@mail.example' }, { name: 'Eve', email: 'eve@mail.example' }]
    const made = await book(wish(panel, [start!], { guests }))
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      status: 'scheduled',
      channel: 'api',
      customer: { ...CLEO, phone: '', locale: 'en-US' },
      guests: expect.arrayContaining([expect.objectContaining({ name: 'Eve', email: 'eve@mail.example' })]),
      sessions: [{ start, hosts: [{ name: 'Alva' }, { name: 'Bo' }, { name: 'Cy' }] }],
    })
    expect(made.headers.get('location')).toBe(`/v1/bookings/${made.body.id}`)
    expect(made.headers.get('etag')).toBe('"1"')
    const { manage_url, pay, ...booking } = made.body
    expect([pay, booking.held_until, booking.money.balance.amount]).toEqual([null, null, 0])
    expect((await program.call('GET', `/v1/bookings/${made.body.id}`)).body).toEqual(booking)
    expect((await world.visit(new URL(manage_url).pathname)).status).toBe(200)
    expect(await freeStarts()).not.toContain(start)
  })

  test('a package of three, or nothing of it', async () => {
    const course = await offer('course', { sessionCount: 3 })
    const [first, second, third] = await freeStarts(course)
    const made = await book(wish(course, [third!, first!, second!]))
    expect(made.status).toBe(201)
    expect(made.body.sessions.map((session: { start: string }) => session.start)).toEqual([
      first,
      second,
      third,
    ])
    const [free] = await freeStarts(course)
    const [next] = (await freeStarts(course)).slice(-1)
    const before = await bookings()
    const taken = await book(wish(course, [free!, next!, first!]))
    expect([taken.status, taken.body.code, taken.body.field]).toEqual([409, 'slot_taken', '/starts/2'])
    const few = await book(wish(course, [free!]))
    expect([few.status, few.body.code, few.body.wanted, few.body.field]).toEqual([
      422,
      'wrong_number_of_times',
      3,
      '/starts',
    ])
    const same = await book(wish(course, [free!, free!, next!]))
    expect([same.status, same.body.code]).toEqual([422, 'same_time_twice'])
    expect(await bookings()).toBe(before)
  })

  // Seen to fail when every member could book in their own name.
  test('for the customer, or in the name of the member; facts tell which', async () => {
    const [one, two] = await freeStarts()
    const forCleo = await book(wish(panel, [one!]))
    const byAlva = await book(wish(panel, [two!], { actor: 'team_member' }))
    const actorOf = async (booking: string) =>
      (await program.call('GET', `/v1/facts?booking=${booking}`)).body.data[0]
    expect(await actorOf(forCleo.body.id)).toMatchObject({
      actor: { type: 'customer', id: forCleo.body.customer.id, name: 'Cleo' },
      api_key: { name: 'A program' },
      channel: 'api',
    })
    expect(await actorOf(byAlva.body.id)).toMatchObject({
      actor: { type: 'team_member', id: showId('member', world.alva.actor.memberId), name: 'Alva' },
    })
    // Cy sits in the panel, and neither in this course nor on its page.
    const alone = await offer('alone', {})
    const ofCy = await programOf(world, { member: world.cy })
    const [free] = await freeStarts(alone)
    const refused = await ofCy.call('POST', '/v1/bookings', {
      body: wish(alone, [free!], { actor: 'team_member' }),
    })
    expect([refused.status, refused.body.code]).toEqual([403, 'not_permitted'])
    const allowed = await ofCy.call('POST', '/v1/bookings', { body: wish(alone, [free!]) })
    expect(allowed.status).toBe(201)
    const ofBo = await programOf(world, { member: world.bo })
    const [next] = await freeStarts(alone)
    const own = await ofBo.call('POST', '/v1/bookings', {
      body: wish(alone, [next!], { actor: 'team_member' }),
    })
    expect(own.status).toBe(201)
  })

  test('on the one page that offers it, and has to name the page where there are several', async () => {
    const page = await savePage(world.context, world.scope, null, {
      slug: 'second',
      title: 'A second page',
      intro: '',
      ownerMemberId: world.alva.actor.memberId,
      policyId: null,
      eventTypeIds: [world.eventTypeId],
      stakeholderIds: [],
      active: true,
    })
    if (!page.ok) throw new Error(page.refusal.code)
    const second = showId('page', page.value.pageId)
    const [start] = await freeStarts()
    const which = await book(wish(panel, [start!]))
    expect([which.status, which.body.errors[0].field]).toEqual([422, '/booking_page'])
    expect(which.body.booking_pages.map((entry: { id: string }) => entry.id).toSorted()).toEqual(
      [second, showId('page', world.pageId)].toSorted(),
    )
    const made = await book(wish(panel, [start!], { booking_page: second }))
    expect([made.status, made.body.booking_page.id]).toEqual([201, second])
    await world.context.db
      .updateTable('booking_pages')
      .set({ active: false })
      .where('id', '=', page.value.pageId)
      .execute()
    const [free] = await freeStarts()
    const off = await book(wish(panel, [free!], { booking_page: second }))
    expect([off.status, off.body.code]).toEqual([409, 'not_offered'])
    expect((await book(wish(panel, [free!]))).body.booking_page.id).toBe(showId('page', world.pageId))
  })
})

describe('by the rules of the booking form', () => {
  // Seen to fail when answers that nobody asks for were dropped, and when answers were not checked at all.
  test('every mistake is named where it stands, and nothing is booked', async () => {
    const call = await offer('call', {
      locationKind: 'phone',
      questions: [
        { key: 'role', label: 'Your role', kind: 'line', required: true },
        { key: 'more', label: 'More', kind: 'text', required: false },
      ],
    })
    const [start] = await freeStarts(call)
    const fields = async (rest: object) => {
      const { status, body } = await book({ ...wish(call, [start!]), ...rest })
      expect(status).toBe(422)
      return body.errors.map((error: { field: string }) => error.field).toSorted()
    }
    const before = await bookings()
    const answers = { role: 'Designer' }
    const customer = { ...CLEO, phone: '+44 20 7946 0000' }
    expect(await fields({})).toEqual(['/answers/role', '/customer/phone'])
    expect(await fields({ customer, answers: { role: ' ', shoe: '43' } })).toEqual([
      '/answers/role',
      '/answers/shoe',
    ])
    expect(await fields({ customer: { ...customer, email: 'cleo' }, answers })).toEqual(['/customer/email'])
    expect(await fields({ customer: { ...customer, name: '\n' }, answers })).toEqual(['/customer/name'])
    expect(await fields({ customer: { ...customer, zone: 'London' }, answers })).toEqual(['/customer/zone'])
    expect(await fields({ customer, answers, guests: [{ email: 'a@b.example' }, { email: 'x' }] })).toEqual([
      '/guests/1/email',
    ])
    const many = Array.from({ length: 11 }, (_, n) => ({ email: `guest${n}@mail.example` }))
    expect(await fields({ customer, answers, guests: many })).toEqual(['/guests'])
    expect(await fields({ customer, answers: { role: 'x'.repeat(501) } })).toEqual(['/answers/role'])
    expect(await fields({ customer, answers, price: 0 })).toEqual(['/price'])
    expect(await bookings()).toBe(before)
    const made = await book({ ...wish(call, [start!]), customer, answers })
    expect(made.body).toMatchObject({
      customer: { phone: '+44 20 7946 0000' },
      answers: [{ key: 'role', label: 'Your role', answer: 'Designer' }],
    })
  })

  test('times that are not offered say why, and which are near', async () => {
    const [start] = await freeStarts()
    const offGrid = Temporal.Instant.from(start!).add({ minutes: 7, seconds: 1 }).toString()
    const refused = await book(wish(panel, [offGrid]))
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'slot_unavailable', why: 'off_grid', field: '/starts/0' },
    })
    expect(refused.body.nearest).toContain(start)
    for (const far of ['2001-01-01T00:00:00Z', '2199-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
      expect([far, (await book(wish(panel, [far]))).body.code]).toEqual([far, 'slot_unavailable'])
  })
})

describe('once', () => {
  // Seen to fail when the request key was made of the API key alone: everybody was given the first booking.
  test('sixteen programs want one slot: one gets it, the others are told the nearest', async () => {
    const [start] = await freeStarts()
    const before = await bookings()
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        book(wish(panel, [start!], { customer: { ...CLEO, email: `cleo${n}@mail.example` } })),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const others = answers.filter(({ status }) => status !== 201)
    expect(others.map(({ status, body }) => [status, body.code, body.field])).toEqual(
      Array.from({ length: 15 }, () => [409, 'slot_taken', '/starts/0']),
    )
    expect(others.every(({ body }) => body.nearest.length > 0 && !body.nearest.includes(start))).toBe(true)
    expect(await bookings()).toBe(before + 1)
  })

  test('the same request sixteen times at once is one booking', async () => {
    const [start] = await freeStarts()
    const before = await bookings()
    const body = wish(panel, [start!])
    const answers = await Promise.all(Array.from({ length: 16 }, () => book(body, 'the same wish')))
    const made = answers.filter(({ status }) => status === 201)
    expect(made.length).toBeGreaterThan(0)
    expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1)
    const waiting = answers.filter(({ status }) => status !== 201)
    expect(waiting.every((answer) => answer.body.code === 'request_in_progress')).toBe(true)
    expect(await bookings()).toBe(before + 1)
    const again = await book(body, 'the same wish')
    expect([again.status, again.body]).toEqual([201, made[0]!.body])
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.headers.get('location')).toBe(`/v1/bookings/${again.body.id}`)
    const other = await book(wish(panel, [start!], { actor: 'team_member' }), 'the same wish')
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
    expect((await program.call('POST', '/v1/bookings', { body, key: null })).body.code).toBe(
      'idempotency_key_missing',
    )
  })

  /*
   * The process dies after the booking and before its answer is kept. Seen to fail when every attempt had a request
   * key of its own: the second one was told that its own booking was in the way.
   */
  test('a request whose answer was lost in a crash finds its booking again', async () => {
    const [start] = await freeStarts()
    const body = wish(panel, [start!])
    const first = await book(body, 'a crash')
    expect(first.status).toBe(201)
    await world.context.db.deleteFrom('idempotent_requests').where('key', '=', 'a crash').execute()
    const again = await book(body, 'a crash')
    expect(again.headers.get('idempotent-replayed')).toBeNull()
    expect([again.status, again.body]).toEqual([201, first.body])
  })
})
