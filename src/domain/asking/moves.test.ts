import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { makeWorld, PANEL, type CleosBooking, type World } from '../../../test/world.ts'
import { answerAsk } from './answer-ask.ts'
import type { GivenAnswer } from './answer.ts'
import { askToMove } from './ask-to-move.ts'
import { instants, told, valueOf } from './asks.testing.ts'
import { expireAsks } from './expire-asks.ts'
import { loadAsks } from './load-asks.ts'
import { withdrawAsk } from './withdraw-ask.ts'

let world: World
const { quote, ask } = quotingIn(() => world)

beforeAll(async () => {
  world = await makeWorld({
    eventType: { approval: 'request', suggestedTimes: 1, requestsHold: true },
    rules: { reschedule: { reason: 'required' } },
  })
  await answer(world.cleo, {})
})
afterAll(() => world.close())

async function answer(booking: CleosBooking, given: Partial<GivenAnswer>) {
  const askId = given.askId ?? (await world.load(booking)).asks[0]!.id
  const { bookingId } = booking
  return answerAsk(world.context, world.alva, {
    bookingId,
    answer: 'approved',
    channel: 'staff_page',
    ...given,
    askId,
  })
}

/** An approved booking of Cleo's on this day at nine in New York. */
async function approved(day: string): Promise<CleosBooking> {
  const booking = await world.bookAgain({ starts: instants(`${day}T14:00:00Z`), requestKey: day })
  valueOf(await answer(booking, {}))
  return booking
}

/** She asks to come at another time. */
async function asksToMove(booking: CleosBooking, start: string, reason = 'The train is late') {
  const [session] = (await world.load(booking)).sessions
  const wanted = { session: session!.id, start: Temporal.Instant.from(start) }
  const offer = await quote(booking.scope, booking, { reschedule: [wanted] })
  return { offer, outcome: await askToMove(world.context, booking.scope, offer, { reason }) }
}

const standing = async (booking: CleosBooking) => {
  const [session] = (await world.load(booking)).sessions
  const { startsAt, sequence, rescheduleCount, uid } = session!
  return { at: startsAt.toString(), sequence, rescheduleCount, uid }
}

describe('Cleo asks for another time where the team decides', () => {
  // Seen to fail when the new time was not kept.
  test('her quote cannot be committed; asked for, it leaves the old time hers and keeps the new one', async () => {
    const booking = await approved('2026-12-07')
    const before = await standing(booking)
    const { offer, outcome } = await asksToMove(booking, '2026-12-07T17:00:00Z')
    expect(await commitChange(world.context, booking.scope, offer, { reason: 'Now' })).toMatchObject({
      ok: false,
    })
    valueOf(outcome)
    expect(await standing(booking)).toEqual(before)
    const kinds = (await world.load(booking)).sessions[0]!.allocations.map(({ kind }) => kind).toSorted()
    expect(kinds).toEqual(['request', 'request', 'request', 'session', 'session', 'session'])
    // Nobody else gets either of the two times.
    const other = world.bookAgain({ starts: instants('2026-12-07T17:00:00Z'), requestKey: 'Dag' })
    await expect(other).rejects.toThrow('slot_taken')
    expect(await told(world, booking, 2)).toEqual({
      ask_made: [
        'additional_host in_app',
        'additional_host in_app',
        'customer email',
        'primary_host email',
        'primary_host in_app',
      ],
    })
  })

  test('the quote committed without asking is refused: the team decides', async () => {
    const booking = await approved('2026-12-08')
    const [session] = (await world.load(booking)).sessions
    const wanted = { session: session!.id, start: Temporal.Instant.from('2026-12-08T17:00:00Z') }
    const offer = await quote(booking.scope, booking, { reschedule: [wanted] })
    expect(offer.needsApproval).toBe(true)
    expect(await commitChange(world.context, booking.scope, offer, { reason: 'Now' })).toEqual({
      ok: false,
      refusal: { code: 'approval_required' },
    })
    // What the page asks for, the asking asks for.
    expect(await askToMove(world.context, booking.scope, offer, {})).toEqual({
      ok: false,
      refusal: { code: 'reason_required' },
    })
  })

  test('Alva approves: it moves at once, under the same UID, and the move alone is mailed', async () => {
    const booking = await approved('2026-12-09')
    const before = await standing(booking)
    const { outcome } = await asksToMove(booking, '2026-12-09T14:30:00Z')
    const { revision } = valueOf(outcome)
    valueOf(await answer(booking, {}))
    expect(await standing(booking)).toEqual({
      ...before,
      at: '2026-12-09T14:30:00Z',
      sequence: before.sequence + 1,
      rescheduleCount: 1,
    })
    const { allocations } = (await world.load(booking)).sessions[0]!
    expect(allocations.map(({ kind }) => kind)).toEqual(['session', 'session', 'session'])
    const mails = await told(world, booking, revision)
    expect(Object.keys(mails).toSorted()).toEqual(['ask_answered', 'booking_rescheduled'])
    expect(mails['ask_answered']!.some((line) => line.endsWith('email'))).toBe(false)
    expect(mails['booking_rescheduled']!.filter((line) => line.endsWith('email'))).toEqual([
      'customer email',
      'primary_host email',
    ])
    expect(await loadAsks(world.context.reader, booking.scope, booking.bookingId)).toMatchObject([
      { kind: 'move', state: 'done', answer: 'approved' },
      { kind: 'booking', state: 'done' },
    ])
  })

  // Seen to fail when what was kept for a question outlived it.
  test('Alva declines: nothing moved, and the time that was kept is free again', async () => {
    const booking = await approved('2026-12-10')
    const before = await standing(booking)
    valueOf((await asksToMove(booking, '2026-12-10T17:00:00Z')).outcome)
    valueOf(await answer(booking, { answer: 'no', reason: 'We are out then' }))
    expect(await standing(booking)).toEqual(before)
    expect((await world.load(booking)).sessions[0]!.allocations).toHaveLength(3)
  })

  test('the same question twice is one; another one replaces it, with what was kept for it', async () => {
    const booking = await approved('2026-12-11')
    const first = await asksToMove(booking, '2026-12-11T17:00:00Z')
    expect(await askToMove(world.context, booking.scope, first.offer, { reason: 'Again' })).toEqual(
      first.outcome,
    )
    const second = valueOf((await asksToMove(booking, '2026-12-11T18:00:00Z')).outcome)
    const { asks, sessions } = await world.load(booking)
    expect(asks.map(({ id, state }) => [id, state])).toEqual([[second.ask, 'open']])
    expect(sessions[0]!.allocations).toHaveLength(6)
    const others = await world.bookAgain({ starts: instants('2026-12-11T17:00:00Z'), requestKey: 'Dag' })
    expect((await world.load(others)).sessions[0]!.state).toBe('requested')
  })

  test('she takes it back, and the team sees that nothing is asked', async () => {
    const booking = await approved('2026-12-14')
    const { outcome } = await asksToMove(booking, '2026-12-14T17:00:00Z')
    const { ask: askId, revision } = valueOf(outcome)
    valueOf(await withdrawAsk(world.context, booking.scope, askId, 'mail_link'))
    expect((await world.load(booking)).sessions[0]!.allocations).toHaveLength(3)
    expect(await told(world, booking, revision)).toEqual({
      ask_withdrawn: ['additional_host in_app', 'additional_host in_app', 'primary_host in_app'],
    })
    expect(await withdrawAsk(world.context, booking.scope, askId, 'mail_link')).toMatchObject({
      refusal: { code: 'not_open', state: 'withdrawn' },
    })
  })

  test('a member moves the booking meanwhile: the question is off the table, and what was kept is free', async () => {
    const booking = await approved('2026-12-15')
    const { outcome } = await asksToMove(booking, '2026-12-15T17:00:00Z')
    const { ask: askId } = valueOf(outcome)
    const [session] = (await world.load(booking)).sessions
    const start = Temporal.Instant.from('2026-12-15T20:00:00Z')
    await world.changeByStaff(world.bo, booking, { reschedule: [{ session: session!.id, start }] })
    expect((await world.load(booking)).asks).toEqual([])
    expect((await world.load(booking)).sessions[0]!.allocations).toHaveLength(3)
    expect(await answer(booking, { askId })).toMatchObject({
      refusal: { code: 'not_open', state: 'withdrawn' },
    })
  })

  test('she cancels while the team thinks: the old time and the kept one are both free', async () => {
    const booking = await approved('2026-12-16')
    valueOf((await asksToMove(booking, '2026-12-16T17:00:00Z')).outcome)
    const [session] = (await world.load(booking)).sessions
    const offer = await quote(booking.scope, booking, { cancel: [session!.id] })
    valueOf(await commitChange(world.context, booking.scope, offer, {}))
    const { asks, sessions } = await world.load(booking)
    expect([asks, sessions[0]!.allocations, sessions[0]!.state]).toEqual([[], [], 'canceled'])
  })

  test('where nothing is kept, the team may find that somebody else has the time', async () => {
    await setHold(false)
    const booking = await approved('2026-12-17')
    valueOf((await asksToMove(booking, '2026-12-17T17:00:00Z')).outcome)
    expect((await world.load(booking)).sessions[0]!.allocations).toHaveLength(3)
    const other = await world.bookAgain({ starts: instants('2026-12-17T17:00:00Z'), requestKey: 'Dag too' })
    valueOf(await answer(other, {}))
    const refused = await answer(booking, {})
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'slot_taken' } })
    const { nearest } = (refused as { refusal: { nearest: string[] } }).refusal
    expect(nearest.length).toBeGreaterThan(0)
    const [session] = (await world.load(booking)).sessions
    const wanted = { session: session!.id, start: Temporal.Instant.from('2026-12-17T17:00:00Z') }
    expect(await ask(booking.scope, booking, { reschedule: [wanted] })).toMatchObject({
      refusal: { code: 'slot_taken' },
    })
    await setHold(true)
  })

  test('nobody answers: the booking stays where it was, and Cleo hears that nobody did', async () => {
    const booking = await approved('2026-12-18')
    const before = await standing(booking)
    const { revision } = valueOf((await asksToMove(booking, '2026-12-18T17:00:00Z')).outcome)
    await world.pass({ hours: 49 })
    await expireAsks(world.context)
    expect(await standing(booking)).toEqual(before)
    expect((await world.load(booking)).sessions[0]!.allocations).toHaveLength(3)
    expect((await told(world, booking, revision)).ask_expired).toContain('customer email')
  })
})

async function setHold(requestsHold: boolean): Promise<void> {
  const seats = [
    { role: 'primary' as const, label: 'Lead', candidates: [world.alva.actor.memberId] },
    { role: 'additional' as const, label: 'Engineering', candidates: [world.bo.actor.memberId] },
    { role: 'additional' as const, label: 'Design', candidates: [world.cy.actor.memberId] },
  ]
  const input = { ...PANEL, seats, approval: 'request' as const, suggestedTimes: 1, requestsHold }
  valueOf(await saveEventType(world.context, world.scope, world.eventTypeId, input))
}
