import { databaseNow, now as timeOf } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { fromMinute, localDateOf } from '#platform/zones.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { paths } from '#paths.ts'
import { CLOCK_2019, JOHN_2019, MEETINGS_2019, TOWN_2019 } from '../../../db/town-2019.ts'
import { bookSample, buildBusiness, freeStarts, value } from '../../../db/town-build.ts'
import { CUSTOMERS } from '../../../db/town-customers.ts'
import { payAtBank } from '../../../db/town-till.ts'
import type { AppDeps } from '../deps.ts'
import { after, HOUR_SECONDS, manage, place, type DemoPlace, type DemoState } from './places.ts'
import { clinicWorld, reload, type DemoBooking, type DemoWorld } from './worlds.ts'

/** Packages as customers see them, and the two pages of 2019. */
export const PACKAGE_STATES: DemoState[] = [
  { id: 'P6', make: picking },
  { id: 'Px', make: justTaken },
  { id: 'K1', make: async (deps) => manage(await in2019(deps, 'three-short-meetings'), 'reschedule') },
  { id: 'K2', make: async (deps) => place(await pickingNewTimes(await course(deps))) },
  { id: 'K3', make: async (deps) => checking(await course(deps)) },
  { id: 'K3t', make: oneIsTaken },
  { id: 'K4', make: async (deps) => cancelingTwo(await course(deps)) },
  { id: 'K5', make: movedTwo },
  { id: 'M1s', make: async (deps) => manage(await in2019(deps, 'panel-meeting'), 'cancel') },
]

const COURSE = 'back-care-course'

/** The business of 2019 with a clock of its own, and John's booking in it. */
async function in2019(deps: AppDeps, eventType: keyof typeof MEETINGS_2019): Promise<DemoBooking> {
  const { context } = deps
  const { publicUrl } = deps.config
  const now = await databaseNow(context.db)
  const business = await buildBusiness(context, TOWN_2019, {
    clockOffsetSeconds: Math.ceil(now.until(Temporal.Instant.from(CLOCK_2019)).total('seconds')),
    slug: `${TOWN_2019.slug}-${newId().slice(-8)}`,
    password: null,
  })
  const starts = MEETINGS_2019[eventType].map((start) => Temporal.Instant.from(start))
  const booked = await bookSample(context, business, eventType, starts, JOHN_2019, {
    channel: 'booking_page',
  })
  const scope = (await scopeOfLink(context.db, booked!.token)) as CustomerScope
  const till = { context, publicUrl, providers: openPaymentProviders({ db: context.db, publicUrl }) }
  return reload({ deps, till, business, plan: TOWN_2019, booked: booked!, scope })
}

/** A paid course. Two of its sessions are so near that moving each costs a tenth of its share. */
async function course(deps: AppDeps): Promise<DemoBooking> {
  const world = await clinicWorld(deps)
  const [one, two] = await freeInCourse(world)
  const later = (await freeInCourse(world)).at(-40)!
  const booked = await bookSample(deps.context, world.business, COURSE, [one!, two!, later], CUSTOMERS[1]!, {
    channel: 'booking_page',
  })
  const scope = (await scopeOfLink(deps.context.db, booked!.token)) as CustomerScope
  await payAtBank(world.till, { scope, token: booked!.token })
  return reload({ ...world, booked: booked!, scope })
}

async function freeInCourse(world: DemoWorld): Promise<Temporal.Instant[]> {
  const now = await timeOf(world.deps.context.db, world.business.scope.orgId)
  return freeStarts(world.deps.context, world.business, COURSE, now, now.add({ hours: 24 * 21 }))
}

async function picking(deps: AppDeps): Promise<DemoPlace> {
  const world = await clinicWorld(deps)
  const free = await freeInCourse(world)
  const picked = [free[20]!, free[24]!]
  const day = localDateOf(picked[0]!, world.plan.zone).toString()
  return place(`${paths.times(world.business.slug, COURSE, { day })}&${starts(picked)}`)
}

// The form was open when somebody else took the second of the three times.
async function justTaken(deps: AppDeps): Promise<DemoPlace> {
  const world = await clinicWorld(deps)
  const free = await freeInCourse(world)
  const wanted = [free[20]!, free[36]!, free[52]!]
  const others = [free[36]!, free[60]!, free[61]!]
  await bookSample(deps.context, world.business, COURSE, others, CUSTOMERS[2]!, { channel: 'booking_page' })
  return place(`${paths.details(world.business.slug, COURSE)}?${starts(wanted)}`)
}

const starts = (times: readonly Temporal.Instant[]) =>
  new URLSearchParams(times.map((time) => ['start', time.toString()])).toString()

/** New times for the first two sessions, in the week after. */
async function newTimes(demo: DemoBooking): Promise<{ session: string; start: Temporal.Instant }[]> {
  const { deps, scope, booking } = demo
  const [first, second] = booking.sessions
  const from = booking.now.add({ hours: 24 * 6 })
  const free = await freeTimesFor(deps.context.db, scope, booking, first!, from, from.add({ hours: 24 * 8 }))
  return [
    { session: first!.id, start: fromMinute(free[3]!) },
    { session: second!.id, start: fromMinute(free[20]!) },
  ]
}

async function pickingNewTimes(demo: DemoBooking): Promise<string> {
  const [one, two] = await newTimes(demo)
  const pairs = new URLSearchParams([
    ['do', 'reschedule'],
    ['session', one!.session],
    ['session', two!.session],
    ['choose', '1'],
    ['pick', `${one!.session}~${one!.start.toString()}`],
  ])
  return `${paths.manage(demo.booked.token)}?${pairs}`
}

async function checking(demo: DemoBooking): Promise<DemoPlace> {
  const pairs = (await newTimes(demo)).flatMap(({ session, start }) => [
    ['session', session],
    ['start', start.toString()],
  ])
  return place(`${paths.moveCheck(demo.booked.token)}?${new URLSearchParams(pairs)}`)
}

async function oneIsTaken(deps: AppDeps): Promise<DemoPlace> {
  const demo = await course(deps)
  const [, two] = await newTimes(demo)
  const free = await freeInCourse(demo)
  const others = [two!.start, free.at(-1)!, free.at(-2)!]
  const there = await checking(demo)
  await bookSample(deps.context, demo.business, COURSE, others, CUSTOMERS[2]!, { channel: 'booking_page' })
  return there
}

function cancelingTwo(demo: DemoBooking): DemoPlace {
  const chosen = demo.booking.sessions.slice(0, 2).map(({ id }) => ['session', id])
  const query = new URLSearchParams([['do', 'cancel'], ['choose', '1'], ...chosen])
  return place(`${paths.manage(demo.booked.token)}?${query}`)
}

async function movedTwo(deps: AppDeps): Promise<DemoPlace> {
  const demo = await course(deps)
  const { context } = deps
  const quote = value(
    await quoteChange(context.db, demo.scope, {
      bookingId: demo.booking.id,
      cancel: [],
      reschedule: await newTimes(demo),
      channel: 'mail_link',
    }),
  )
  await moveClock(context, demo.business.scope, HOUR_SECONDS / 60)
  if (quote.payNowMinor === '0') {
    const receipt = value(await commitChange(context, demo.scope, quote, {}))
    return after(demo, 'moved', receipt.quoteId)
  }
  const payer = { scope: demo.scope, token: demo.booked.token }
  await payAtBank(demo.till, payer, { kind: 'change', quote, choices: {} })
  const { id } = await context.db
    .selectFrom('quotes')
    .where('org_id', '=', demo.booking.orgId)
    .where('booking_id', '=', demo.booking.id)
    .select('id')
    .executeTakeFirstOrThrow()
  return after(demo, 'moved', id)
}
