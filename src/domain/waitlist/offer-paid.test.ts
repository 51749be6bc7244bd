import { afterEach, beforeEach, expect, test } from 'vitest'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { loadOffer } from '#domain/event-types/offer.ts'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { joinForEarlier } from './join-waitlist.ts'
import { loadWaiting } from './load-waiting.ts'
import { takeOffer } from './take-offer.ts'
import { lineOf, onlyThursday } from '../../../test/waiting-world.ts'

/** The one hour of each Thursday: 2pm in London. */
const HOUR = Temporal.Instant.from('2026-12-03T14:00:00Z')
const WEEK_LATER = HOUR.add({ hours: 7 * 24 })
const DAY = {
  from: Temporal.Instant.from('2026-12-03T00:00:00Z'),
  to: Temporal.Instant.from('2026-12-04T00:00:00Z'),
}

let world: MoneyWorld
let line: ReturnType<typeof lineOf>
let first: HeldBooking
beforeEach(async () => {
  world = await moneyWorld()
  // Cleo's first booking of the world is another time and another event type.
  const { sessions } = await world.load(world.cleo)
  await world.changeByStaff(world.alva, world.cleo, { cancel: [sessions[0]!.id] })
  first = await world.buy('full', { starts: [HOUR] })
  await onlyThursday(world, 14 * 60, 15 * 60)
  line = lineOf(world, world.types.full)
})
afterEach(() => world.close())

const nothing = { phone: '', answers: {}, quote: null }

async function cancelFirst(): Promise<void> {
  const { sessions } = await world.load(first)
  await world.changeByStaff(world.alva, first, { cancel: [sessions[0]!.id] })
}

async function bookingOf(token: string): Promise<{ token: string; scope: CustomerScope; bookingId: string }> {
  const taken = await takeOffer(world.context, token, nothing)
  if (!taken.ok) throw new Error(taken.refusal.code)
  const scope = (await scopeOfLink(world.context.reader, taken.value.token)) as CustomerScope
  return { token: taken.value.token, scope, bookingId: scope.actor.bookingId }
}

test('a priced time is taken by paying for it: one sale, one mail, and the offer is written down as taken', async () => {
  const dag = await line.join('Dag', DAY)
  await cancelFirst()
  await line.sweep()
  expect((await loadWaiting(world.context.reader, dag))!.standing).toBe('offered')
  const booking = await bookingOf(dag)
  expect(await takeOffer(world.context, dag, nothing)).toMatchObject({ ok: true, value: { kind: 'pay' } })
  // Until it is paid nobody is told, and nothing is sold.
  expect((await world.load(booking)).sessions[0]).toMatchObject({ state: 'held', chargedMinor: 0n })
  await world.pay({ ...booking, reference: '' })
  expect((await world.load(booking)).sessions[0]).toMatchObject({ state: 'scheduled', paidMinor: 4000n })
  expect((await loadWaiting(world.context.reader, dag))!.standing).toBe('taken')
  await line.sweep()
  const row = await world.context.db
    .selectFrom('waitlist_entries')
    .where('email', '=', 'dag@mail.example')
    .select('state')
    .executeTakeFirstOrThrow()
  expect(row.state).toBe('taken')
  expect((await line.mails('booking_scheduled')).filter((to) => to === 'dag@mail.example')).toHaveLength(1)
  expect(await world.faults()).toEqual([])
})

test('whoever took it and does not pay loses it to the next in the line, and is not told off', async () => {
  const dag = await line.join('Dag', DAY)
  const eve = await line.join('Eve', DAY)
  await cancelFirst()
  await line.sweep()
  const booking = await bookingOf(dag)
  const started = await startPayment(
    world.context,
    world.payments,
    booking.scope,
    { kind: 'booking' },
    () => 'http://x',
  )
  expect(started.ok).toBe(true)
  await world.pass({ minutes: 61 })
  await line.sweep()
  expect((await loadWaiting(world.context.reader, dag))!.standing).toBe('gone')
  expect((await loadWaiting(world.context.reader, eve))!.standing).toBe('offered')
  expect(await line.mails('payment_failed')).toEqual([])
  expect(await world.faults()).toEqual([])
})

test('whoever paid in the last moment has it, although the sweep comes after the end', async () => {
  const dag = await line.join('Dag', DAY)
  await line.join('Eve', DAY)
  await cancelFirst()
  await line.sweep()
  const booking = await bookingOf(dag)
  const started = await startPayment(
    world.context,
    world.payments,
    booking.scope,
    { kind: 'booking' },
    () => 'http://x',
  )
  if (!started.ok) throw new Error(started.refusal.code)
  await payTestPayment(world.context.db, started.value.payUrl.split('/').at(-1)!)
  await world.pass({ minutes: 61 })
  await line.sweep()
  expect((await world.load(booking)).sessions[0]!.state).toBe('scheduled')
  expect((await loadWaiting(world.context.reader, dag))!.standing).toBe('taken')
  expect(await line.mails('waitlist_offered')).toEqual(['dag@mail.example'])
  expect(await world.faults()).toEqual([])
})

test('paid at the venue, it is taken at once and owed', async () => {
  const venue = lineOf(world, world.types.venue)
  const dag = await venue.join('Dag', DAY)
  await cancelFirst()
  await venue.sweep()
  const taken = await takeOffer(world.context, dag, nothing)
  expect(taken).toMatchObject({ ok: true, value: { kind: 'booked' } })
  const scope = (await scopeOfLink(world.context.reader, taken.ok ? taken.value.token : ''))!
  const booking = await world.load({ bookingId: (scope as CustomerScope).actor.bookingId })
  expect(booking.sessions[0]).toMatchObject({ state: 'scheduled', chargedMinor: 4000n, paidMinor: 0n })
  expect(await world.faults()).toEqual([])
})

test('an earlier time costs what the policy says: the fee is paid on the ordinary page, and that takes the offer', async () => {
  const later = await world.buy('full', { starts: [WEEK_LATER] })
  const offer = (await loadOffer(world.context.db, world.scope, world.pageId, world.types.full))!
  // Near its own start a move costs £5.00; the policy of the world asks that within a day.
  await world.context.db
    .updateTable('policy_versions')
    .set({
      rules: JSON.stringify({
        ...(await world.load(later)).policy.rules,
        reschedule: {
          ...(await world.load(later)).policy.rules.reschedule,
          tiers: [{ fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '500' } }],
        },
      }) as never,
    })
    .execute()
  const joined = await joinForEarlier(world.context, later.scope, offer, 'earlier')
  if (!joined.ok) throw new Error(joined.refusal.code)
  const { token } = joined.value
  await cancelFirst()
  await line.sweep()
  const session = (await world.load(later)).sessions[0]!.id
  const quoted = await quoteChange(world.context.reader, later.scope, {
    bookingId: later.bookingId,
    cancel: [],
    reschedule: [{ session, start: HOUR }],
    channel: 'mail_link',
  })
  if (!quoted.ok) throw new Error(quoted.refusal.code)
  expect(quoted.value.payNowMinor).toBe('500')
  expect(await takeOffer(world.context, token, { ...nothing, quote: quoted.value })).toMatchObject({
    refusal: { code: 'not_moved', refusal: { code: 'payment_required' } },
  })
  const started = await startPayment(
    world.context,
    world.payments,
    later.scope,
    { kind: 'change', quote: quoted.value, choices: {} },
    () => 'http://x',
  )
  if (!started.ok) throw new Error(started.refusal.code)
  await payTestPayment(world.context.db, started.value.payUrl.split('/').at(-1)!)
  await settlePayment(world.context, world.payments, world.orgId, started.value.payment)
  expect((await world.load(later)).sessions[0]!.startsAt.equals(HOUR)).toBe(true)
  expect((await loadWaiting(world.context.reader, token))!.standing).toBe('taken')
  await line.sweep()
  expect((await loadWaiting(world.context.reader, token))!.entry.state).toBe('taken')
  expect(await world.faults()).toEqual([])
})
