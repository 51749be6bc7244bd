import { now } from '#platform/clock.ts'
import { fromMinute } from '#platform/zones.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import type { GivenAnswer } from '#domain/asking/answer.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { askException, type Exception } from '#domain/asking/ask-exception.ts'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import type { ActionRule } from '#domain/policies/policy.ts'
import { paths } from '#paths.ts'
import {
  bookSample,
  freeStarts,
  value,
  type BusinessPlan,
  type SampleCustomer,
} from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { CUSTOMERS, JOHN } from '../../../db/town-customers.ts'
import { HIRING } from '../../../db/town-hiring.ts'
import { withStarts } from '../customer/booking-starts.ts'
import type { AppDeps } from '../deps.ts'
import { after, manage, place, staff, type DemoPlace, type DemoState } from './places.ts'
import {
  anotherStart,
  bookIn,
  clinicWorld,
  hiringWorld,
  member,
  quoteFor,
  reload,
  type DemoBooking,
  type DemoWorld,
} from './worlds.ts'

/** Asking and answering: requests for times, exceptions from the policy, and what the team sees of both. */
export const ASK_STATES: DemoState[] = [
  { id: 'P6r', make: twoSuggested },
  {
    id: 'P5r',
    make: async (deps) =>
      after(await request(await clinicWorld(deps, deciding(CLINIC, ASSESSMENT)), ASSESSMENT), 'requested'),
  },
  {
    id: 'M5a',
    make: async (deps) => place(paths.ask((await late(deps)).booked.token, { do: 'reschedule' })),
  },
  { id: 'M5b', make: async (deps) => place(paths.manage((await asked(deps)).booked.token)) },
  { id: 'M5g', make: granted },
  { id: 'M5f', make: async (deps) => manage(await never(deps), 'cancel') },
  { id: 'M17', make: async (deps) => place(paths.manage((await panelRequest(deps)).booked.token)) },
  { id: 'M17m', make: newTimeWaits },
  { id: 'A1a', make: queue },
  { id: 'A4a', make: async (deps) => answerPage(await asked(deps)) },
  { id: 'A4q', make: answerRequest },
]

const ASSESSMENT = 'initial-assessment'
const PANEL = 'panel-interview'

/** The plan with one event type on which the team decides. */
function deciding(plan: BusinessPlan, slug: string): Partial<BusinessPlan> {
  const eventTypes = plan.eventTypes.map((eventType) =>
    eventType.slug === slug ? { ...eventType, approval: 'request' as const } : eventType,
  )
  return { eventTypes }
}

/** The clinic where bookings change online until three days before, or never. */
function strict(allowed: ActionRule['allowed'], blockedMessage: string): Partial<BusinessPlan> {
  const tiers: ActionRule['tiers'] = [
    { fromNoticeMinutes: 24 * 60, amount: { kind: 'amount', minor: '0' } },
    { fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '500' } },
  ]
  const policies = CLINIC.policies.map(({ name, rules }) => ({
    name,
    rules: {
      cancel: { ...rules.cancel, allowed, blockedMessage },
      reschedule: { ...rules.reschedule, allowed, blockedMessage, tiers },
    },
  }))
  return { policies }
}

async function late(deps: AppDeps): Promise<DemoBooking> {
  const allowed = { kind: 'until' as const, noticeMinutes: 3 * 24 * 60 }
  const clinic = strict(allowed, 'We plan our rooms three days ahead. Ask us, and we see what we can do.')
  return bookIn(await clinicWorld(deps, clinic), ASSESSMENT, { hoursAhead: 4 })
}

async function never(deps: AppDeps): Promise<DemoBooking> {
  const clinic = strict({ kind: 'never' }, 'We change bookings together with you, not online.')
  return bookIn(await clinicWorld(deps, clinic), ASSESSMENT, { hoursAhead: 55 })
}

/** John would like one of two other times; somebody else has taken the second. */
async function asked(deps: AppDeps): Promise<DemoBooking> {
  const demo = await late(deps)
  const session = demo.booking.sessions[0]!
  const [from, until] = [session.endsAt.add({ hours: 18 }), session.endsAt.add({ hours: 24 * 10 })]
  const free = await freeTimesFor(deps.context.db, demo.scope, demo.booking, session, from, until)
  const [first, second] = spread([...free].map(fromMinute))
  await book(demo, ASSESSMENT, [second!], CUSTOMERS[4]!)
  return ask(demo, {
    action: 'reschedule',
    wishes: [{ session: session.id, starts: [first!, second!] }],
    reason: 'My train is cancelled, and the next one arrives an hour too late.',
  })
}

async function ask(
  demo: DemoBooking,
  wanted: Pick<Exception, 'action' | 'wishes' | 'reason'>,
): Promise<DemoBooking> {
  const sessions = demo.booking.sessions.map((session) => session.id)
  value(await askException(demo.deps.context, demo.scope, { ...wanted, sessions, channel: 'mail_link' }))
  return reload(demo)
}

async function answer(
  demo: DemoBooking,
  by: string,
  given: Omit<GivenAnswer, 'bookingId' | 'askId' | 'channel'>,
): Promise<void> {
  const about = { bookingId: demo.booking.id, askId: demo.booking.asks[0]!.id }
  const scope = await member(demo, by)
  value(await answerAsk(demo.deps.context, scope, { ...about, channel: 'staff_page', ...given }))
}

async function granted(deps: AppDeps): Promise<DemoPlace> {
  const demo = await asked(deps)
  await answer(demo, 'dana', {
    answer: 'fee',
    feeMinor: 500n,
    reason: 'Trains. Take any time that suits you.',
  })
  return place(paths.manage(demo.booked.token))
}

/** Three times, on three days, that the team decides on. */
async function request(world: DemoWorld, eventType: string, customer = JOHN): Promise<DemoBooking> {
  const at = await now(world.deps.context.db, world.business.scope.orgId)
  const [from, to] = [at.add({ hours: 50 }), at.add({ hours: 24 * 14 })]
  const free = await freeStarts(world.deps.context, world.business, eventType, from, to)
  return book(world, eventType, spread(free).slice(0, 3), customer)
}

async function book(
  world: DemoWorld,
  eventType: string,
  starts: Temporal.Instant[],
  customer: SampleCustomer,
): Promise<DemoBooking> {
  const { context } = world.deps
  const answers = [
    { key: 'complaint', label: 'What brings you here?', answer: 'My lower back, since I moved house.' },
  ]
  const booked = await bookSample(context, world.business, eventType, starts, customer, {
    channel: 'booking_page',
    ...(eventType === ASSESSMENT ? { answers } : {}),
  })
  const scope = (await scopeOfLink(context.db, booked!.token)) as CustomerScope
  return reload({ ...world, booked: booked!, scope })
}

// One of each day, at different hours.
function spread(starts: readonly Temporal.Instant[]): Temporal.Instant[] {
  const days = new Map<string, Temporal.Instant>()
  for (const [index, start] of starts.entries()) {
    const day = start.toString().slice(0, 10)
    if (!days.has(day)) days.set(day, starts[index + days.size * 2] ?? start)
  }
  return [...days.values()]
}

async function panelRequest(deps: AppDeps): Promise<DemoBooking> {
  return request(await hiringWorld(deps, deciding(HIRING, PANEL)), PANEL)
}

async function twoSuggested(deps: AppDeps): Promise<DemoPlace> {
  const world = await hiringWorld(deps, deciding(HIRING, PANEL))
  const at = await now(deps.context.db, world.business.scope.orgId)
  const [from, to] = [at.add({ hours: 50 }), at.add({ hours: 24 * 14 })]
  const [early, later] = spread(await freeStarts(deps.context, world.business, PANEL, from, to))
  // The later one is liked better.
  return place(withStarts(paths.times(world.business.slug, PANEL), [later!, early!]))
}

/** Approved for one time; the customer asks for another one since. */
async function newTimeWaits(deps: AppDeps): Promise<DemoPlace> {
  const requested = await panelRequest(deps)
  const [best] = requested.booking.asks[0]!.wishes[0]!.starts
  await answer(requested, 'alva', { answer: 'approved', start: best! })
  const demo = await reload(requested)
  await askForAnother(demo)
  return place(paths.manage(demo.booked.token))
}

async function askForAnother(demo: DemoBooking): Promise<void> {
  const quote = await quoteFor(demo, { moveTo: await anotherStart(demo) })
  value(await askToMove(demo.deps.context, demo.scope, quote, { reason: 'I have an exam that morning' }))
}

async function queue(deps: AppDeps): Promise<DemoPlace> {
  const demo = await asked(deps)
  const other = await bookIn(demo, 'back-care-course', { hoursAhead: 30, customer: CUSTOMERS[5]! })
  await ask(other, { action: 'cancel', wishes: [], reason: 'I am moving to another town next week.' })
  return staff(demo, paths.asks())
}

async function answerRequest(deps: AppDeps): Promise<DemoPlace> {
  const demo = await panelRequest(deps)
  const [first] = demo.booking.asks[0]!.wishes[0]!.starts
  // Somebody else asks for the same time, and gets it: suggested times are kept for nobody.
  const other = await request(demo, PANEL, CUSTOMERS[1]!)
  await answer(other, 'alva', { answer: 'approved', start: first! })
  return answerPage(demo, 'alva')
}

function answerPage(demo: DemoBooking, by?: string): DemoPlace {
  return staff(demo, paths.answerAsk(demo.booking.id, demo.booking.asks[0]!.id), by)
}
