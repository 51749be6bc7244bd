import { invoicesOfBooking } from '#domain/bookings/invoices.ts'
import { recordPayment } from '#domain/bookings/record-payment.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { paths } from '#paths.ts'
import { value } from '../../../db/town-build.ts'
import { CLINIC } from '../../../db/town-clinic.ts'
import { CUSTOMERS } from '../../../db/town-customers.ts'
import { payAtBank } from '../../../db/town-till.ts'
import type { AppDeps } from '../deps.ts'
import { HOUR_SECONDS, staff, type DemoPlace, type DemoState } from './places.ts'
import {
  bookIn,
  changeAs,
  clinicWorld,
  homeCareWorld,
  member,
  reload,
  refundsLeave,
  type DemoBooking,
  type DemoWorld,
} from './worlds.ts'

/** What the team sees of money: on a booking, while canceling, in the queue of refunds, in the lists. */
export const STAFF_MONEY_STATES: DemoState[] = [
  { id: 'A4m', make: async (deps) => bookingPage(await courseInPart(deps)) },
  { id: 'A4w', make: async (deps) => bookingPage(await cashThatWaits(deps)) },
  { id: 'A4f', make: async (deps) => bookingPage(await feeToDecide(deps)) },
  { id: 'A5', make: async (deps) => cancelPage(await visitTomorrow(deps)) },
  { id: 'A5p', make: async (deps) => cancelPage(await treatmentToday(deps)) },
  { id: 'A6', make: async (deps) => staff(await manyRefunds(deps), paths.refundQueue()) },
  { id: 'A6p', make: async (deps) => staff(await manyRefunds(deps), paths.payments()) },
  { id: 'I2', make: async (deps) => invoicePage(await courseInPart(deps)) },
]

const bookingPage = (demo: DemoBooking) => staff(demo, paths.staffBooking(demo.booking.id))
const cancelPage = (demo: DemoBooking) => staff(demo, paths.staffCancel(demo.booking.id))

async function invoicePage(demo: DemoBooking): Promise<DemoPlace> {
  const owner = await member(demo, 'dana')
  const papers = await invoicesOfBooking(demo.deps.context.db, owner, demo.booking.id)
  return staff(demo, paths.staffInvoice(papers.find((paper) => paper.kind === 'invoice')!.id))
}

/** A course that was paid; the first session was canceled late, and half of it went back. */
async function courseInPart(deps: AppDeps): Promise<DemoBooking> {
  const demo = await bookIn(await clinicWorld(deps), 'back-care-course', { hoursAhead: 3 })
  await changeAs(demo, { cancel: 'first' })
  await refundsLeave(demo)
  return reload(demo)
}

/** The host took cash, and somebody who may approve payments has to look. */
async function cashThatWaits(deps: AppDeps): Promise<DemoBooking> {
  const demo = await bookIn(await clinicWorld(deps), 'desk-check', { hoursAhead: 20 })
  await takeCash(demo, 'omar', 2500n)
  return reload(demo)
}

async function visitTomorrow(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await homeCareWorld(deps), 'care-visit', { hoursAhead: 10, customer: CUSTOMERS[6]! })
}

async function treatmentToday(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps), 'follow-up', { hoursAhead: 4 })
}

/** A visit that was paid and canceled late: a member decides how much of it is kept. */
async function feeToDecide(deps: AppDeps): Promise<DemoBooking> {
  const demo = await visitTomorrow(deps)
  const payment = { method: 'bank_transfer' as const, amountMinor: 7800n, reference: 'BHC 0412' }
  const owner = await member(demo, 'hugh')
  value(await recordPayment(deps.context, owner, demo.booking.id, payment))
  await changeAs(await reload(demo), { cancel: true })
  return reload(demo)
}

async function takeCash(demo: DemoBooking, by: string, amountMinor: bigint): Promise<void> {
  const payment = { method: 'cash' as const, amountMinor, reference: '' }
  value(await recordPayment(demo.deps.context, await member(demo, by), demo.booking.id, payment))
}

/** Refunds of the last two days in every state, and payments of every kind. */
async function manyRefunds(deps: AppDeps): Promise<DemoWorld> {
  const money = {
    ...CLINIC.money!,
    settings: { ...CLINIC.money!.settings, refundSetting: 'manual' as const },
  }
  const world = await clinicWorld(deps, { money })
  const later = (hours: number) => moveClock(deps.context, world.business.scope, hours * HOUR_SECONDS)
  const book = (eventType: string, customer: number, hoursAhead: number) =>
    bookIn(world, eventType, { customer: CUSTOMERS[customer]!, hoursAhead })
  await moveClock(deps.context, world.business.scope, -46 * HOUR_SECONDS)
  await changeAs(await book('initial-assessment', 1, 55), { cancel: true })
  const swum = await book('hydrotherapy', 3, 60)
  await later(20)
  await askBack(swum, 'priya', 1500n, 'The water was cold.')
  await failingRefund(await book('follow-up', 4, 48))
  await later(20)
  await paidInCashAndCanceled(await book('desk-check', 5, 40))
  await takeCash(await book('desk-check', 7, 60), 'omar', 2500n)
  await later(6)
  await changeAs(await book('follow-up', 0, 4), { cancel: true })
  await declined(world)
  return world
}

async function askBack(demo: DemoBooking, by: string, amountMinor: bigint, reason: string): Promise<string> {
  const [payment] = demo.booking.money.payments
  const asked = { paymentId: payment!.id, amountMinor, way: 'provider' as const, reference: '', reason }
  const asks = await member(demo, by)
  return value(await requestRefund(demo.deps.context, asks, demo.booking.id, asked)).refundId
}

// The test bank gives nothing back that ends in 13.
async function failingRefund(demo: DemoBooking): Promise<void> {
  const refundId = await askBack(demo, 'dana', 1013n, 'We began a quarter of an hour late.')
  await settleRefund(demo.deps.context, demo.till.providers, demo.booking.orgId, refundId)
}

async function paidInCashAndCanceled(demo: DemoBooking): Promise<void> {
  await takeCash(demo, 'dana', 4000n)
  await changeAs(await reload(demo), { cancel: true })
}

async function declined(world: DemoWorld): Promise<void> {
  const demo = await bookIn(world, 'follow-up', { customer: CUSTOMERS[8]!, pays: false })
  const payer = { scope: demo.scope, token: demo.booked.token }
  await payAtBank(world.till, payer, { kind: 'booking' }, 'decline')
}
