import { newId } from '#platform/ids.ts'
import { now } from '#platform/clock.ts'
import { fromMinute } from '#platform/zones.ts'
import { scopeOfLink, scopeOfMember, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Booked } from '#domain/bookings/booking-request.ts'
import type { ChangeChoices, Quote, Receipt } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import {
  bookSample,
  buildBusiness,
  freeStarts,
  value,
  type Business,
  type BusinessPlan,
  type SampleCustomer,
} from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { JOHN } from '../../../db/town-customers.ts'
import { HIRING } from '../../../db/town-hiring.ts'
import { HOME_CARE } from '../../../db/town-home-care.ts'
import { payAtBank, sendRefunds, type Till } from '../../../db/town-till.ts'
import { demoOffsetSeconds } from '../../../db/town.ts'
import type { AppDeps } from '../deps.ts'

/** A business of its own for one demonstration, so that moving its clock moves nobody else's. */
export interface DemoWorld {
  deps: AppDeps
  till: Till
  business: Business
  plan: BusinessPlan
}

/** A booking in it, with the customer's link. */
export interface DemoBooking extends DemoWorld {
  booked: Booked
  scope: CustomerScope
  booking: Booking
}

export function hiringWorld(deps: AppDeps, differs: Partial<BusinessPlan> = {}): Promise<DemoWorld> {
  return worldOf(deps, { ...HIRING, ...differs })
}

/** The clinic; `differs` is what this demonstration needs otherwise. */
export function clinicWorld(deps: AppDeps, differs: Partial<BusinessPlan> = {}): Promise<DemoWorld> {
  return worldOf(deps, { ...CLINIC, ...differs })
}

export function homeCareWorld(deps: AppDeps): Promise<DemoWorld> {
  return worldOf(deps, HOME_CARE)
}

async function worldOf(deps: AppDeps, plan: BusinessPlan): Promise<DemoWorld> {
  const { context } = deps
  const { publicUrl } = deps.config
  const business = await buildBusiness(context, plan, {
    clockOffsetSeconds: await demoOffsetSeconds(deps.config, context),
    slug: `${plan.slug}-${newId().slice(-8)}`,
    // A state brings the login that it is looked at with, and passwords are slow to keep.
    password: null,
  })
  const till = { context, publicUrl, providers: openPaymentProviders({ db: context.db, publicUrl }) }
  return { deps, till, business, plan }
}

/** Books the first free time that is at least `hoursAhead` away, as a customer on the page would, and pays. */
export async function bookIn(
  world: DemoWorld,
  eventType: string,
  options: {
    hoursAhead?: number
    customer?: SampleCustomer
    guests?: { name: string; email: string }[]
    discountCode?: string
    /** False stops at the check page, while the time is held. */
    pays?: boolean
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
    discountCode: options.discountCode ?? '',
    answers: (plan.questions ?? []).map(({ key, label }) => ({ key, label, answer: DEMO_ANSWERS[key]! })),
  })
  const scope = (await scopeOfLink(context.db, booked!.token)) as CustomerScope
  if (booked!.isHeld && options.pays !== false) await payAtBank(world.till, { scope, token: booked!.token })
  return reload({ ...world, booked: booked!, scope })
}

const DEMO_ANSWERS: Record<string, string> = {
  complaint: 'My lower back, since I moved house.',
  address: '12 Hewlett Street, Bronte. The bell is at the side gate.',
}

/** The booking as it stands now. */
export async function reload(demo: Omit<DemoBooking, 'booking'>): Promise<DemoBooking> {
  const booking = await loadBooking(demo.deps.context.db, demo.scope, demo.booked.bookingId)
  return { ...demo, booking: booking! }
}

/** One of the team, by the key of the plan. */
export async function member({ deps, business }: DemoWorld, key: string): Promise<MemberScope> {
  return (await scopeOfMember(deps.context.db, business.scope.orgId, business.members[key]!))!
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

/** What a customer wants done: everything or the first session canceled, or the first session moved. */
interface DemoChange {
  cancel?: true | 'first'
  moveTo?: Temporal.Instant
}

/** The answer to "what happens if" that a page would show the customer. */
export async function quoteFor(demo: DemoBooking, change: DemoChange): Promise<Quote> {
  const sessions = demo.booking.sessions.map((session) => session.id)
  const [first] = sessions
  const quote = await quoteChange(demo.deps.context.db, demo.scope, {
    bookingId: demo.booking.id,
    cancel: change.cancel === 'first' ? [first!] : change.cancel ? sessions : [],
    reschedule: change.moveTo ? [{ session: first!, start: change.moveTo }] : [],
    channel: 'mail_link',
  })
  return value(quote)
}

/** The customer changes their booking through quote and commit, and gets the receipt. */
export async function changeAs(
  demo: DemoBooking,
  change: DemoChange,
  choices: Pick<ChangeChoices, 'take'> = {},
): Promise<Receipt> {
  const quote = await quoteFor(demo, change)
  const reason = 'The time no longer works'
  return value(await commitChange(demo.deps.context, demo.scope, quote, { reason, ...choices }))
}

/** Longer than a cancellation can be taken back; until then nothing leaves. */
const PAST_UNDO_SECONDS = 11 * 60

/** The refunds that were approved leave, once nothing can be taken back any more. */
export async function refundsLeave({ deps, business, till, booking }: DemoBooking): Promise<void> {
  await moveClock(deps.context, business.scope, PAST_UNDO_SECONDS)
  return sendRefunds(till, booking.orgId, booking.id)
}
