import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { answerAsk } from './answer-ask.ts'
import type { GivenAnswer } from './answer.ts'
import { askException, type Exception } from './ask-exception.ts'
import { told, valueOf } from './asks.testing.ts'
import { expireAsks } from './expire-asks.ts'
import { loadAsks } from './load-asks.ts'
import { mayAskException } from './may-ask-exception.ts'
import { withdrawAsk } from './withdraw-ask.ts'

let world: MoneyWorld
const { quote, ask } = quotingIn(() => world)

// Changes close a day before; nothing of what was paid goes back for cancellations after two days before.
beforeAll(async () => {
  const until = (hours: number) => ({ kind: 'until' as const, noticeMinutes: hours * 60 })
  const nothing = { fromNoticeMinutes: 0, amount: { kind: 'percent' as const, percent: 0 } }
  world = await moneyWorld({
    rules: {
      cancel: { allowed: until(24), tiers: [nothing] },
      reschedule: { allowed: until(24), limit: 1, tiers: [] },
    },
  })
})
afterAll(() => world.close())

let mondays = 0

/** Cleo's paid hour, which begins in this many hours: each on a Monday of its own. */
async function comingIn(hours: number, sold: 'full' | 'talk' = 'full'): Promise<HeldBooking> {
  const start = Temporal.Instant.from('2026-12-07T10:00:00Z').add({ hours: 168 * mondays })
  mondays += 1
  const booking = await world.buy(sold, { starts: [start] })
  await world.pass({ minutes: Math.ceil((await world.now()).until(start).total('minutes') - hours * 60) })
  return booking
}

const sessionOf = async (booking: HeldBooking) => (await world.load(booking)).sessions[0]!

const asks = async (booking: HeldBooking, given: Partial<Exception> = {}) =>
  askException(world.context, booking.scope, {
    action: 'reschedule',
    sessions: [(await sessionOf(booking)).id],
    wishes: [],
    reason: 'My daughter is ill',
    channel: 'mail_link',
    ...given,
  })

const answer = async (booking: HeldBooking, given: Partial<GivenAnswer>) => {
  const askId = given.askId ?? (await world.load(booking)).asks[0]!.id
  const { bookingId } = booking
  return answerAsk(world.context, world.alva, {
    bookingId,
    answer: 'free',
    channel: 'staff_page',
    ...given,
    askId,
  })
}

describe('what Cleo may ask for', () => {
  // Seen to fail when what cost nothing counted as lost.
  test('what is allowed needs no asking, but a cancellation that gives nothing back does', async () => {
    const booking = await world.load(await comingIn(72))
    expect(mayAskException(booking)).toEqual({ cancel: [booking.sessions[0]!.id], reschedule: [] })
    const free = await world.load(await comingIn(72, 'talk'))
    expect(mayAskException(free)).toEqual({ cancel: [], reschedule: [] })
  })

  test('too late, she may ask for both, until the hour begins or while nobody has answered', async () => {
    const late = await comingIn(20)
    const booking = await world.load(late)
    const ids = [booking.sessions[0]!.id]
    expect(mayAskException(booking)).toEqual({ cancel: ids, reschedule: ids })
    const began = { ...booking, now: booking.sessions[0]!.startsAt }
    expect(mayAskException(began)).toEqual({ cancel: [], reschedule: [] })
    const none = { cancel: [], reschedule: [] }
    for (const state of ['canceled', 'completed', 'requested', 'held', 'no_show'] as const)
      expect(mayAskException({ ...booking, sessions: [{ ...booking.sessions[0]!, state }] })).toEqual(none)
    valueOf(await asks(late))
    expect(mayAskException(await world.load(late))).toEqual(none)
  })

  test('switched off by the business, or moved as often as the policy allows, is heard as well', async () => {
    const booking = await world.load(await comingIn(72))
    const ids = [booking.sessions[0]!.id]
    const off = { ...booking.organization, customersMayCancel: false, customersMayReschedule: false }
    expect(mayAskException({ ...booking, organization: off })).toEqual({ cancel: ids, reschedule: ids })
    const moved = { ...booking, sessions: [{ ...booking.sessions[0]!, rescheduleCount: 1 }] }
    expect(mayAskException(moved).reschedule).toEqual(ids)
  })
})

describe('Cleo asks for what the policy does not allow', () => {
  test('with a reason and two times she would like; she and the host are told, and nothing changed', async () => {
    const booking = await comingIn(20)
    const { id, startsAt } = await sessionOf(booking)
    const starts = [startsAt.add({ hours: 24 }), startsAt.add({ hours: 26 })]
    const made = valueOf(await asks(booking, { wishes: [{ session: id, starts }] }))
    expect(valueOf(await asks(booking, { wishes: [{ session: id, starts }] }))).toEqual(made)
    expect(await asks(booking, { reason: 'Something else' })).toEqual({
      ok: false,
      refusal: { code: 'ask_open', ask: made.ask },
    })
    const [seen] = await loadAsks(world.context.reader, booking.scope, booking.bookingId)
    expect(seen).toMatchObject({ kind: 'exception', state: 'open', reason: 'My daughter is ill' })
    // Two days are more than there is: it is answered before the hour begins.
    expect(seen!.answerBy.equals(startsAt)).toBe(true)
    expect((await sessionOf(booking)).startsAt.equals(startsAt)).toBe(true)
    expect(await told(world, booking, made.revision - 1)).toEqual({
      ask_made: ['customer email', 'primary_host email', 'primary_host in_app'],
    })
  })

  test('what cannot be asked like this says why', async () => {
    const booking = await comingIn(20)
    const { id, startsAt } = await sessionOf(booking)
    const wish = (...starts: Temporal.Instant[]) => [{ session: id, starts }]
    const later = (hours: number) => startsAt.add({ hours })
    const refused: [Partial<Exception>, string][] = [
      [{ reason: '  ' }, 'reason_required'],
      [{ reason: 'x'.repeat(2001) }, 'reason_too_long'],
      [{ sessions: [] }, 'nothing_chosen'],
      [{ sessions: [id, id] }, 'chosen_twice'],
      [{ sessions: [booking.bookingId] }, 'unknown_session'],
      [{ wishes: wish(later(1), later(2), later(3)) }, 'too_many_times'],
      [{ wishes: wish(startsAt) }, 'same_time'],
      [{ wishes: wish(later(2), later(2)) }, 'same_time'],
      [{ wishes: wish(startsAt.subtract({ hours: 30 })) }, 'slot_unavailable'],
      [{ wishes: wish(later(24 * 5000)) }, 'slot_unavailable'],
      [{ wishes: wish(later(2).add({ seconds: 1 })) }, 'slot_unavailable'],
      [{ wishes: [{ session: booking.bookingId, starts: [later(2)] }] }, 'unknown_session'],
      [{ action: 'cancel', wishes: wish(later(2)) }, 'too_many_times'],
    ]
    const codes: string[] = []
    for (const [given] of refused) {
      const outcome = await asks(booking, given)
      codes.push(outcome.ok ? 'asked' : outcome.refusal.code)
    }
    expect(codes).toEqual(refused.map(([, code]) => code))
    const early = await comingIn(72)
    expect(await asks(early)).toMatchObject({ refusal: { code: 'not_askable' } })
  })

  test('allowed free, she moves to any free time by the ordinary pages, once', async () => {
    const booking = await comingIn(20)
    const { id, startsAt } = await sessionOf(booking)
    const { revision } = valueOf(await asks(booking))
    valueOf(await answer(booking, { answer: 'free', reason: 'Get well soon' }))
    expect((await told(world, booking, revision)).ask_answered).toContain('customer email')
    const [granted] = (await world.load(booking)).asks
    expect([granted!.state, granted!.validUntil!.equals(startsAt)]).toEqual(['granted', true])
    const free = await ask(booking.scope, booking, {
      reschedule: [{ session: id, start: startsAt.add({ hours: 169 }) }],
    })
    const offer = valueOf(free)
    expect(offer).toMatchObject({ feeMinor: '0', reschedule: [{ rule: 'agreed' }] })
    valueOf(await commitChange(world.context, booking.scope, offer, {}))
    expect((await world.load(booking)).asks).toEqual([])
    expect(await loadAsks(world.context.reader, booking.scope, booking.bookingId)).toMatchObject([
      { state: 'done', answer: 'free', answerReason: 'Get well soon', answeredByName: 'Alva' },
    ])
  })

  test('allowed for a fee, canceling keeps exactly that, and the books agree', async () => {
    const booking = await comingIn(20)
    const { id } = await sessionOf(booking)
    valueOf(await asks(booking, { action: 'cancel' }))
    for (const feeMinor of [0n, -1n, 4001n])
      expect(await answer(booking, { answer: 'fee', feeMinor })).toMatchObject({
        refusal: { code: 'fee_out_of_range', mostMinor: '4000', currency: 'GBP' },
      })
    valueOf(await answer(booking, { answer: 'fee', feeMinor: 1000n }))
    const offer = await quote(booking.scope, booking, { cancel: [id] })
    expect(offer).toMatchObject({ refundMinor: '3000', keptMinor: '1000', owedMinor: '0' })
    valueOf(await commitChange(world.context, booking.scope, offer, {}))
    expect((await world.load(booking)).asks).toEqual([])
    expect(await world.faults()).toEqual([])
  })

  test('offered two times, she may have those and no other, also outside the hours that are worked', async () => {
    const booking = await comingIn(20)
    const { id, startsAt } = await sessionOf(booking)
    valueOf(await asks(booking))
    expect(await answer(booking, { answer: 'times' })).toMatchObject({ refusal: { code: 'times_needed' } })
    const evening = startsAt.add({ hours: 12 })
    const offered = [{ session: id, starts: [evening, startsAt.add({ hours: 36 })] }]
    valueOf(await answer(booking, { answer: 'times', offered }))
    const to = (start: Temporal.Instant) =>
      ask(booking.scope, booking, { reschedule: [{ session: id, start }] })
    expect(await to(startsAt.add({ hours: 169 }))).toMatchObject({
      refusal: { code: 'slot_unavailable', why: 'not_offered' },
    })
    valueOf(await commitChange(world.context, booking.scope, valueOf(await to(evening)), {}))
    expect((await sessionOf(booking)).startsAt.equals(evening)).toBe(true)
  })

  test('declined, it stays as it was, and she may ask anew; it can be taken back', async () => {
    const booking = await comingIn(20)
    const first = valueOf(await asks(booking))
    valueOf(await answer(booking, { answer: 'no' }))
    const second = valueOf(await asks(booking, { reason: 'Please' }))
    expect(second.ask).not.toBe(first.ask)
    valueOf(await withdrawAsk(world.context, booking.scope, second.ask, 'mail_link'))
    const seen = await loadAsks(world.context.reader, booking.scope, booking.bookingId)
    expect(seen.map(({ state }) => state)).toEqual(['withdrawn', 'declined'])
    expect(await answer(booking, { askId: second.ask })).toMatchObject({
      refusal: { code: 'not_open', state: 'withdrawn' },
    })
  })

  test('an answer that she does not use ends after three days, and she is told; so does a question before the hour', async () => {
    const booking = await comingIn(140)
    valueOf(await asks(booking, { action: 'cancel' }))
    valueOf(await answer(booking, { answer: 'free' }))
    const [start] = booking.starts
    const unheard = await world.buy('full', { starts: [start!.add({ hours: 2 })] })
    valueOf(await asks(unheard, { action: 'cancel' }))
    const { revision } = await world.load(booking)
    await world.pass({ hours: 49 })
    await expireAsks(world.context)
    expect((await world.load(unheard)).asks).toEqual([])
    expect((await world.load(booking)).asks).toMatchObject([{ state: 'granted' }])
    await world.pass({ hours: 24 })
    expect(await expireAsks(world.context)).toBe(1)
    expect((await told(world, booking, revision)).ask_expired).toContain('customer email')
    const money = await quote(booking.scope, booking, { cancel: [(await sessionOf(booking)).id] })
    expect(money.refundMinor).toBe('0')
    expect(await expireAsks(world.context)).toBe(0)
  })
})
