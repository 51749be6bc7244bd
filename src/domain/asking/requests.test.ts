import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { book } from '#domain/bookings/book.ts'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { addMember } from '#domain/team/members.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { instants, requestsIn, told, valueOf } from './asks.testing.ts'
import { expireAsks } from './expire-asks.ts'
import { listAsks, loadAsks } from './load-asks.ts'
import { suggestTimes } from './suggest-times.ts'

const FIRST = instants('2026-12-03T19:30:00Z', '2026-12-03T15:00:00Z', '2026-12-04T16:00:00Z')

let world: World

beforeAll(async () => {
  world = await makeWorld({
    eventType: { approval: 'request', suggestedTimes: 3 },
    booking: { starts: FIRST, guests: [{ name: 'Gus', email: 'gus@mail.example' }] },
  })
})
afterAll(() => world.close())

const { asksFor, answer, statesOf, threeOn } = requestsIn(() => world)

describe('Cleo suggests three times where the team decides', () => {
  test('nothing is booked: the time she likes best is shown, and nobody\u2019s time is taken', async () => {
    const booking = await world.load(world.cleo)
    const [session] = booking.sessions
    expect(booking.needsApproval).toBe(true)
    expect([session!.state, session!.startsAt.toString()]).toEqual(['requested', '2026-12-03T19:30:00Z'])
    expect(session!.allocations).toEqual([])
    expect(booking.asks).toMatchObject([{ kind: 'booking', action: 'book', state: 'open', reason: null }])
    expect(booking.asks[0]!.wishes[0]!.starts.map(String)).toEqual(FIRST.map(String))
    // Two days are what the team takes to answer.
    expect(booking.asks[0]!.answerBy.since(booking.createdAt).total('hours')).toBe(48)
  })

  test('she and the team are told once each, and her guests are not: there is nothing to come to yet', async () => {
    expect(await told(world, world.cleo)).toEqual({
      booking_requested: [
        'additional_host in_app',
        'additional_host in_app',
        'customer email',
        'primary_host email',
        'primary_host in_app',
      ],
    })
  })

  test('two times are too few, the same one twice is none, and a night is not offered', async () => {
    const wish = (starts: Temporal.Instant[]) =>
      book(world.context, world.scope, {
        pageId: world.pageId,
        eventTypeId: world.eventTypeId,
        starts,
        customer: {
          name: 'Cleo',
          email: 'cleo@mail.example',
          phone: '',
          zone: 'Europe/London',
          locale: 'en-GB',
        },
        guests: [],
        answers: [],
        requestKey: 'too few',
        channel: 'booking_page',
      })
    const [one, two] = threeOn('2026-12-21') as [Temporal.Instant, Temporal.Instant]
    expect(await wish([one, two])).toMatchObject({ refusal: { code: 'wrong_number_of_times', wanted: 3 } })
    expect(await wish([one, two, one])).toMatchObject({ refusal: { code: 'same_time_twice' } })
    const night = one.add({ hours: 14 })
    expect(await wish([one, two, night])).toMatchObject({
      refusal: { code: 'slot_unavailable', start: night.toString(), why: 'outside_hours' },
    })
  })

  test('the same form sent twice is one request', async () => {
    const twice = [await asksFor('2026-12-22'), await asksFor('2026-12-22')]
    expect(twice[0]!.bookingId).toBe(twice[1]!.bookingId)
    expect(twice[1]).toMatchObject({ isRequested: true, isHeld: false })
    expect((await world.load(twice[0]!)).asks).toHaveLength(1)
  })

  test('somebody of the team who books in their own name has decided already', async () => {
    const starts = instants('2026-12-23T14:00:00Z')
    const booked = valueOf(
      await book(world.context, world.alva, {
        pageId: world.pageId,
        eventTypeId: world.eventTypeId,
        starts,
        customer: {
          name: 'Cleo',
          email: 'cleo@mail.example',
          phone: '',
          zone: 'Europe/London',
          locale: 'en-GB',
        },
        guests: [],
        answers: [],
        requestKey: 'Alva books',
        channel: 'staff_page',
      }),
    )
    const booking = await world.load(booked)
    expect([booked.isRequested, booking.sessions[0]!.state, booking.asks.length]).toEqual([
      false,
      'scheduled',
      0,
    ])
    // Times that Cleo wants later are the team's to decide on all the same.
    expect(booking.needsApproval).toBe(true)
  })
})

describe('Alva answers', () => {
  // Seen to fail when the answer was mailed beside the booking that it makes.
  test('she approves the second time: it is booked for everybody, who are told once each', async () => {
    const request = await asksFor('2026-12-08')
    const start = threeOn('2026-12-08')[1]!
    const { revision } = valueOf(await answer(request, { start, reason: 'Looking forward to it' }))
    const booking = await world.load(request)
    const [session] = booking.sessions
    expect([session!.state, session!.startsAt.toString(), booking.revision]).toEqual([
      'scheduled',
      start.toString(),
      revision,
    ])
    expect(session!.allocations.map(({ kind }) => kind)).toEqual(['session', 'session', 'session'])
    expect(await told(world, request, 1)).toEqual({
      ask_answered: ['additional_host in_app', 'additional_host in_app', 'primary_host in_app'],
      booking_scheduled: [
        'additional_host in_app',
        'additional_host in_app',
        'customer email',
        'primary_host email',
        'primary_host in_app',
      ],
    })
    expect(await loadAsks(world.context.reader, world.alva, request.bookingId)).toMatchObject([
      { state: 'done', answer: 'approved', answeredByName: 'Alva', answerReason: 'Looking forward to it' },
    ])
  })

  // Seen to fail when any time could be approved.
  test('of several times she has to say which, and it is one that Cleo suggested', async () => {
    const request = await asksFor('2026-12-09')
    expect(await answer(request, {})).toMatchObject({ refusal: { code: 'start_needed' } })
    const other = threeOn('2026-12-09')[2]!.add({ hours: 1 })
    expect(await answer(request, { start: other })).toMatchObject({ refusal: { code: 'not_suggested' } })
    expect(await answer(request, { answer: 'free' })).toMatchObject({ refusal: { code: 'wrong_answer' } })
  })

  test('what was answered is answered: approving again changes nothing', async () => {
    const request = await asksFor('2026-12-10')
    const [start] = threeOn('2026-12-10')
    const askId = (await world.load(request)).asks[0]!.id
    valueOf(await answer(request, { askId, start: start! }))
    expect(await answer(request, { askId, start: start! })).toEqual({
      ok: false,
      refusal: { code: 'not_open', state: 'done' },
    })
    expect((await world.load(request)).revision).toBe(2)
  })

  test('a time that somebody else has meanwhile is refused, with what is free near it; another one can be approved', async () => {
    const request = await asksFor('2026-12-11')
    const rival = await asksFor('2026-12-11', 'dag@mail.example')
    const [first, second] = threeOn('2026-12-11') as [Temporal.Instant, Temporal.Instant]
    valueOf(await answer(rival, { start: first }))
    const refused = await answer(request, { start: first })
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'slot_taken' } })
    expect((refused as { refusal: { nearest: string[] } }).refusal.nearest[0]).toBe('2026-12-11T14:30:00Z')
    expect((await world.load(request)).sessions[0]!.state).toBe('requested')
    valueOf(await answer(request, { start: second }))
  })

  // Seen to fail when nobody asked who may change the booking.
  test('Dag, who hosts nothing of it, may not answer, and does not see it in his queue', async () => {
    const dag = await somebodyElse()
    expect(await answer(world.cleo, { answer: 'no' }, dag)).toMatchObject({
      refusal: { code: 'not_permitted' },
    })
    expect(await listAsks(world.context.reader, dag)).toEqual([])
    const queue = await listAsks(world.context.reader, world.bo)
    expect(queue.map(({ bookingId }) => bookingId)).toContain(world.cleo.bookingId)
    const due = queue.map(({ answerBy }) => answerBy.epochMilliseconds)
    expect(due).toEqual(due.toSorted((one, other) => one - other))
  })

  test('she declines: the request is over, and Cleo is told by one mail', async () => {
    const request = await asksFor('2026-12-14')
    valueOf(await answer(request, { answer: 'no', reason: 'We are full' }))
    const booking = await world.load(request)
    expect([booking.sessions[0]!.state, booking.asks]).toEqual(['canceled', []])
    expect(await told(world, request, 1)).toEqual({
      ask_answered: [
        'additional_host in_app',
        'additional_host in_app',
        'customer email',
        'primary_host in_app',
      ],
    })
  })

  test('she asks for other times, Cleo suggests them, and one of those is approved', async () => {
    const request = await asksFor('2026-12-15')
    valueOf(await answer(request, { answer: 'new_times' }))
    expect((await world.load(request)).sessions[0]!.state).toBe('requested')
    expect(await statesOf(request)).toEqual(['declined'])
    const starts = threeOn('2026-12-16')
    valueOf(await suggestTimes(world.context, request.scope, { starts, channel: 'mail_link' }))
    expect((await world.load(request)).sessions[0]!.startsAt.toString()).toBe(starts[0]!.toString())
    expect(await statesOf(request)).toEqual(['open', 'declined'])
    valueOf(await answer(request, { start: starts[2]! }))
    expect((await world.load(request)).sessions[0]).toMatchObject({ state: 'scheduled' })
    // The team asked for other times once, and got them: nothing ends later.
    await world.pass({ hours: 1 })
    expect(await expireAsks(world.context)).toBe(0)
  })
})

async function somebodyElse(): Promise<MemberScope> {
  const added = valueOf(
    await addMember(world.context, world.scope, {
      name: 'Dag',
      email: 'dag@kestrel.example',
      title: '',
      zone: 'America/New_York',
      roleKey: 'host',
      password: null,
    }),
  )
  return (await scopeOfMember(world.context.reader, world.orgId, added.memberId))!
}
