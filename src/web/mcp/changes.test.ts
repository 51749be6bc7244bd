import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programOf } from '../../../test/api-client.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { showId } from '#platform/public-ids.ts'
import { serveMcp, type McpProgram, type McpServer } from './mcp.testing.ts'

/*
 * A booking is changed in two steps, and never in one. Seen to fail when commit_quote opened a quote without looking
 * at its seal, when a quote of one booking was taken for another, when the actor of cancel_booking was team_member
 * unless said otherwise, and when reading wrote.
 */
let world: World
let server: McpServer
let program: McpProgram
beforeAll(async () => {
  world = await makeWorld()
  server = await serveMcp(world)
  program = await server.connect((await programOf(world)).key)
})
afterAll(async () => {
  await program.close()
  await server.close()
  expect(server.errors).toEqual([])
  await world.close()
})

async function ofCleo(booked: CleosBooking) {
  const { id, sessions, revision } = await world.load(booked)
  return { booking: showId('booking', id), session: showId('session', sessions[0]!.id), revision }
}

describe('two steps', () => {
  test('cancelling asks first and changes nothing; the quote does it, and once', async () => {
    const cleo = await world.bookAgain()
    const { booking, session, revision } = await ofCleo(cleo)
    const asked = await program.call('cancel_booking', { booking, zone: 'Europe/London' })
    expect(asked.value).toMatchObject({ allowed: true, sessions: [{ session, action: 'cancel' }] })
    expect(asked.text).toContain('Nothing has changed yet')
    expect(asked.text).toContain('London')
    expect(asked.text).toContain(asked.value.quote)
    expect((await world.load(cleo)).revision).toBe(revision)
    const commit = { booking, quote: asked.value.quote, reason: 'I am ill\u0000' }
    const first = await program.call('commit_quote', commit)
    expect(first.value).toMatchObject({ revision: revision + 1, booking: { status: 'canceled' } })
    const again = await program.call('commit_quote', commit)
    expect(again.value).toEqual(first.value)
    expect((await world.load(cleo)).revision).toBe(revision + 1)
  })

  test('moving finds a time, asks, and is confirmed', async () => {
    const cleo = await world.bookAgain()
    const { booking, session } = await ofCleo(cleo)
    const found = await program.call('find_slots', { session, from: '2026-12-10T00:00:00Z' })
    const { start } = found.value.slots[3]
    expect(found.text).toContain(start)
    const asked = await program.call('reschedule_booking', { booking, start })
    expect(asked.value.sessions).toMatchObject([{ session, action: 'reschedule', start, allowed: true }])
    const done = await program.call('commit_quote', { booking, quote: asked.value.quote })
    expect(done.value.booking.sessions[0]).toMatchObject({ start, status: 'rescheduled' })
  })

  test('a time that went to somebody else meanwhile is refused with the nearest ones', async () => {
    const cleo = await world.bookAgain()
    const { booking, revision } = await ofCleo(cleo)
    const start = '2026-12-15T15:00:00Z'
    const asked = await program.call('reschedule_booking', { booking, start })
    await world.bookAgain({ starts: [Temporal.Instant.from(start)] })
    const { isError, value, text } = await program.call('commit_quote', { booking, quote: asked.value.quote })
    expect(isError).toBe(true)
    expect(value).toMatchObject({ code: 'slot_taken', status: 409, booking: { id: booking, revision } })
    expect(value.nearest.length).toBeGreaterThan(0)
    expect(text).toContain(value.nearest[0])
    const taken = await program.call('reschedule_booking', { booking, start })
    expect(taken.value).toMatchObject({ allowed: false, quote: null, refusal: { code: 'slot_taken' } })
  })

  test.each([
    [
      'with a letter changed',
      (quote: string) => quote.replace(/[a-z]/, (letter) => (letter === 'e' ? 'f' : 'e')),
    ],
    ['with another seal', (quote: string) => `${quote.split('.')[0]}.${'A'.repeat(43)}`],
    ['that says more money', (quote: string) => reseal(quote, { refundMinor: '999999' })],
    ['that names another actor', (quote: string) => reseal(quote, { actor: { kind: 'member', id: null } })],
    ['made of thin air', () => 'kept'],
  ])('a quote %s is not one of ours', async (_name, forge) => {
    const cleo = await world.bookAgain()
    const { booking, revision } = await ofCleo(cleo)
    const { value } = await program.call('cancel_booking', { booking })
    const answer = await program.call('commit_quote', { booking, quote: forge(value.quote) })
    expect([answer.isError, answer.value.code, answer.value.field]).toEqual([
      true,
      'quote_unreadable',
      '/quote',
    ])
    expect((await world.load(cleo)).revision).toBe(revision)
  })

  test('a quote for one booking changes no other', async () => {
    const [one, other] = [await world.bookAgain(), await world.bookAgain()]
    const { value } = await program.call('quote_change', {
      booking: (await ofCleo(one)).booking,
      cancel: [(await ofCleo(one)).session],
      actor: 'team_member',
    })
    const { booking, revision } = await ofCleo(other)
    const answer = await program.call('commit_quote', { booking, quote: value.quote })
    expect(answer.value.code).toBe('quote_unreadable')
    expect((await world.load(other)).revision).toBe(revision)
  })

  test('a booking that changed meanwhile is refused with how it stands now', async () => {
    const cleo = await world.bookAgain()
    const { booking, session } = await ofCleo(cleo)
    const { value } = await program.call('cancel_booking', { booking })
    await program.call('keep_booking', { booking })
    const answer = await program.call('commit_quote', { booking, quote: value.quote })
    expect(answer.value).toMatchObject({
      code: 'changed_meanwhile',
      booking: { sessions: [{ id: session }] },
    })
  })
})

function reseal(quote: string, change: Record<string, unknown>): string {
  const [body, seal] = quote.split('.')
  const said = JSON.parse(Buffer.from(body!, 'base64url').toString()) as Record<string, unknown>
  return `${Buffer.from(JSON.stringify({ ...said, ...change })).toString('base64url')}.${seal}`
}

describe('the policy', () => {
  test('binds whoever acts for the customer, and the team overrides it in so many words', async () => {
    const { booking, session, revision } = await ofCleo(world.cleo)
    // Cleo's interview is on Thursday at half past seven; a day before, the policy closes.
    await world.pass({ hours: 40 })
    const blocked = await program.call('cancel_booking', { booking })
    expect(blocked.isError).toBe(false)
    expect(blocked.value).toMatchObject({
      allowed: false,
      quote: null,
      refusal: { code: 'too_late', closed_at: '2026-12-02T19:30:00Z' },
      sessions: [{ session, allowed: false, refusal: { code: 'too_late' } }],
    })
    expect(blocked.text).toContain('too_late')
    expect((await world.load(world.cleo)).revision).toBe(revision)
    const asked = await program.call('cancel_booking', { booking, actor: 'team_member' })
    expect(asked.value).toMatchObject({ allowed: true, sessions: [{ session, overridden: true }] })
    expect(asked.text).toContain('override')
    const done = await program.call('commit_quote', {
      booking,
      quote: asked.value.quote,
      tell_customer: false,
    })
    expect(done.value.booking.status).toBe('canceled')
    const fact = await world.context.reader
      .selectFrom('facts')
      .where('booking_id', '=', world.cleo.bookingId)
      .where('kind', '=', 'booking.canceled')
      .select(['actor_kind', 'channel', 'api_key_id'])
      .executeTakeFirstOrThrow()
    expect(fact).toMatchObject({ actor_kind: 'member', channel: 'api', api_key_id: expect.any(String) })
  })

  test('the customer confirms, and once', async () => {
    const cleo = await world.bookAgain()
    const { booking, revision } = await ofCleo(cleo)
    const kept = await program.call('keep_booking', { booking })
    expect(kept.value).toMatchObject({
      revision: revision + 1,
      sessions: [{ confirmed_at: expect.any(String) }],
    })
    expect((await program.call('keep_booking', { booking })).value).toEqual(kept.value)
  })

  test('a no-show is marked once the session has started, not before', async () => {
    const cleo = await world.bookAgain({ starts: [Temporal.Instant.from('2026-12-03T14:00:00Z')] })
    const { booking, session } = await ofCleo(cleo)
    const early = await program.call('mark_no_show', { booking, session })
    expect(early.value).toMatchObject({ code: 'state_refused', why: 'too_early' })
    await world.pass({ hours: 12 })
    const marked = await program.call('mark_no_show', { booking, session })
    expect(marked.value.status).toBe('no_show')
  })
})

test('looking writes nothing but that the key was used', async () => {
  const { booking, session } = await ofCleo(await world.bookAgain())
  const before = await rows()
  for (const [tool, input] of [
    ['list_event_types', {}],
    ['find_slots', { session }],
    ['list_bookings', {}],
    ['get_booking', { booking }],
    ['quote_change', { booking, cancel: [session], actor: 'customer' }],
    ['cancel_booking', { booking }],
    ['reschedule_booking', { booking, start: '2026-12-16T15:00:00Z' }],
  ] as const)
    expect((await program.call(tool, input)).isError, tool).toBe(false)
  expect(await rows()).toEqual(before)
})

/** How many rows each table has, but for the one that counts requests. */
async function rows() {
  const tables = ['bookings', 'sessions', 'facts', 'deliveries', 'quotes', 'idempotent_requests'] as const
  const { reader } = world.context
  return Promise.all(
    tables.map(async (table) => (await reader.selectFrom(table).select(['org_id']).execute()).length),
  )
}

test('mistakes name the member and what it takes', async () => {
  const { booking, session } = await ofCleo(await world.bookAgain())
  for (const [tool, input, field] of [
    ['get_booking', { booking: 'bk_1' }, '/booking'],
    ['get_booking', { booking, more: 1 }, '/more'],
    ['get_booking', {}, '/booking'],
    ['get_booking', { booking, zone: 'Mars/Olympus' }, '/zone'],
    ['quote_change', { booking, cancel: [session] }, '/actor'],
    [
      'quote_change',
      { booking, actor: 'customer', reschedule: [{ session, start: 'soon' }] },
      '/reschedule/0/start',
    ],
    ['commit_quote', { booking }, '/quote'],
  ] as const) {
    const { isError, value } = await program.call(tool, input)
    expect([tool, isError, value.code]).toEqual([tool, true, 'invalid_request'])
    expect(value.errors.map((error: { field: string }) => error.field)).toContain(field)
  }
  expect((await program.call('quote_change', { booking, actor: 'customer' })).value.code).toBe(
    'nothing_chosen',
  )
  const unknown = session.replaceAll(/\d/g, '0')
  const answer = await program.call('cancel_booking', { booking, sessions: [unknown] })
  expect(answer.value).toMatchObject({ code: 'not_found', field: '/sessions/0' })
  const moved = await program.call('reschedule_booking', {
    booking,
    session: unknown,
    start: '2026-12-16T15:00:00Z',
  })
  expect(moved.value).toMatchObject({ code: 'not_found', field: '/session' })
})
