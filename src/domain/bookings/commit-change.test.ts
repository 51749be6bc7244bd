import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { quotingIn } from '../../../test/quoting.ts'
import { FIRST_START, makeWorld, type World } from '../../../test/world.ts'
import { commitChange } from './commit-change.ts'
import { quoteChange } from './quote-change.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld()
})

afterAll(() => world.close())

const { ask, firstSession, quote } = quotingIn(() => world)

const tomorrow = (hours: number) => FIRST_START.add({ hours: 24 + hours })

describe('cancel and move', () => {
  test('Cleo moves her panel: same booking, same session, same calendar UID, next SEQUENCE, old time free again', async () => {
    const booking = await world.bookAgain({ starts: [tomorrow(0)] })
    const before = await firstSession(booking)
    const move = await quote(booking.scope, booking, {
      reschedule: [{ session: before.id, start: tomorrow(1) }],
    })
    expect(await commitChange(world.context, booking.scope, move, {})).toMatchObject({
      ok: true,
      value: { revision: 2 },
    })
    const after = await firstSession(booking)
    expect(after).toMatchObject({
      id: before.id,
      uid: before.uid,
      sequence: 1,
      rescheduleCount: 1,
      state: 'scheduled',
    })
    expect(String(after.startsAt)).toBe(String(tomorrow(1)))
    expect(after.assignments.map((host) => host.ownerId)).toEqual(
      before.assignments.map((host) => host.ownerId),
    )
    await world.bookAgain({ starts: [tomorrow(0)] })
  })

  test('a booking never blocks its own move: half an hour later overlaps its old time', async () => {
    const long = await world.bookAgain({ starts: [tomorrow(-3)] })
    const session = await firstSession(long)
    const overlapping = await ask(world.alva, long, {
      reschedule: [{ session: session.id, start: session.startsAt.add({ minutes: 15 }) }],
    })
    expect(overlapping.ok).toBe(true)
  })

  test('Cleo cannot change what is not hers, whatever she sends', async () => {
    const mine = await world.bookAgain({ starts: [tomorrow(-4)] })
    const others = await world.bookAgain({ starts: [tomorrow(-5)] })
    const session = await firstSession(others)
    expect(await ask(mine.scope, others, { cancel: [session.id] })).toEqual({
      ok: false,
      refusal: { code: 'unknown_booking' },
    })
    expect(await ask(mine.scope, mine, { cancel: [session.id] })).toEqual({
      ok: false,
      refusal: { code: 'unknown_session', session: session.id },
    })
    const theirs = await quote(others.scope, others, { cancel: [session.id] })
    expect(await commitChange(world.context, mine.scope, theirs, {})).toEqual({
      ok: false,
      refusal: { code: 'quote_unreadable' },
    })
    expect((await firstSession(others)).state).toBe('scheduled')
  })

  test('nothing chosen, chosen twice and the same time again are refused by name', async () => {
    const { cleo } = world
    const session = await firstSession(cleo)
    expect(await ask(cleo.scope, cleo, {})).toMatchObject({ refusal: { code: 'nothing_chosen' } })
    const twice = { cancel: [session.id], reschedule: [{ session: session.id, start: tomorrow(2) }] }
    expect(await ask(cleo.scope, cleo, twice)).toMatchObject({ refusal: { code: 'chosen_twice' } })
    const same = { reschedule: [{ session: session.id, start: session.startsAt }] }
    expect(await ask(cleo.scope, cleo, same)).toMatchObject({ refusal: { code: 'same_time' } })
    const oddSecond = { reschedule: [{ session: session.id, start: tomorrow(2).add({ seconds: 1 }) }] }
    expect(await ask(cleo.scope, cleo, oddSecond)).toMatchObject({
      refusal: { code: 'slot_unavailable', why: 'off_grid' },
    })
  })
})

describe('reasons', () => {
  test('a required reason is required, a long one is refused, and an allowed one is kept apart from the fact', async () => {
    const strict = await makeWorld({ rules: { cancel: { reason: 'required' } } })
    const session = (await strict.load(strict.cleo)).sessions[0]!
    const asked = await quoteChange(strict.context.reader, strict.cleo.scope, {
      bookingId: strict.cleo.bookingId,
      cancel: [session.id],
      reschedule: [],
      channel: 'mail_link',
    })
    if (!asked.ok) throw new Error(asked.refusal.code)
    const commit = (reason: string) =>
      commitChange(strict.context, strict.cleo.scope, asked.value, { reason })
    expect(await commit('  ')).toEqual({ ok: false, refusal: { code: 'reason_required' } })
    expect(await commit('x'.repeat(2001))).toEqual({
      ok: false,
      refusal: { code: 'reason_too_long', longest: 2000 },
    })
    expect(await commit('My train is on strike')).toMatchObject({ ok: true })
    const fact = await strict.context.reader
      .selectFrom('facts')
      .where('kind', '=', 'booking.canceled')
      .selectAll()
      .executeTakeFirstOrThrow()
    expect(JSON.stringify(fact)).not.toContain('strike')
    const remark = await strict.context.reader
      .selectFrom('remarks')
      .where('id', '=', fact.remark_id!)
      .selectAll()
      .executeTakeFirstOrThrow()
    expect(remark.body).toBe('My train is on strike')
    await strict.close()
  })
})
