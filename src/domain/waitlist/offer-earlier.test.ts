import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { customerWhoWaits } from '#domain/access/scope.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { loadOffer } from '#domain/event-types/offer.ts'
import type { CleosBooking } from '../../../test/world.ts'
import { joinForEarlier } from './join-waitlist.ts'
import { declineOffer } from './leave-waitlist.ts'
import { loadWaiting } from './load-waiting.ts'
import { takeOffer } from './take-offer.ts'
import { fullWorld, THE_START, type FullWorld } from '../../../test/waiting-world.ts'

const A_WEEK_LATER = THE_START.add({ hours: 7 * 24 })

let world: FullWorld
let later: CleosBooking
beforeEach(async () => {
  world = await fullWorld()
  later = await world.bookAgain({
    starts: [A_WEEK_LATER],
    customer: { name: 'Dag', email: 'dag@mail.example', phone: '', zone: 'Europe/Oslo', locale: 'en-GB' },
  })
})
afterEach(() => world.close())

async function joinEarlier(key = 'earlier'): Promise<string> {
  const offer = (await loadOffer(world.context.db, world.scope, world.pageId, world.eventTypeId))!
  const outcome = await joinForEarlier(world.context, later.scope, offer, key)
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.value.token
}

async function cancelCleo(): Promise<void> {
  const { sessions } = await world.load(world.cleo)
  await world.changeByStaff(world.alva, world.cleo, { cancel: [sessions[0]!.id] })
}

async function quoteFor(start: Temporal.Instant) {
  const { sessions } = await world.load(later)
  const quote = await quoteChange(world.context.db, customerWhoWaits(world.orgId, later.bookingId), {
    bookingId: later.bookingId,
    cancel: [],
    reschedule: [{ session: sessions[0]!.id, start }],
    channel: 'mail_link',
  })
  if (!quote.ok) throw new Error(quote.refusal.code)
  return quote.value
}

const allocations = async () =>
  (
    await world.context.db
      .selectFrom('allocations')
      .where('booking_id', '=', later.bookingId)
      .select('kind')
      .execute()
  ).map(({ kind }) => kind)

const take = async (token: string) =>
  takeOffer(world.context, token, { phone: '', answers: {}, quote: await quoteFor(THE_START) })

test('Dag, who has the week after, is offered the time beside his own, and taking it moves his one booking', async () => {
  const token = await joinEarlier()
  // Asking again is the same place.
  expect(await joinEarlier('another form')).toBe(token)
  expect(await world.mails('waitlist_joined')).toEqual(['dag@mail.example'])
  await cancelCleo()
  expect(await world.sweep()).toBe(1)
  const waiting = (await loadWaiting(world.context.reader, token))!
  expect(waiting.standing).toBe('offered')
  expect(await allocations()).toEqual(expect.arrayContaining(['session', 'hold']))
  // His own time stays his meanwhile, and his revision too, so that open pages of his booking stay good.
  const before = await world.load(later)
  expect([before.revision, before.sessions[0]!.startsAt.equals(A_WEEK_LATER)]).toEqual([1, true])

  expect(await take(token)).toMatchObject({ ok: true, value: { kind: 'moved' } })
  const moved = await world.load(later)
  expect(moved.sessions[0]!.startsAt.equals(THE_START)).toBe(true)
  expect(moved.sessions[0]).toMatchObject({ sequence: 1, uid: before.sessions[0]!.uid, state: 'scheduled' })
  expect(new Set(await allocations())).toEqual(new Set(['session']))
  expect((await world.mails('booking_rescheduled')).filter((to) => to === 'dag@mail.example')).toHaveLength(1)
  expect((await loadWaiting(world.context.reader, token))!.standing).toBe('taken')
  expect(await world.sweep()).toBe(0)
  expect(await world.faults()).toEqual([])
})

test('the line is one: whoever joined first is offered the time, with a booking or without', async () => {
  await world.join('Eve')
  const token = await joinEarlier()
  await cancelCleo()
  await world.sweep()
  expect(await world.mails('waitlist_offered')).toEqual(['eve@mail.example'])
  await world.pass({ minutes: 61 })
  await world.sweep()
  expect(await world.mails('waitlist_offered')).toEqual(['eve@mail.example', 'dag@mail.example'])
  expect((await loadWaiting(world.context.reader, token))!.standing).toBe('offered')
})

test('an earlier time that is not taken goes on, and the booking stays as it was', async () => {
  const token = await joinEarlier()
  const eve = await world.join('Eve')
  await cancelCleo()
  await world.sweep()
  await world.pass({ minutes: 61 })
  expect(await take(token)).toMatchObject({ refusal: { code: 'offer_gone' } })
  await world.sweep()
  expect((await loadWaiting(world.context.reader, eve))!.standing).toBe('offered')
  expect((await loadWaiting(world.context.reader, token))!.standing).toBe('gone')
  expect(new Set(await allocations())).toEqual(new Set(['session']))
  expect((await world.load(later)).revision).toBe(1)
})

test('"No thanks" frees the time at once', async () => {
  const token = await joinEarlier()
  const eve = await world.join('Eve')
  await cancelCleo()
  await world.sweep()
  const providers = openPaymentProviders({ db: world.context.db, publicUrl: world.config.publicUrl })
  expect(await declineOffer(world.context, providers, token)).toMatchObject({ ok: true })
  expect(new Set(await allocations())).toEqual(new Set(['session']))
  await world.sweep()
  expect((await loadWaiting(world.context.reader, eve))!.standing).toBe('offered')
})

// Seen to fail when the hold was not looked for again.
test('a time that a payment let go is held again while it is promised', async () => {
  const token = await joinEarlier()
  await cancelCleo()
  await world.sweep()
  await world.context.db
    .deleteFrom('allocations')
    .where('booking_id', '=', later.bookingId)
    .where('kind', '=', 'hold')
    .execute()
  await world.sweep()
  expect(await allocations()).toEqual(expect.arrayContaining(['hold']))
  expect((await loadWaiting(world.context.reader, token))!.standing).toBe('offered')
})

test('whoever cancels the booking waits no longer, and the time goes to the next', async () => {
  const token = await joinEarlier()
  const eve = await world.join('Eve')
  await cancelCleo()
  await world.sweep()
  const { sessions } = await world.load(later)
  await world.changeByStaff(world.alva, later, { cancel: [sessions[0]!.id] })
  await world.sweep()
  expect((await loadWaiting(world.context.reader, token))!.standing).toBe('ended')
  expect((await loadWaiting(world.context.reader, eve))!.standing).toBe('offered')
})

test('a booking that may not be moved cannot wait for an earlier time', async () => {
  await world.pass({ hours: 24 * 9 - 7 })
  const offer = (await loadOffer(world.context.db, world.scope, world.pageId, world.eventTypeId))!
  expect(await joinForEarlier(world.context, later.scope, offer, 'late')).toMatchObject({
    refusal: { code: 'nothing_to_wait_for' },
  })
})
