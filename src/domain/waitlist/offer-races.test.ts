import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { book } from '#domain/bookings/book.ts'
import { leaveWaitlist } from './leave-waitlist.ts'
import { loadWaiting } from './load-waiting.ts'
import { offerPlaces } from './offer-places.ts'
import { takeOffer } from './take-offer.ts'
import { fullWorld, THE_START, type FullWorld } from '../../../test/waiting-world.ts'

/*
 * Every use case here has its own connection, so these are the races of two workers, two browsers, and of a worker with
 * a browser. Seen to fail when a time that went meanwhile was a mistake instead of an answer, and when the line was
 * walked from its end.
 */
let world: FullWorld
beforeEach(async () => {
  world = await fullWorld()
})
afterEach(() => world.close())

const nothing = { phone: '', answers: {}, quote: null }
const providers = () => openPaymentProviders({ db: world.context.db, publicUrl: world.config.publicUrl })

async function cancelCleo(): Promise<void> {
  const { sessions } = await world.load(world.cleo)
  await world.changeByStaff(world.alva, world.cleo, { cancel: [sessions[0]!.id] })
}

const bookAs = (name: string) =>
  book(world.context, world.scope, {
    pageId: world.pageId,
    eventTypeId: world.eventTypeId,
    starts: [THE_START],
    customer: { name, email: `${name.toLowerCase()}@mail.example`, phone: '', zone: 'UTC', locale: 'en-GB' },
    guests: [],
    answers: [],
    requestKey: `race ${name}`,
    channel: 'booking_page',
  })

const liveSessions = async () =>
  (
    await world.context.db
      .selectFrom('sessions')
      .where('starts_at', '=', THE_START)
      .where('state', 'in', ['held', 'scheduled'])
      .select('state')
      .execute()
  ).map(({ state }) => state)

const openOffers = () =>
  world.context.db.selectFrom('waitlist_offers').where('state', '=', 'open').select('entry_id').execute()

test('six workers that sweep at once make one offer, to the first in the line', async () => {
  const dag = await world.join('Dag')
  await world.join('Eve')
  await world.join('Fay')
  await cancelCleo()
  const made = await Promise.all(Array.from({ length: 6 }, () => offerPlaces(world.context)))
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(1)
  expect(await world.mails('waitlist_offered')).toEqual(['dag@mail.example'])
  expect((await loadWaiting(world.context.reader, dag))!.standing).toBe('offered')
  expect(await liveSessions()).toEqual(['held'])
})

test('whoever books in the same moment has the time, or the one who waits has it, and never both', async () => {
  await world.join('Dag')
  await cancelCleo()
  const [made, , booked] = await Promise.all([
    offerPlaces(world.context),
    offerPlaces(world.context),
    bookAs('Fay'),
  ])
  expect(await liveSessions()).toHaveLength(1)
  const offers = await openOffers()
  expect(offers.length + (booked.ok ? 1 : 0)).toBe(1)
  expect(await world.mails('waitlist_offered')).toHaveLength(offers.length)
  expect(made).toBeLessThanOrEqual(1)
})

test('whoever leaves while an offer is made is gone, and keeps nobody else from the time', async () => {
  const dag = await world.join('Dag')
  await world.join('Eve')
  await cancelCleo()
  const [left] = await Promise.all([
    leaveWaitlist(world.context, providers(), dag),
    offerPlaces(world.context),
    offerPlaces(world.context),
  ])
  if (!left.ok) expect(await leaveWaitlist(world.context, providers(), dag)).toMatchObject({ ok: true })
  await world.sweep()
  expect((await loadWaiting(world.context.reader, dag))!.standing).toBe('left')
  expect((await world.mails('waitlist_offered')).filter((to) => to === 'eve@mail.example')).toHaveLength(1)
  expect(await openOffers()).toHaveLength(1)
  expect(await liveSessions()).toEqual(['held'])
})

// Seen to fail when the place in the line is read without its lock.
test('whoever has left, and whose leaving is only just being written down, is offered nothing', async () => {
  await world.join('Dag')
  await cancelCleo()
  let sweeping: Promise<number> = Promise.resolve(0)
  await world.context.db.transaction().execute(async (tx) => {
    await tx.updateTable('waitlist_entries').set({ state: 'left' }).execute()
    sweeping = offerPlaces(world.context)
    // The sweep has reached the place and waits for it, or has gone past it already.
    const isWaiting = async () => {
      const { rows } = await sql<{ waits: boolean }>`
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')
          as waits`.execute(world.context.db)
      return rows[0]!.waits
    }
    while (!(await isWaiting()));
  })
  expect(await sweeping).toBe(0)
  expect(await world.mails('waitlist_offered')).toEqual([])
  expect(await openOffers()).toEqual([])
  expect(await liveSessions()).toEqual([])
})

test('taking it four times at once books it once', async () => {
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const taken = await Promise.all(Array.from({ length: 4 }, () => takeOffer(world.context, dag, nothing)))
  expect(taken.every(({ ok }) => ok)).toBe(true)
  expect(await liveSessions()).toEqual(['scheduled'])
  const facts = await world.context.db
    .selectFrom('facts')
    .where('kind', 'in', ['booking.scheduled', 'waitlist.taken'])
    .where('revision', '=', 2)
    .select('kind')
    .execute()
  expect(facts.map(({ kind }) => kind).toSorted()).toEqual(['booking.scheduled', 'waitlist.taken'])
})

test('taking it in the very moment in which it runs out books it, or passes it on, and never both', async () => {
  const dag = await world.join('Dag')
  await world.join('Eve')
  await cancelCleo()
  await world.sweep()
  // A second before, so that either may be first.
  await world.pass({ seconds: 3598 })
  const [taken] = await Promise.all([takeOffer(world.context, dag, nothing), world.sweep(), world.sweep()])
  await world.pass({ seconds: 5 })
  await world.sweep()
  const offers = await openOffers()
  expect(await liveSessions()).toEqual([taken.ok ? 'scheduled' : 'held'])
  expect(offers).toHaveLength(taken.ok ? 0 : 1)
  expect(await world.faults()).toEqual([])
})
