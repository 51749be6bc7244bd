import { newId } from '#platform/ids.ts'
import { now } from '#platform/clock.ts'
import { fromMinute } from '#platform/zones.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Booked } from '#domain/bookings/booking-request.ts'
import type { Receipt } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import {
  bookSample,
  buildBusiness,
  freeStarts,
  type Business,
  type BusinessPlan,
  type SampleCustomer,
} from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { JOHN } from '../../../db/town-customers.ts'
import { HIRING } from '../../../db/town-hiring.ts'
import { demoOffsetSeconds } from '../../../db/town.ts'
import type { AppDeps } from '../deps.ts'

/** A business of its own for one demonstration, so that moving its clock moves nobody else's. */
export interface DemoWorld {
  deps: AppDeps
  business: Business
  plan: BusinessPlan
}

/** A booking in it, with the customer's link. */
export interface DemoBooking extends DemoWorld {
  booked: Booked
  scope: CustomerScope
  booking: Booking
}

export function hiringWorld(deps: AppDeps): Promise<DemoWorld> {
  return worldOf(deps, HIRING)
}

export function clinicWorld(deps: AppDeps): Promise<DemoWorld> {
  return worldOf(deps, CLINIC)
}

async function worldOf(deps: AppDeps, plan: BusinessPlan): Promise<DemoWorld> {
  const business = await buildBusiness(deps.context, plan, {
    clockOffsetSeconds: await demoOffsetSeconds(deps.config, deps.context),
    slug: `${plan.slug}-${newId().slice(-8)}`,
  })
  return { deps, business, plan }
}

/** Books the first free time that is at least `hoursAhead` away, as a customer on the page would. */
export async function bookIn(
  world: DemoWorld,
  eventType: string,
  options: {
    hoursAhead?: number
    customer?: SampleCustomer
    guests?: { name: string; email: string }[]
  } = {},
): Promise<DemoBooking> {
  const { context } = world.deps
  const plan = world.plan.eventTypes.find((entry) => entry.slug === eventType)!
  const at = await now(context.db, world.business.scope.orgId)
  const from = at.add({ hours: options.hoursAhead ?? 26 })
  const free = await freeStarts(context, world.business, eventType, from, from.add({ hours: 24 * 14 }))
  const starts = Array.from({ length: plan.sessionCount ?? 1 }, (_, index) => free[index * 12]!)
  const booked = await bookSample(context, world.business, eventType, starts, options.customer ?? JOHN, {
    channel: 'booking_page',
    guests: options.guests ?? [],
    answers: (plan.questions ?? []).map(({ key, label }) => ({
      key,
      label,
      answer: 'My lower back, since I moved house.',
    })),
  })
  const scope = (await scopeOfLink(context.db, booked!.token)) as CustomerScope
  return {
    ...world,
    booked: booked!,
    scope,
    booking: (await loadBooking(context.db, scope, booked!.bookingId))!,
  }
}

/** Another start to which the first session of a booking can be moved: its own people must be free. */
export async function anotherStart({ deps, scope, booking }: DemoBooking): Promise<Temporal.Instant> {
  const session = booking.sessions[0]!
  const from = session.endsAt.add({ hours: 20 })
  const [first] = await freeTimesFor(
    deps.context.db,
    scope,
    booking,
    session,
    from,
    from.add({ hours: 24 * 7 }),
  )
  return fromMinute(first!)
}

/** The customer changes their booking through quote and commit, and gets the receipt. */
export async function changeAs(
  demo: DemoBooking,
  change: { cancel?: boolean; moveTo?: Temporal.Instant },
): Promise<Receipt> {
  const session = demo.booking.sessions[0]!.id
  const quote = await quoteChange(demo.deps.context.db, demo.scope, {
    bookingId: demo.booking.id,
    cancel: change.cancel ? demo.booking.sessions.map((entry) => entry.id) : [],
    reschedule: change.moveTo ? [{ session, start: change.moveTo }] : [],
    channel: 'mail_link',
  })
  if (!quote.ok) throw new Error(`The demonstration was refused: ${quote.refusal.code}.`)
  const outcome = await commitChange(demo.deps.context, demo.scope, quote.value, {
    reason: 'The time no longer works',
  })
  if (!outcome.ok) throw new Error(`The demonstration was refused: ${outcome.refusal.code}.`)
  return outcome.value
}
