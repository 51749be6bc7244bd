import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeNeighbour } from '../../../test/api-fuzz/populated.ts'
import { FIRST_START, makeWorld, PANEL, type World } from '../../../test/world.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { addTimeOff } from '#domain/team/hours.ts'
import { showId } from '#platform/public-ids.ts'

let world: World
let program: Program
let panel: string
let session: string
beforeAll(async () => {
  // Customers may move until a day before; the clock stands on Tuesday 1 December 2026.
  world = await makeWorld()
  program = await programOf(world)
  panel = showId('eventType', world.eventTypeId)
  session = showId('session', (await world.load(world.cleo)).sessions[0]!.id)
})
afterAll(() => world.close())

const ask = (query: string, by = program) => by.call('GET', `/v1/slots?${query}`)
const starts = (body: { slots: { start: string }[] }) => body.slots.map((slot) => slot.start)
const DAY = 'from=2026-12-03T00:00:00Z&to=2026-12-04T00:00:00Z'

describe('free times to book', () => {
  test('are what the page offers, with their end and the local time of any zone', async () => {
    const { body, status } = await ask(`event_type=${panel}&${DAY}`)
    expect(status).toBe(200)
    expect(body.zone).toBe('America/New_York')
    // Half hours from nine to half past five, without Cleo's at half past two.
    expect(body.slots).toHaveLength(17)
    expect(starts(body)).not.toContain(FIRST_START.toString())
    expect(body.slots[0]).toEqual({
      start: '2026-12-03T14:00:00Z',
      end: '2026-12-03T14:30:00Z',
      local_start: '2026-12-03T09:00:00-05:00',
      local_end: '2026-12-03T09:30:00-05:00',
    })
    const inDelhi = await ask(`event_type=${panel}&${DAY}&zone=Asia/Kolkata`)
    expect(inDelhi.body.slots[0].local_start).toBe('2026-12-03T19:30:00+05:30')
  })

  test('begin now and reach two weeks ahead unless the program says otherwise', async () => {
    const { body } = await ask(`event_type=${panel}`)
    const now = await world.now()
    const from = Temporal.Instant.from(body.from)
    expect(Math.abs(from.epochMilliseconds - now.epochMilliseconds)).toBeLessThan(5_000)
    expect(from.until(Temporal.Instant.from(body.to)).total('hours')).toBe(14 * 24)
  })

  test('can be narrowed to people who would all sit in it', async () => {
    const anybody = [world.bo, world.cy].map((member) => member.actor.memberId)
    const saved = await saveEventType(world.context, world.scope, null, {
      ...PANEL,
      slug: 'pair',
      name: 'Pair',
      seats: [
        { role: 'primary', label: '', candidates: [world.alva.actor.memberId] },
        { role: 'additional', label: '', candidates: anybody },
      ],
    })
    if (!saved.ok) throw new Error(saved.refusal.code)
    const pair = showId('eventType', saved.value.eventTypeId)
    const [bo, cy] = anybody.map((id) => showId('member', id))
    const away = { from: '2026-12-03T14:00:00Z', to: '2026-12-03T17:00:00Z' }
    const off = await addTimeOff(world.context, world.scope, world.bo.actor.memberId, {
      from: Temporal.Instant.from(away.from),
      to: Temporal.Instant.from(away.to),
      label: 'Away',
    })
    expect(off.ok).toBe(true)
    const all = starts((await ask(`event_type=${pair}&${DAY}`)).body)
    const withBo = starts((await ask(`event_type=${pair}&${DAY}&hosts=${bo}`)).body)
    expect(all.length - withBo.length).toBe(6)
    expect(withBo).toEqual(all.filter((start) => start >= away.to))
    expect(starts((await ask(`event_type=${pair}&${DAY}&hosts=${cy}`)).body)).toEqual(all)
    expect(starts((await ask(`event_type=${pair}&${DAY}&hosts=${bo},${cy}`)).body)).toEqual([])
  })
})

describe('free times to move a session to', () => {
  // Seen to fail when the present start was among them.
  test('are all but its own, for the customer as the page shows them', async () => {
    const toBook = starts((await ask(`event_type=${panel}&${DAY}`)).body)
    const toMove = starts((await ask(`session=${session}&${DAY}`)).body)
    expect(toMove).toEqual(toBook)
    expect(toMove).not.toContain(FIRST_START.toString())
  })

  // Seen to fail when every minute of the night was listed.
  test('are any free time on the steps for a team member, and a quote for one of them is allowed', async () => {
    const { body } = await ask(`session=${session}&${DAY}&actor=team_member`)
    expect(starts(body)).toContain('2026-12-03T03:30:00Z')
    expect(body.slots.length).toBeLessThanOrEqual(48)
    const booking = showId('booking', world.cleo.bookingId)
    const quoted = await program.call('POST', `/v1/bookings/${booking}/quotes`, {
      body: { reschedule: [{ session, start: '2026-12-03T03:30:00Z' }], actor: 'team_member' },
    })
    expect(quoted.body.allowed).toBe(true)
  })

  test('are none of a session that is over or canceled: its state is told', async () => {
    const booked = await world.bookAgain()
    const { id } = (await world.load(booked)).sessions[0]!
    await world.changeByStaff(world.alva, booked, { cancel: [id] })
    const { status, body } = await ask(`session=${showId('session', id)}`)
    expect([status, body.code, body.state]).toEqual([409, 'state_refused', 'canceled'])
  })
})

describe('what cannot be answered', () => {
  test('is told at the parameter that is wrong', async () => {
    const of = `event_type=${panel}`
    const wrong: [string, string][] = [
      ['', 'query:event_type'],
      [`${of}&session=${session}`, 'query:event_type'],
      [`session=${session}&hosts=${showId('member', world.bo.actor.memberId)}`, 'query:hosts'],
      [`${of}&from=2026-12-03T00:00:00Z&to=2026-12-03T00:00:00Z`, 'query:to'],
      [`${of}&from=2026-12-03T00:00:00Z&to=2027-02-04T00:00:00Z`, 'query:to'],
      [`${of}&from=0001-01-01T00:00:00Z`, 'query:from'],
      [`${of}&from=tomorrow`, 'query:from'],
      [`${of}&zone=London`, 'query:zone'],
      [`${of}&hosts=bo`, 'query:hosts'],
      [`${of}&who=bo`, 'query:who'],
    ]
    for (const [query, field] of wrong) {
      const { status, body } = await ask(query)
      expect([query, status, body.errors?.[0]?.field]).toEqual([query, 422, field])
    }
    expect((await ask(`${of}&from=2026-12-03T00:00:00Z&to=2027-02-03T00:00:00Z`)).status).toBe(200)
  })

  // Seen to fail when hosts were not looked up.
  test('is not found when another organization has it', async () => {
    const heron = await makeNeighbour(world.context)
    const dag = showId('member', heron.alva.actor.memberId)
    const bo = showId('member', world.bo.actor.memberId)
    const asked: [string, string][] = [
      [`event_type=${showId('eventType', heron.eventTypeId)}`, 'query:event_type'],
      [`event_type=${panel}&hosts=${bo},${dag}`, 'query:hosts'],
      [`event_type=${panel}&hosts=${showId('resource', world.bo.actor.memberId)}`, 'query:hosts'],
      [`session=${showId('session', world.cleo.bookingId)}`, 'query:session'],
    ]
    for (const [query, field] of asked) {
      const { status, body } = await ask(query)
      expect([query, status, body.field]).toEqual([query, 404, field])
    }
  })

  test('is not offered once the event type is switched off', async () => {
    const off = { ...PANEL, slug: 'gone', active: false, hostRule: 'one' as const }
    const seats = [{ role: 'primary' as const, label: '', candidates: [world.bo.actor.memberId] }]
    const saved = await saveEventType(world.context, world.scope, null, { ...off, seats })
    if (!saved.ok) throw new Error(saved.refusal.code)
    const { status, body } = await ask(`event_type=${showId('eventType', saved.value.eventTypeId)}`)
    expect([status, body.code]).toEqual([409, 'not_offered'])
  })
})
