import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'

let world: World
let program: Program

beforeAll(async () => {
  world = await makeWorld({
    undoMinutes: 10,
    eventType: { approval: 'request', suggestedTimes: 2 },
    rules: { reschedule: { allowed: { kind: 'never' } } },
    booking: { starts: times('2026-12-03T15:00:00Z', '2026-12-03T16:00:00Z') },
  })
  program = await programOf(world)
})
afterAll(() => world.close())

function times(...texts: string[]): Temporal.Instant[] {
  return texts.map((text) => Temporal.Instant.from(text))
}

const addressOf = ({ bookingId }: { bookingId: string }) => `/v1/bookings/${showId('booking', bookingId)}`

let days = 6

/** Cleo asks for two times of another day in December. */
async function requested(): Promise<CleosBooking> {
  days += days % 7 === 4 ? 3 : 1
  const day = `2026-12-${String(days).padStart(2, '0')}`
  return world.bookAgain({ starts: times(`${day}T15:00:00Z`, `${day}T17:00:00Z`), requestKey: day })
}

const askOf = async (booking: CleosBooking): Promise<string> =>
  (await program.call('GET', `${addressOf(booking)}/asks`)).body.data[0].id

async function approved(): Promise<CleosBooking> {
  const booking = await requested()
  const address = `${addressOf(booking)}/asks/${await askOf(booking)}/answers`
  const [start] = (await world.load(booking)).asks[0]!.wishes[0]!.starts
  const answer = await program.call('POST', address, { body: { answer: 'approved', start: String(start) } })
  expect(answer.status).toBe(201)
  return booking
}

describe('a request, from a program', () => {
  test('booking where the team decides answers with a request, and the queue has its ask', async () => {
    const booked = await program.call('POST', '/v1/bookings', {
      body: {
        event_type: showId('eventType', world.eventTypeId),
        starts: ['2026-12-29T15:00:00Z', '2026-12-29T16:00:00Z'],
        customer: { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' },
      },
    })
    expect(booked.body).toMatchObject({
      status: 'requested',
      needs_approval: true,
      pay: null,
      held_until: null,
    })
    const queue = await program.call('GET', '/v1/asks')
    expect(queue.body.data.at(-1)).toMatchObject({
      booking: booked.body.id,
      kind: 'booking',
      state: 'open',
      wishes: [{ starts: ['2026-12-29T15:00:00Z', '2026-12-29T16:00:00Z'] }],
      answered_by: null,
    })
    const one = await program.call('GET', '/v1/asks?limit=1')
    const rest = await program.call('GET', `/v1/asks?cursor=${one.body.next_cursor}`)
    expect([...one.body.data, ...rest.body.data]).toEqual(queue.body.data)
    const mine = await program.call('GET', `/v1/asks?booking=${booked.body.id}&state=all`)
    expect(mine.body.data).toHaveLength(1)
  })

  test('is approved, once however often the same answer is sent', async () => {
    const booking = await requested()
    const address = `${addressOf(booking)}/asks/${await askOf(booking)}/answers`
    const body = { answer: 'approved', start: String((await world.load(booking)).sessions[0]!.startsAt) }
    const first = await program.call('POST', address, { body, key: 'approve' })
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      ask: { state: 'done', answer: 'approved', answered_by: { name: 'Alva' } },
      booking: { status: 'scheduled' },
    })
    expect(first.headers.get('etag')).toMatch(/^"2/)
    expect((await program.call('POST', address, { body, key: 'approve' })).body).toEqual(first.body)
    expect((await program.call('POST', address, { body })).body).toMatchObject({
      code: 'state_refused',
      why: 'not_open',
      state: 'done',
    })
  })

  test('is not taken back as a question is, but canceled', async () => {
    const booking = await requested()
    const address = `${addressOf(booking)}/asks/${await askOf(booking)}/withdrawals`
    const refused = await program.call('POST', address)
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'state_refused', why: 'wrong_kind', kind: 'booking' },
    ])
  })

  test('gets other times as the customer suggests them; what cannot be says where', async () => {
    const booking = await requested()
    const address = `${addressOf(booking)}/suggestions`
    const starts = ['2027-01-05T15:00:00Z', '2027-01-05T16:00:00Z']
    const given = await program.call('POST', address, { body: { starts, reason: 'Rather in January' } })
    expect(given.body).toMatchObject({ ask: { state: 'open', reason: 'Rather in January' } })
    expect(given.body.booking.sessions[0].start).toBe(starts[0])
    const few = await program.call('POST', address, { body: { starts: starts.slice(1) } })
    expect([few.status, few.body]).toMatchObject([422, { code: 'wrong_number_of_times', wanted: 2 }])
    const night = await program.call('POST', address, {
      body: { starts: [starts[0], '2027-01-06T03:00:00Z'] },
    })
    expect(night.body).toMatchObject({ code: 'slot_unavailable', field: '/starts', why: 'outside_hours' })
  })

  test('is answered as a request is; what the answer lacks is named', async () => {
    const booking = await requested()
    const address = `${addressOf(booking)}/asks/${await askOf(booking)}/answers`
    const answer = async (body: unknown) => {
      const { status, body: problem } = await program.call('POST', address, { body })
      return [status, problem.code, problem.field]
    }
    expect(await answer({ answer: 'free' })).toEqual([422, 'invalid_request', '/answer'])
    expect(await answer({ answer: 'approved' })).toEqual([422, 'invalid_request', '/start'])
    const start = '2027-01-07T15:00:00Z'
    expect(await answer({ answer: 'approved', start })).toEqual([422, 'invalid_request', '/start'])
    expect((await program.call('POST', address, { body: { answer: 'no' } })).body.booking.status).toBe(
      'canceled',
    )
  })
})

describe('an exception, from a program', () => {
  test('is asked in the name of the customer, allowed by the team, and used by quote and commit', async () => {
    const booking = await approved()
    const { id, startsAt } = (await world.load(booking)).sessions[0]!
    const session = showId('session', id)
    const start = startsAt.add({ hours: 1 }).toString()
    const body = { kind: 'exception', action: 'reschedule', sessions: [session], reason: 'My train is late' }
    const asked = await program.call('POST', `${addressOf(booking)}/asks`, {
      body: { ...body, wishes: [{ session, starts: [start] }] },
    })
    expect(asked.body.ask).toMatchObject({ kind: 'exception', state: 'open', reason: 'My train is late' })
    const other = await program.call('POST', `${addressOf(booking)}/asks`, {
      body: { ...body, reason: 'Please' },
    })
    expect([other.status, other.body]).toMatchObject([409, { code: 'ask_open', ask: asked.body.ask.id }])
    const answers = `${addressOf(booking)}/asks/${asked.body.ask.id}/answers`
    const granted = await program.call('POST', answers, { body: { answer: 'free' } })
    expect(granted.body.ask).toMatchObject({ state: 'granted', answer: 'free', fee: { amount: 0 } })
    const move = { actor: 'customer', reschedule: [{ session, start }] }
    const quote = await program.call('POST', `${addressOf(booking)}/quotes`, { body: move })
    expect(quote.body).toMatchObject({ allowed: true, needs_approval: false })
    const changed = await program.call('POST', `${addressOf(booking)}/changes`, {
      body: { quote: quote.body.quote },
    })
    expect(changed.status).toBe(201)
    const facts = await program.call('GET', `/v1/facts?booking=${showId('booking', booking.bookingId)}`)
    const answered = facts.body.data.find(({ kind }: { kind: string }) => kind === 'ask.answered')
    expect(answered.payload).toMatchObject({
      ask: asked.body.ask.id,
      answer: 'free',
      fee: { amount: 0, currency: 'USD' },
    })
  })

  test('is withdrawn, and again is the same; nothing of another booking is found', async () => {
    const booking = await approved()
    const session = showId('session', (await world.load(booking)).sessions[0]!.id)
    const asks = `${addressOf(booking)}/asks`
    const body = { kind: 'exception', action: 'reschedule', sessions: [session], reason: 'My train is late' }
    const asked = await program.call('POST', asks, { body })
    const withdraw = () => program.call('POST', `${asks}/${asked.body.ask.id}/withdrawals`)
    expect((await withdraw()).body.ask.state).toBe('withdrawn')
    expect((await withdraw()).body.ask.state).toBe('withdrawn')
    const foreign = showId('session', (await world.load(world.cleo)).sessions[0]!.id)
    const elsewhere = await program.call('POST', asks, { body: { ...body, sessions: [foreign] } })
    expect([elsewhere.status, elsewhere.body.field]).toEqual([404, '/sessions/0'])
    const wishes = [{ session: foreign, starts: ['2027-01-06T15:00:00Z'] }]
    const wished = await program.call('POST', asks, { body: { ...body, wishes } })
    expect([wished.status, wished.body.field]).toEqual([404, '/wishes/0/session'])
    const unknown = await program.call('POST', `${asks}/${await askOf(world.cleo)}/withdrawals`)
    expect([unknown.status, unknown.body.field]).toEqual([404, 'path:ask'])
  })
})

describe('taking back, from a program', () => {
  test('a cancellation is undone within its time, and not twice', async () => {
    const booking = await approved()
    await world.pass({ minutes: 1 })
    const session = showId('session', (await world.load(booking)).sessions[0]!.id)
    const quote = await program.call('POST', `${addressOf(booking)}/quotes`, {
      body: { actor: 'customer', cancel: [session] },
    })
    const receipt = await program.call('POST', `${addressOf(booking)}/changes`, {
      body: { quote: quote.body.quote },
    })
    expect(receipt.body.undo_until).toMatch(/Z$/)
    const undo = () =>
      program.call('POST', `${addressOf(booking)}/undo`, { body: { quote_id: receipt.body.quote_id } })
    expect((await undo()).body).toMatchObject({ status: 'scheduled' })
    const again = await undo()
    expect([again.status, again.body]).toMatchObject([409, { code: 'state_refused', why: 'nothing_to_undo' }])
  })

  test('a team member asks for another time: the session waits, and its customer is told unless told not to', async () => {
    const booking = await approved()
    const session = showId('session', (await world.load(booking)).sessions[0]!.id)
    const address = `${addressOf(booking)}/new-time-requests`
    const asked = await program.call('POST', address, { body: { sessions: [session], reason: 'Flooded' } })
    expect(asked.body.sessions[0]).toMatchObject({
      status: 'canceled',
      new_time_asked_at: expect.any(String),
    })
    const again = await program.call('POST', address, { body: { sessions: [session] } })
    expect(again.body).toMatchObject({ code: 'state_refused', state: 'canceled' })
  })

  test('who canceled is the team\u2019s to say, and no customer\u2019s', async () => {
    const booking = await approved()
    const session = showId('session', (await world.load(booking)).sessions[0]!.id)
    const quoteBy = async (actor: string) =>
      (await program.call('POST', `${addressOf(booking)}/quotes`, { body: { actor, cancel: [session] } }))
        .body.quote
    const changes = `${addressOf(booking)}/changes`
    const choices = { initiative: 'host', asks_to_rebook: true }
    const refused = await program.call('POST', changes, {
      body: { quote: await quoteBy('customer'), choices },
    })
    expect(refused.body).toMatchObject({ code: 'invalid_request', field: '/choices/initiative' })
    const done = await program.call('POST', changes, {
      body: { quote: await quoteBy('team_member'), choices },
    })
    expect(done.status).toBe(201)
    const facts = await program.call('GET', `/v1/facts?booking=${showId('booking', booking.bookingId)}`)
    expect(facts.body.data[0].payload).toMatchObject({ initiative: 'host', asks_to_rebook: true })
  })
})
