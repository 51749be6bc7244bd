import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIRST_START, makeWorld, PANEL, type World } from '../../../test/world.ts'
import { scopeOfLink, systemScope } from '#domain/access/scope.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { changeMember } from '#domain/team/members.ts'
import { addTimeOff, saveHours } from '#domain/team/hours.ts'
import { newId } from '#platform/ids.ts'
import { book } from './book.ts'
import type { BookingRequest } from './booking-request.ts'
import { sendNewLink } from './new-link.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld()
})

afterAll(() => world.close())

const MONDAY = Temporal.Instant.from('2026-12-07T15:00:00Z')
const later = (hours: number, minutes = 0) => MONDAY.add({ hours, minutes })

function ask(eventTypeId: string, start: Temporal.Instant, rest: Partial<BookingRequest> = {}) {
  return book(world.context, world.scope, {
    pageId: world.pageId,
    eventTypeId,
    starts: [start],
    customer: { name: 'Cleo', email: 'cleo@mail.example', phone: '', zone: 'Europe/London', locale: 'en-GB' },
    guests: [],
    answers: [],
    requestKey: newId(),
    channel: 'booking_page',
    ...rest,
  })
}

async function offer(slug: string, rest: Partial<EventTypeInput>, who: string[][]): Promise<string> {
  const seats: EventTypeInput['seats'] = who.map((candidates, index) => ({
    role: index === 0 ? 'primary' : 'additional',
    label: '',
    candidates,
  }))
  const saved = await saveEventType(world.context, world.scope, null, {
    ...PANEL,
    slug,
    hostRule: who.length > 1 ? 'panel' : 'one',
    ...rest,
    seats,
  })
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
  return saved.value.eventTypeId
}

const alva = () => world.alva.actor.memberId
const bo = () => world.bo.actor.memberId
const cy = () => world.cy.actor.memberId
const hostsOf = async (bookingId: string) =>
  (await world.load({ bookingId })).sessions[0]!.assignments.map((host) => host.ownerId)

describe('what can be booked', () => {
  test('buffers of two neighbours add up: after one with ten minutes behind it, one with ten before it starts twenty later', async () => {
    const type = await offer(
      'buffered',
      { stepMinutes: 10, bufferBeforeMinutes: 10, bufferAfterMinutes: 10 },
      [[alva()]],
    )
    expect(await ask(type, later(0))).toMatchObject({ ok: true })
    expect(await ask(type, later(0, 40))).toMatchObject({ refusal: { code: 'slot_taken' } })
    expect(await ask(type, later(0, 50))).toMatchObject({ ok: true })
  })

  test('no more than the daily cap, though the host is free', async () => {
    const type = await offer('capped', { dailyCap: 2 }, [[bo()]])
    expect(await ask(type, later(24))).toMatchObject({ ok: true })
    expect(await ask(type, later(25))).toMatchObject({ ok: true })
    expect(await ask(type, later(26))).toMatchObject({ refusal: { code: 'slot_unavailable', why: 'cap' } })
    expect(await ask(type, later(24 * 8))).toMatchObject({ ok: true })
  })

  test('too soon, too far, off the grid and outside hours are refused with the reason and three times near it', async () => {
    const type = await offer('noticed', { minimumNoticeMinutes: 48 * 60, horizonDays: 20 }, [[cy()]])
    const why = async (start: Temporal.Instant) => {
      const outcome = await ask(type, start)
      return outcome.ok ? 'booked' : 'why' in outcome.refusal ? outcome.refusal.why : outcome.refusal.code
    }
    expect(await why(Temporal.Instant.from('2026-12-02T15:00:00Z'))).toBe('notice')
    expect(await why(Temporal.Instant.from('2026-12-29T15:00:00Z'))).toBe('horizon')
    expect(await why(later(72, 7))).toBe('off_grid')
    expect(await why(later(72).add({ seconds: 30 }))).toBe('off_grid')
    expect(await why(later(72 + 12))).toBe('outside_hours')
    expect(await why(Temporal.Instant.from('2026-11-01T15:00:00Z'))).toBe('past')
    expect(await ask(type, later(72 + 12))).toMatchObject({
      refusal: { nearest: expect.arrayContaining([expect.any(String)]) },
    })
  })

  test('a holiday and a day off close the day', async () => {
    const type = await offer('holiday', {}, [[cy()]])
    await addTimeOff(world.context, world.scope, cy(), { from: later(96), to: later(120), label: 'Lisbon' })
    expect(await ask(type, later(97))).toMatchObject({ refusal: { why: 'taken' } })
    const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1080 }))
    await saveHours(world.context, world.scope, cy(), {
      weekly,
      overrides: [{ date: '2026-12-15', spans: [] }],
    })
    expect(await ask(type, later(24 * 8))).toMatchObject({ refusal: { why: 'outside_hours' } })
  })

  test('a pool fills its seat with whoever has had fewer, and a fixed member is never doubled', async () => {
    const type = await offer('pooled', { hostRule: 'panel' }, [[alva()], [bo(), cy()]])
    const first = await ask(type, later(24 * 9))
    const second = await ask(type, later(24 * 9 + 1))
    if (!first.ok || !second.ok) throw new Error('Both times were free.')
    const [one, two] = [await hostsOf(first.value.bookingId), await hostsOf(second.value.bookingId)]
    expect(one[0]).toBe(alva())
    expect(two[0]).toBe(alva())
    expect(new Set([one[1], two[1]])).toEqual(new Set([bo(), cy()]))
  })

  test('a panel whose member left the team is not offered without them', async () => {
    const type = await offer('without-cy', {}, [[alva()], [cy()]])
    const change = { name: 'Cy', title: '', zone: 'America/New_York', roleKey: 'host', active: false }
    await changeMember(world.context, world.scope, cy(), change)
    expect(await ask(type, later(24 * 10))).toMatchObject({ ok: false })
    await changeMember(world.context, world.scope, cy(), { ...change, active: true })
    expect(await ask(type, later(24 * 10))).toMatchObject({ ok: true })
  })
})

describe('what is not asked for is not given', () => {
  // Seen to fail with the organization left out of the offer's query.
  test('a scope of another organization does not reach this page, though its ids are known', async () => {
    const other = await createOrganization(world.context, {
      name: 'Dag & Co',
      zone: 'UTC',
      locale: 'en-GB',
      currency: 'EUR',
      contactEmail: null,
      contactPhone: null,
      owner: { name: 'Dag', email: 'dag@stranger.example', password: null },
      policy: { name: 'Open', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
    })
    expect(await book(world.context, systemScope(other.orgId), await emptyRequest())).toEqual({
      ok: false,
      refusal: { code: 'not_offered' },
    })
  })

  test('a page that was switched off takes no bookings, and locks nobody out of theirs', async () => {
    const page = {
      slug: 'hiring',
      title: 'Hiring',
      intro: '',
      ownerMemberId: alva(),
      policyId: null,
      eventTypeIds: [world.eventTypeId],
      stakeholderIds: [],
    }
    await savePage(world.context, world.scope, world.pageId, { ...page, active: false })
    expect(await ask(world.eventTypeId, FIRST_START.add({ hours: 24 * 12 }))).toEqual({
      ok: false,
      refusal: { code: 'not_offered' },
    })
    expect((await world.load(world.cleo)).sessions[0]!.state).toBe('scheduled')
    await savePage(world.context, world.scope, world.pageId, { ...page, active: true })
  })

  // Seen to fail when the customer was written before the times were checked.
  test('somebody who was refused is nobody’s customer, and two first bookings at once are one customer', async () => {
    const customers = async (email: string) =>
      (await world.context.reader.selectFrom('customers').where('email', '=', email).select('id').execute())
        .length
    const eve = { name: 'Eve', email: 'eve@mail.example', phone: '', zone: 'UTC', locale: 'en-GB' }
    expect(
      await ask(world.eventTypeId, Temporal.Instant.from('2026-12-12T15:00:00Z'), { customer: eve }),
    ).toMatchObject({ ok: false })
    expect(await customers(eve.email)).toBe(0)
    const types = [await offer('for-bo', {}, [[bo()]]), await offer('for-cy', {}, [[cy()]])]
    const both = await Promise.all(types.map((type) => ask(type, later(24 * 11), { customer: eve })))
    expect(both.map((outcome) => outcome.ok)).toEqual([true, true])
    expect(await customers(eve.email)).toBe(1)
  })

  test('the wrong number of times is refused by number', async () => {
    expect(await ask(world.eventTypeId, MONDAY, { starts: [] })).toEqual({
      ok: false,
      refusal: { code: 'wrong_number_of_times', wanted: 1 },
    })
  })
})

async function emptyRequest(): Promise<BookingRequest> {
  return {
    pageId: world.pageId,
    eventTypeId: world.eventTypeId,
    starts: [MONDAY],
    customer: { name: 'Dag', email: 'dag@mail.example', phone: '', zone: 'UTC', locale: 'en-GB' },
    guests: [],
    answers: [],
    requestKey: newId(),
    channel: 'booking_page',
  }
}

// Seen to fail when the earlier booking was answered with its first link.
test('the same form sent again after a new link went out gives the link that works', async () => {
  const type = await offer('linked', {}, [[alva()]])
  const form = { requestKey: newId() }
  const first = await ask(type, later(73), form)
  if (!first.ok) throw new Error(first.refusal.code)
  await sendNewLink(world.context, world.alva, first.value.bookingId)
  const again = await ask(type, later(73), form)
  if (!again.ok) throw new Error(again.refusal.code)
  expect(again.value.bookingId).toBe(first.value.bookingId)
  expect(await scopeOfLink(world.context.reader, first.value.token)).toBeNull()
  expect(await scopeOfLink(world.context.reader, again.value.token)).not.toBeNull()
})
