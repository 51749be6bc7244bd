import { now } from '#platform/clock.ts'
import { scopeOfLink, scopeOfMember, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { ChangeChoices } from '#domain/bookings/change.ts'
import { decideRefund } from '#domain/bookings/decide-refund.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { recordPayment, type PaymentToRecord } from '#domain/bookings/record-payment.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { primaryHost } from '#domain/bookings/booking.ts'
import { bookSample, freeStarts, value, type Business } from './town-build.ts'
import { CUSTOMERS } from './town-customers.ts'
import { payAtBank, sendRefunds, type Payer, type Till } from './town-till.ts'

/** What becomes of money on the last day of the sample week, so that every list of the team has something to show. */
export async function clinicMoney(till: Till, business: Business): Promise<void> {
  const stand: Stand = { till, business }
  const credited = await bookSoon(stand, 'follow-up', 2)
  await cancel(stand, credited, { take: 'credit' })
  const halved = await bookSoon(stand, 'follow-up', 5)
  await cancel(stand, halved)
  const disputed = await bookSoon(stand, 'follow-up', 9)
  // The test bank gives nothing back that ends in 13.
  await askBack(stand, disputed, await member(stand, 'dana'), 1013n, 'We began a quarter of an hour late.')
  const cold = await bookSoon(stand, 'hydrotherapy', 1)
  await askBack(stand, cold, await member(stand, 'priya'), 1500n, 'The water was cold.')
}

export async function homeCareMoney(till: Till, business: Business): Promise<void> {
  const stand: Stand = { till, business }
  const founder = await member(stand, 'hugh')
  const waiting = await bookSoon(stand, 'care-visit', 6)
  const carer = (await scopeOfMember(till.context.db, business.scope.orgId, await hostOf(stand, waiting)))!
  await payByHand(stand, waiting, carer, { method: 'cash', amountMinor: 7800n, reference: '' })
  for (const [customer, decides] of [
    [8, false],
    [1, true],
  ] as const) {
    const visit = await bookSoon(stand, 'repair-visit', customer)
    const reference = `Transfer ${customer + 1}`
    await payByHand(stand, visit, founder, { method: 'bank_transfer', amountMinor: 14_000n, reference })
    const [refundId] = await cancel(stand, visit)
    if (decides) value(await decideRefund(till.context, founder, refundId!, { decision: 'approve' }))
  }
}

interface Stand {
  till: Till
  business: Business
}

interface Visit extends Payer {
  bookingId: string
}

/** The first time from three hours on, paid where it is paid online. */
async function bookSoon(stand: Stand, eventType: string, customer: number): Promise<Visit> {
  const { till, business } = stand
  const from = (await now(till.context.db, business.scope.orgId)).add({ hours: 3 })
  const [start] = await freeStarts(till.context, business, eventType, from, from.add({ hours: 72 }))
  const booked = (await bookSample(till.context, business, eventType, [start!], CUSTOMERS[customer]!))!
  const scope = (await scopeOfLink(till.context.db, booked.token)) as CustomerScope
  if (booked.isHeld) await payAtBank(till, { scope, token: booked.token })
  return { scope, token: booked.token, bookingId: booked.bookingId }
}

/** Returns the refunds that follow. */
async function cancel(
  { till }: Stand,
  { scope, bookingId }: Visit,
  choices: ChangeChoices = {},
): Promise<string[]> {
  const { context } = till
  const booking = (await loadBooking(context.db, scope, bookingId))!
  const wanted = { bookingId, cancel: booking.sessions.map((session) => session.id), reschedule: [] }
  const quote = value(await quoteChange(context.db, scope, { ...wanted, channel: 'seed' }))
  const receipt = value(
    await commitChange(context, scope, quote, { reason: 'The time no longer works', ...choices }),
  )
  await sendRefunds(till, scope.orgId, bookingId)
  return receipt.money!.refunds.map(({ refund }) => refund)
}

async function askBack(
  { till }: Stand,
  { scope, bookingId }: Visit,
  asks: MemberScope,
  amountMinor: bigint,
  reason: string,
): Promise<void> {
  const booking = (await loadBooking(till.context.db, scope, bookingId))!
  const paymentId = booking.money.payments[0]!.id
  const asked = { paymentId, amountMinor, way: 'provider' as const, reference: '', reason }
  value(await requestRefund(till.context, asks, bookingId, asked))
  await sendRefunds(till, scope.orgId, bookingId)
}

async function payByHand(
  { till }: Stand,
  { bookingId }: Visit,
  writes: MemberScope,
  payment: PaymentToRecord,
): Promise<void> {
  value(await recordPayment(till.context, writes, bookingId, payment))
}

async function member({ till, business }: Stand, key: string): Promise<MemberScope> {
  return (await scopeOfMember(till.context.db, business.scope.orgId, business.members[key]!))!
}

async function hostOf({ till }: Stand, { scope, bookingId }: Visit): Promise<string> {
  const booking = (await loadBooking(till.context.db, scope, bookingId))!
  return primaryHost(booking.sessions[0]!).ownerId
}
