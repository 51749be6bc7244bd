import { newId } from '#platform/ids.ts'
import { now } from '#platform/clock.ts'
import { localDateOf, startOfLocalDay } from '#platform/zones.ts'
import { customerWhoWaits } from '#domain/access/scope.ts'
import { book } from '#domain/bookings/book.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { releaseUnpaid } from '#domain/bookings/release-held.ts'
import { loadOffer } from '#domain/event-types/offer.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { expireOffers } from '#domain/waitlist/expire-offers.ts'
import { joinForEarlier, joinWaitlist } from '#domain/waitlist/join-waitlist.ts'
import { offerPlaces } from '#domain/waitlist/offer-places.ts'
import { paths } from '#paths.ts'
import { freeStarts, value, type BusinessPlan, type SampleCustomer } from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { CUSTOMERS } from '../../../db/town-customers.ts'
import { at, WEEKDAYS } from '../../../db/town-plan-parts.ts'
import type { AppDeps } from '../deps.ts'
import { HOUR_SECONDS, place, staff, type DemoPlace, type DemoState } from './places.ts'
import { clinicWorld, member, type DemoWorld } from './worlds.ts'

/** What people see who wait, and the team who has them waiting. */
export const WAITLIST_STATES: DemoState[] = [
  { id: 'P2e', make: nothingFree },
  { id: 'P2w', make: joining },
  { id: 'W0', make: async (deps) => waiting(await inLine(await fullDay(deps))) },
  { id: 'W1', make: async (deps) => waiting(await offeredFirst(await fullDay(deps))) },
  { id: 'W1m', make: earlier },
  { id: 'W2', make: gone },
  {
    id: 'A3w',
    make: async (deps) => staff(await offered(await inLine(await fullDay(deps))), paths.staffWaitlist()),
  },
]

const FOLLOW_UP = 'follow-up'
const ZONE = 'Europe/London'
const [JOHN, CLEO, MINA, ASHA, TOMAS] = CUSTOMERS as [
  SampleCustomer,
  SampleCustomer,
  SampleCustomer,
  SampleCustomer,
  SampleCustomer,
]

/** The clinic on quiet days: Dana alone, mornings alone. */
function mornings(horizonDays: number): Partial<BusinessPlan> {
  return {
    team: CLINIC.team.map((person) =>
      person.key === 'dana' ? { ...person, hours: [[WEEKDAYS, at(9), at(12)]] } : person,
    ),
    eventTypes: CLINIC.eventTypes
      .filter(({ slug }) => slug === FOLLOW_UP)
      .map((eventType) => ({
        ...eventType,
        description: 'Hands-on treatment with Dana.',
        hostRule: 'one' as const,
        horizonDays,
        seats: [{ role: 'primary' as const, label: '', who: ['dana'] }],
      })),
  }
}

interface FullDay extends DemoWorld {
  /** The day after tomorrow, on which everything is booked. */
  day: { from: Temporal.Instant; to: Temporal.Instant; date: Temporal.PlainDate }
  /** Its bookings. */
  booked: { bookingId: string; start: Temporal.Instant }[]
}

async function fullDay(deps: AppDeps): Promise<FullDay> {
  const world = await clinicWorld(deps, mornings(30))
  const today = localDateOf(await now(deps.context.db, world.business.scope.orgId), ZONE)
  const date = today.add({ days: today.dayOfWeek === 4 ? 4 : today.dayOfWeek === 5 ? 3 : 2 })
  const day = { from: startOfLocalDay(date, ZONE), to: startOfLocalDay(date.add({ days: 1 }), ZONE), date }
  return { ...world, day, booked: await fill(world, day.from, day.to) }
}

/** Everything free between two moments is booked, by the front desk, for one or another. */
async function fill(
  world: DemoWorld,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<FullDay['booked']> {
  const { context } = world.deps
  const desk = await member(world, 'ines')
  const booked: FullDay['booked'] = []
  for (;;) {
    const [start] = await freeStarts(context, world.business, FOLLOW_UP, from, to)
    if (!start) return booked
    const { bookingId } = value(
      await book(context, desk, {
        pageId: world.business.pageId,
        eventTypeId: world.business.eventTypes[FOLLOW_UP]!,
        starts: [start],
        customer: { phone: '', ...[ASHA, TOMAS][booked.length % 2]! },
        guests: [],
        answers: [],
        requestKey: newId(),
        channel: 'staff_page',
      }),
    )
    booked.push({ bookingId, start })
  }
}

async function nothingFree(deps: AppDeps): Promise<DemoPlace> {
  const world = await clinicWorld(deps, mornings(3))
  const from = await now(deps.context.db, world.business.scope.orgId)
  await fill(world, from, from.add({ hours: 24 * 5 }))
  return place(paths.times(world.business.slug, FOLLOW_UP))
}

async function joining(deps: AppDeps): Promise<DemoPlace> {
  const { business, day } = await fullDay(deps)
  return place(paths.joinWaitlist(business.slug, FOLLOW_UP, { day: day.date.toString() }))
}

interface Waiting extends FullDay {
  token: string
}

/** Mina, then Cleo, wait for the day, then John; the state is about Cleo. */
async function inLine(world: FullDay): Promise<Waiting> {
  await join(world, MINA)
  const token = await join(world, CLEO)
  await join(world, JOHN)
  return { ...world, token }
}

/**
 * Cleo has an offer, and Mina waits behind her. Cleo is alone in the line until then: a worker that offers times at the
 * same moment as we do could otherwise hand hers to Mina, and hand it to Cleo once Mina's offer is over.
 */
async function offeredFirst(world: FullDay): Promise<Waiting> {
  const token = await join(world, CLEO)
  await offered(world)
  await join(world, MINA)
  return { ...world, token }
}

async function join({ deps, business, day }: FullDay, customer: SampleCustomer): Promise<string> {
  const { scope } = business
  const offer = (await loadOffer(deps.context.db, scope, business.pageId, business.eventTypes[FOLLOW_UP]!))!
  const { token } = value(
    await joinWaitlist(deps.context, scope, offer, {
      ...customer,
      zone: ZONE,
      from: day.from,
      to: day.to,
      requestKey: newId(),
      source: '',
    }),
  )
  return token
}

/** Somebody gives the last time of the day back, and it is offered to the first in the line. */
async function offered<W extends FullDay>(world: W): Promise<W> {
  const { context } = world.deps
  const dana = await member(world, 'dana')
  const { bookingId } = world.booked.at(-1)!
  const session = await context.db
    .selectFrom('sessions')
    .where('org_id', '=', dana.orgId)
    .where('booking_id', '=', bookingId)
    .select('id')
    .executeTakeFirstOrThrow()
  const quote = value(
    await quoteChange(context.db, dana, {
      bookingId,
      cancel: [session.id],
      reschedule: [],
      channel: 'staff_page',
    }),
  )
  value(await commitChange(context, dana, quote, { initiative: 'customer', reason: 'They called.' }))
  await offerPlaces(context)
  return world
}

/** Tomás has the time after that day, and would rather come earlier. */
async function earlier(deps: AppDeps): Promise<DemoPlace> {
  const world = await fullDay(deps)
  const { context } = deps
  // Nothing may be free before his own time, or there would be nothing to wait for.
  await fill(world, await now(context.db, world.business.scope.orgId), world.day.from)
  const desk = await member(world, 'ines')
  const [start] = await freeStarts(
    context,
    world.business,
    FOLLOW_UP,
    world.day.to,
    world.day.to.add({ hours: 96 }),
  )
  const booked = value(
    await book(context, desk, {
      pageId: world.business.pageId,
      eventTypeId: world.business.eventTypes[FOLLOW_UP]!,
      starts: [start!],
      customer: { phone: '', ...CLEO },
      guests: [],
      answers: [],
      requestKey: newId(),
      channel: 'staff_page',
    }),
  )
  const scope = customerWhoWaits(desk.orgId, booked.bookingId)
  const offer = (await loadOffer(
    context.db,
    world.business.scope,
    world.business.pageId,
    world.business.eventTypes[FOLLOW_UP]!,
  ))!
  const { token } = value(await joinForEarlier(context, scope, offer, newId()))
  await offered(world)
  return place(paths.waiting(token))
}

async function gone(deps: AppDeps): Promise<DemoPlace> {
  const world = await offeredFirst(await fullDay(deps))
  await moveClock(deps.context, world.business.scope, HOUR_SECONDS + 60)
  await releaseUnpaid(deps.context, world.till.providers)
  await expireOffers(deps.context)
  await offerPlaces(deps.context)
  return waiting(world)
}

function waiting({ token }: Waiting): DemoPlace {
  return place(paths.waiting(token))
}
