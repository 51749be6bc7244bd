import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MoneyWorld } from '../../../test/money-world.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { listFeeDecisions } from './fees.ts'
import { balance, feeWorld, join, lines, passUntil, sessionOf } from './fees.testing.ts'
import { markFailed, revertFailed } from './mark-failed.ts'
import { markNoShow, revertNoShow } from './mark-no-show.ts'

let world: MoneyWorld
/** Bea may change every booking here, and waive nothing. */
let bea: MemberScope

beforeAll(async () => {
  world = await feeWorld()
  bea = await join(world, 'Bea', 'dispatcher')
})
afterAll(() => world.close())

test('a session that could not be done stays sold, wants a reason, and asks about the call-out fee', async () => {
  const booking = await world.buy('venue')
  const { id } = await sessionOf(world, booking)
  const fail = (scope: MemberScope, choices: Parameters<typeof markFailed>[4]) =>
    markFailed(world.context, scope, booking.bookingId, id, choices)
  expect(await fail(world.alva, { reason: '  ' })).toEqual({
    ok: false,
    refusal: { code: 'reason_required' },
  })
  expect(await fail(world.alva, { reason: 'x'.repeat(2001) })).toMatchObject({
    refusal: { code: 'reason_too_long' },
  })
  expect(await fail(world.alva, { reason: 'Nobody opened the door.' })).toEqual({
    ok: false,
    refusal: { code: 'fee_undecided', defaultMinor: '1500', currency: 'GBP' },
  })
  expect((await sessionOf(world, booking)).state).toBe('scheduled')
  expect(await fail(bea, { reason: 'Nobody opened.', fee: { decision: 'skip' } })).toMatchObject({
    refusal: { code: 'fee_not_yours_to_waive' },
  })
  expect(await fail(bea, { reason: 'Nobody opened.', fee: { decision: 'accept' } })).toMatchObject({
    ok: true,
  })
  expect((await sessionOf(world, booking)).state).toBe('failed')
  expect(await lines(world, booking)).toEqual([
    ['session', 4000n, 4000n, 667n],
    ['call_out_fee', 1500n, 1500n, 250n],
  ])
  expect(await balance(world, booking)).toBe(5500n)
  const fact = await world.context.reader
    .selectFrom('facts as f')
    .innerJoin('remarks as r', (on) =>
      on.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .where('f.booking_id', '=', booking.bookingId)
    .select(['f.kind', 'r.body'])
    .execute()
  expect(fact).toEqual([{ kind: 'session.failed', body: 'Nobody opened.' }])
  expect(await world.faults()).toEqual([])
})

// Seen to fail when taking the mark back left the fee on the invoice.
test('it was done after all: the session is completed and the call-out fee is no longer asked for', async () => {
  const booking = await world.buy('venue')
  const { id } = await sessionOf(world, booking)
  await markFailed(world.context, world.alva, booking.bookingId, id, {
    reason: 'No key.',
    fee: { decision: 'accept' },
  })
  expect(await revertFailed(world.context, world.alva, booking.bookingId, id)).toMatchObject({ ok: true })
  expect((await sessionOf(world, booking)).state).toBe('completed')
  expect(await balance(world, booking)).toBe(4000n)
  expect(await lines(world, booking)).toEqual([
    ['session', 4000n, 4000n, 667n],
    ['call_out_fee', 1500n, 0n, 0n],
  ])
  expect(await world.faults()).toEqual([])
})

test('a no-show asks about its own fee, and a question that waits is closed when they did come', async () => {
  const booking = await world.buy('full')
  const { id } = await sessionOf(world, booking)
  const early = await markNoShow(world.context, world.alva, booking.bookingId, id)
  expect(early).toEqual({ ok: false, refusal: { code: 'too_early' } })
  await passUntil(world, booking, -0.2)
  const mark = (fee?: Parameters<typeof markFailed>[4]['fee']) =>
    markNoShow(world.context, world.alva, booking.bookingId, id, undefined, fee ? { fee } : {})
  expect(await mark()).toEqual({
    ok: false,
    refusal: { code: 'fee_undecided', defaultMinor: '900', currency: 'GBP' },
  })
  expect(await mark({ decision: 'ask' })).toMatchObject({ ok: true })
  expect(await balance(world, booking)).toBe(0n)
  await revertNoShow(world.context, world.alva, booking.bookingId, id)
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, { bookingId: booking.bookingId })
  expect(asked).toMatchObject({ kind: 'no_show', decision: 'skipped', decidedBy: 'Alva' })
  expect(await mark({ decision: 'change', minor: 333n })).toMatchObject({ ok: true })
  expect(await balance(world, booking)).toBe(333n)
  expect((await lines(world, booking)).at(-1)).toEqual(['no_show_fee', 333n, 333n, 56n])
  expect(await world.faults()).toEqual([])
})

test('a free talk is a no-show without any question, and a shown price asks like a paid one', async () => {
  const talk = await world.buy('talk')
  await passUntil(world, talk, -0.2)
  const shown = await markNoShow(world.context, world.alva, talk.bookingId, (await sessionOf(world, talk)).id)
  expect(shown).toMatchObject({ refusal: { code: 'fee_undecided' } })
  await world.sell('gift', { paymentMode: 'free', priceMinor: 0n })
  const free = await world.reserve(await typeOf('gift'))
  await passUntil(world, free, -0.2)
  const marked = await markNoShow(
    world.context,
    world.alva,
    free.bookingId,
    (await sessionOf(world, free)).id,
  )
  expect(marked).toMatchObject({ ok: true })
  expect((await world.load(free)).money.invoice).toBeNull()
})

async function typeOf(slug: string): Promise<string> {
  const row = await world.context.reader
    .selectFrom('event_types')
    .where('slug', '=', slug)
    .select('id')
    .executeTakeFirstOrThrow()
  return row.id
}
