import { newToken } from '#platform/tokens.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { completeEnded } from '#domain/bookings/complete-ended.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { paths } from '#paths.ts'
import { bookSample } from '../../../db/town-build.ts'
import { CUSTOMERS } from '../../../db/town-customers.ts'
import type { AppDeps } from '../deps.ts'
import { ASK_STATES } from './ask-states.ts'
import { ERROR_STATES } from './error-states.ts'
import { MONEY_STATES } from './money-states.ts'
import { PACKAGE_STATES } from './package-states.ts'
import { after, HOUR_SECONDS, manage, place, staff, type DemoPlace, type DemoState } from './places.ts'
import { STAFF_STATES } from './staff-states.ts'
import { STAFF_MONEY_STATES } from './staff-money-states.ts'
import { WAITLIST_STATES } from './waitlist-states.ts'
import { TAKING_BACK_STATES } from './taking-back-states.ts'
import {
  anotherStart,
  bookIn,
  changeAs,
  clinicWorld,
  hiringWorld,
  type DemoBooking,
  type DemoWorld,
} from './worlds.ts'

/** Every page state that exists so far, in the order of the customer's journey. */
export const DEMO_STATES: DemoState[] = [
  { id: 'P1', make: async (deps) => place(paths.bookingPage((await clinicWorld(deps)).business.slug)) },
  { id: 'P2', make: async (deps) => place(paths.times((await clinicWorld(deps)).business.slug, FOLLOW_UP)) },
  { id: 'P3', make: details },
  { id: 'P5', make: async (deps) => after(await panel(deps), 'booked') },
  { id: 'P7', make: async (deps) => place(paths.times((await hiringWorld(deps)).business.slug, PANEL)) },
  { id: 'N1', make: async (deps) => manage(await panel(deps), 'cancel') },
  { id: 'N2', make: async (deps) => manage(await panel(deps), 'reschedule') },
  { id: 'M1', make: async (deps) => manage(await treatment(deps), 'cancel') },
  { id: 'M5', make: async (deps) => manage(await tooLate(deps), 'cancel') },
  { id: 'M6', make: async (deps) => manage(await treatment(deps), 'reschedule') },
  { id: 'M7', make: checkMove },
  { id: 'M8', make: moved },
  { id: 'M9', make: async (deps) => manage(await treatment(deps), 'keep') },
  { id: 'M10', make: async (deps) => canceled(await panel(deps)) },
  { id: 'M11', make: canceledYesterday },
  { id: 'M12', make: past },
  { id: 'M14', make: takenMeanwhile },
  { id: 'M15', make: sentTwice },
  { id: 'M18', make: async () => place(paths.manage(newToken())) },
  { id: 'A3', make: async (deps) => staff(await withCanceled(deps), paths.activity()) },
  { id: 'N3', make: panelistView },
  { id: 'A4', make: staffBooking },
  { id: 'A9', make: async (deps) => staff(await withCanceled(deps), paths.outbox()) },
  ...PACKAGE_STATES,
  ...ASK_STATES,
  ...MONEY_STATES,
  ...STAFF_MONEY_STATES,
  ...WAITLIST_STATES,
  ...TAKING_BACK_STATES,
  ...STAFF_STATES,
  ...ERROR_STATES,
]

const FOLLOW_UP = 'follow-up'
const PANEL = 'panel-interview'

async function panel(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await hiringWorld(deps), PANEL, { hoursAhead: 40 })
}

async function treatment(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps), FOLLOW_UP, {
    hoursAhead: 55,
    guests: [{ name: '', email: 'jo.smith@customer.example' }],
  })
}

async function details(deps: AppDeps): Promise<DemoPlace> {
  const world = await clinicWorld(deps)
  const demo = await bookIn(world, FOLLOW_UP)
  const start = await anotherStart(demo)
  return place(paths.details(world.business.slug, FOLLOW_UP, { start: start.toString() }))
}

// The clinic's policy closes two hours before the start; this customer comes back one hour before it.
async function tooLate(deps: AppDeps): Promise<DemoBooking> {
  const demo = await treatment(deps)
  const { startsAt } = demo.booking.sessions[0]!
  const seconds = demo.booking.now.until(startsAt).total('seconds') - HOUR_SECONDS
  await moveClock(deps.context, demo.business.scope, Math.round(seconds))
  return demo
}

async function checkMove(deps: AppDeps): Promise<DemoPlace> {
  const demo = await treatment(deps)
  const start = await anotherStart(demo)
  return place(
    paths.moveCheck(demo.booked.token, { session: demo.booking.sessions[0]!.id, start: start.toString() }),
  )
}

async function moved(deps: AppDeps): Promise<DemoPlace> {
  const demo = await treatment(deps)
  const receipt = await changeAs(demo, { moveTo: await anotherStart(demo) })
  return after(demo, 'moved', receipt.quoteId)
}

async function canceled(demo: DemoBooking): Promise<DemoPlace> {
  const receipt = await changeAs(demo, { cancel: true })
  return after(demo, 'canceled', receipt.quoteId)
}

async function canceledYesterday(deps: AppDeps): Promise<DemoPlace> {
  const demo = await panel(deps)
  await changeAs(demo, { cancel: true })
  await moveClock(deps.context, demo.business.scope, 20 * HOUR_SECONDS)
  return place(paths.manage(demo.booked.token))
}

async function past(deps: AppDeps): Promise<DemoPlace> {
  const demo = await treatment(deps)
  const seconds = demo.booking.now.until(demo.booking.sessions[0]!.endsAt).total('seconds') + 2 * HOUR_SECONDS
  await moveClock(deps.context, demo.business.scope, Math.round(seconds))
  await completeEnded(deps.context)
  return place(paths.manage(demo.booked.token))
}

async function takenMeanwhile(deps: AppDeps): Promise<DemoPlace> {
  const demo = await panel(deps)
  const start = await anotherStart(demo)
  await bookSample(deps.context, demo.business, PANEL, [start], CUSTOMERS[1]!, { channel: 'booking_page' })
  return place(
    paths.moveCheck(demo.booked.token, { session: demo.booking.sessions[0]!.id, start: start.toString() }),
  )
}

// Committing a quote again answers with the first receipt, so both lead to the same page.
async function sentTwice(deps: AppDeps): Promise<DemoPlace> {
  const demo = await panel(deps)
  const first = await changeAs(demo, { cancel: true })
  await commitChange(deps.context, demo.scope, first.quote, {})
  return after(demo, 'canceled', first.quoteId)
}

async function withCanceled(deps: AppDeps): Promise<DemoWorld> {
  const demo = await panel(deps)
  await bookIn(demo, 'screening-call', { hoursAhead: 4, customer: CUSTOMERS[2]! })
  await bookIn(demo, PANEL, { hoursAhead: 90, customer: CUSTOMERS[4]! })
  await changeAs(demo, { cancel: true })
  return demo
}

async function panelistView(deps: AppDeps): Promise<DemoPlace> {
  const demo = await panel(deps)
  await changeAs(demo, { cancel: true })
  return staff(demo, paths.activity({ open: demo.booking.id }), 'cy')
}

async function staffBooking(deps: AppDeps): Promise<DemoPlace> {
  const demo = await panel(deps)
  await changeAs(demo, { moveTo: await anotherStart(demo) })
  return staff(demo, paths.staffBooking(demo.booking.id))
}
