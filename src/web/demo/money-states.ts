import { sealQuote } from '#domain/bookings/quote.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { paths } from '#paths.ts'
import type { BusinessPlan } from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { payAtBank } from '../../../db/town-till.ts'
import type { AppDeps } from '../deps.ts'
import { postedPath } from './posted.ts'
import { after, HOUR_SECONDS, manage, place, type DemoPlace, type DemoState } from './places.ts'
import {
  anotherStart,
  bookIn,
  changeAs,
  clinicWorld,
  quoteFor,
  reload,
  refundsLeave,
  type DemoBooking,
} from './worlds.ts'

/** What customers see of money: paying, canceling with a price, what became of it, the invoice. */
export const MONEY_STATES: DemoState[] = [
  { id: 'P4', make: async (deps) => toPay(await unpaid(deps, FOLLOW_UP)) },
  { id: 'P4d', make: async (deps) => toPay(await unpaid(deps, ASSESSMENT)) },
  { id: 'P4r', make: async (deps) => toPay(await unpaid(deps, FOLLOW_UP, { discountCode: 'WELCOME10' })) },
  { id: 'P5p', make: async (deps) => after(await soon(deps), 'booked') },
  { id: 'M2', make: async (deps) => manage(await soon(deps), 'cancel') },
  { id: 'M3', make: async (deps) => manage(await atTheDesk(deps), 'cancel') },
  { id: 'M4', make: async (deps) => manage(await withDeposit(deps), 'cancel') },
  { id: 'M4c', make: async (deps) => manage(await inThePool(deps), 'cancel') },
  { id: 'M7f', make: checkPaidMove },
  { id: 'M8f', make: movedForMoney },
  { id: 'M10r', make: async (deps) => canceled(await soon(deps, { refundSetting: 'manual' })) },
  { id: 'M10p', make: async (deps) => canceled(await soon(deps, { priceMinor: HALF_IS_PENDING })) },
  { id: 'M10s', make: async (deps) => canceled(await soon(deps)) },
  { id: 'M10f', make: async (deps) => canceled(await soon(deps, { priceMinor: HALF_IS_DECLINED })) },
  { id: 'M10c', make: async (deps) => canceled(await soon(deps), 'credit') },
  { id: 'M11r', make: canceledYesterday },
  { id: 'M13', make: priceChanged },
  { id: 'M16', make: async (deps) => cameBack(await unpaid(deps, FOLLOW_UP), 'decline') },
  { id: 'M16p', make: pending },
  { id: 'I1', make: async (deps) => place(paths.invoice((await movedBefore(deps)).booked.token)) },
  { id: 'I1d', make: async (deps) => place(paths.invoice((await withDeposit(deps)).booked.token)) },
]

const FOLLOW_UP = 'follow-up'
const ASSESSMENT = 'initial-assessment'

/*
 * The test bank reads the last two digits of an amount: 13 is declined, 14 stays pending. What goes back of these
 * prices late is half, and of the last one nothing is certain yet.
 */
const HALF_IS_DECLINED = 4026n
const HALF_IS_PENDING = 4028n
const IS_PENDING = 4014n

interface Clinic {
  priceMinor?: bigint
  refundSetting?: 'manual' | 'automatic'
}

/** The clinic with another price for the follow-up treatment, or another way with refunds. */
function clinicWith({ priceMinor, refundSetting }: Clinic): Partial<BusinessPlan> {
  const money = CLINIC.money!
  const settings = { ...money.settings, ...(refundSetting ? { refundSetting } : {}) }
  const eventTypes = CLINIC.eventTypes.map((eventType) =>
    eventType.slug === FOLLOW_UP && priceMinor ? { ...eventType, priceMinor } : eventType,
  )
  return { money: { ...money, settings }, eventTypes }
}

/** Paid, and so near that canceling it brings back half. */
async function soon(deps: AppDeps, clinic: Clinic = {}): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps, clinicWith(clinic)), FOLLOW_UP, { hoursAhead: 4 })
}

async function unpaid(
  deps: AppDeps,
  eventType: string,
  options: Clinic & { discountCode?: string } = {},
): Promise<DemoBooking> {
  const { discountCode = '', ...clinic } = options
  return bookIn(await clinicWorld(deps, clinicWith(clinic)), eventType, { pays: false, discountCode })
}

async function atTheDesk(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps), 'desk-check', { hoursAhead: 3 })
}

async function withDeposit(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps), ASSESSMENT, { hoursAhead: 4 })
}

async function inThePool(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps), 'hydrotherapy', { hoursAhead: 24 })
}

const toPay = (demo: DemoBooking) => place(paths.pay(demo.booked.token))

async function cameBack(demo: DemoBooking, answer: 'pay' | 'decline'): Promise<DemoPlace> {
  const { token } = demo.booked
  const { paymentId } = await payAtBank(demo.till, { scope: demo.scope, token }, { kind: 'booking' }, answer)
  return place(paths.paid(token, paymentId))
}

async function pending(deps: AppDeps): Promise<DemoPlace> {
  return cameBack(await unpaid(deps, FOLLOW_UP, { priceMinor: IS_PENDING }), 'pay')
}

async function checkPaidMove(deps: AppDeps): Promise<DemoPlace> {
  const demo = await soon(deps)
  const start = await anotherStart(demo)
  return place(
    paths.moveCheck(demo.booked.token, { session: demo.booking.sessions[0]!.id, start: start.toString() }),
  )
}

/** A booking with a discount, moved late for five pounds. */
async function movedBefore(deps: AppDeps): Promise<DemoBooking> {
  const world = await clinicWorld(deps)
  const demo = await bookIn(world, FOLLOW_UP, { hoursAhead: 4, discountCode: 'WELCOME10' })
  const quote = await quoteFor(demo, { moveTo: await anotherStart(demo) })
  const payer = { scope: demo.scope, token: demo.booked.token }
  await payAtBank(demo.till, payer, { kind: 'change', quote, choices: {} })
  return reload(demo)
}

async function movedForMoney(deps: AppDeps): Promise<DemoPlace> {
  const demo = await movedBefore(deps)
  const receipt = await deps.context.db
    .selectFrom('quotes')
    .where('org_id', '=', demo.booking.orgId)
    .where('booking_id', '=', demo.booking.id)
    .select('id')
    .executeTakeFirstOrThrow()
  return after(demo, 'moved', receipt.id)
}

/** Canceled, with the refund as far as it gets by itself. */
async function canceled(demo: DemoBooking, take: 'money' | 'credit' = 'money'): Promise<DemoPlace> {
  const receipt = await changeAs(demo, { cancel: true }, { take })
  await refundsLeave(demo)
  return after(demo, 'canceled', receipt.quoteId)
}

async function canceledYesterday(deps: AppDeps): Promise<DemoPlace> {
  const demo = await soon(deps)
  await canceled(demo)
  await moveClock(deps.context, demo.business.scope, 20 * HOUR_SECONDS)
  return place(paths.manage(demo.booked.token))
}

// Somebody opened the page while canceling was free, and presses the button when it no longer is.
async function priceChanged(deps: AppDeps): Promise<DemoPlace> {
  const demo = await bookIn(await clinicWorld(deps), FOLLOW_UP)
  const { startsAt } = demo.booking.sessions[0]!
  const untilLate = demo.booking.now.until(startsAt).total('seconds') - 24 * HOUR_SECONDS
  await moveClock(deps.context, demo.business.scope, Math.round(untilLate) - 300)
  const quote = await quoteFor(demo, { cancel: true })
  await moveClock(deps.context, demo.business.scope, 1200)
  return place(postedPath('M13', demo.booked.token, sealQuote(deps.context.secret, quote)))
}
