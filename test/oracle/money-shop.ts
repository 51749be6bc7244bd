import { openPaymentProviders } from '#integrations/payments/index.ts'
import { fateOf, payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { recordPayment } from '#domain/bookings/record-payment.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment, type PayFor } from '#domain/bookings/start-payment.ts'
import { saveDiscountCode } from '#domain/event-types/discount-codes.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import {
  loadFinancialSettings,
  saveFinancialSettings,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import { saveHours } from '#domain/team/hours.ts'
import { makeWorld, PANEL, type CleosBooking, type World } from '../world.ts'
import { amountOf, cancelRuleOf, instantOf, toRule } from './money-booking.ts'
import type { Dice } from './money-cases.ts'
import { dueFirst, priceBy, type MoneyCase } from './money-oracle.ts'

/** Alva's, who works around the clock and sells whatever a case says, one booking after the other. */
export interface Shop {
  world: World
  payments: PaymentProviders
  currency: string
  hasProvider: boolean
  /** The first half hour from then on that nobody has. */
  freeFrom(from: Temporal.Instant): Temporal.Instant
}

export type Deal = Omit<MoneyCase, 'books'>

const HALF_HOUR = 1_800_000

export async function openShop(currency: string, hasProvider: boolean): Promise<Shop> {
  const first = Temporal.Instant.from('2026-12-01T15:00:00Z')
  const world = await makeWorld({
    organization: { currency, zone: 'UTC', locale: 'en-GB' },
    booking: { starts: [first] },
  })
  const { context, scope } = world
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }))
  await saveHours(context, scope, world.alva.actor.memberId, { weekly, overrides: [] })
  const payments = openPaymentProviders({ db: context.db, publicUrl: world.config.publicUrl })
  if (hasProvider) await savePaymentAccount(context, scope, { provider: 'fake', secrets: {} }, payments)
  const taken = new Set([first.epochMilliseconds / HALF_HOUR])
  return {
    world,
    payments,
    currency,
    hasProvider,
    freeFrom(from) {
      let start = Math.ceil(from.epochMilliseconds / HALF_HOUR)
      while (taken.has(start)) start += 1
      taken.add(start)
      return Temporal.Instant.fromEpochMilliseconds(start * HALF_HOUR)
    },
  }
}

/** Puts the deal in force, and Cleo books it. What the terms want before that is paid at the test bank. */
export async function sell(shop: Shop, deal: Deal, roll: Dice, number: number): Promise<CleosBooking> {
  const { world } = shop
  await offer(shop, deal, roll)
  const code = deal.discount ? `CODE-${number}` : undefined
  if (deal.discount) {
    const saved = await saveDiscountCode(world.context, world.scope, null, {
      code: code!,
      amount: amountOf(deal.discount),
      eventTypeId: null,
      validFrom: null,
      validUntil: null,
      mostUses: null,
      active: true,
    })
    if (!saved.ok) throw new Error(`The code was refused: ${saved.refusal.code}`)
  }
  const booking = await world.bookAgain({
    starts: deal.sessions.map(({ start }) => instantOf(start)),
    requestKey: `case ${number}`,
    ...(code ? { discountCode: code } : {}),
  })
  const { heldUntil } = await world.load(booking)
  if (heldUntil) await payFor(shop, booking, { kind: 'booking' })
  return booking
}

/** The policy, the price and what the organization decided about money; bookings that exist keep theirs. */
export async function offer({ world }: Shop, deal: Deal, roll: Dice): Promise<void> {
  const { context, scope } = world
  const { late } = deal
  const rules = { cancel: cancelRuleOf({ ...deal, books: [] }), reschedule: toRule(deal.rules.move) }
  await savePolicy(context, scope, { id: world.policyId, name: null, rules })
  const {
    currency: _currency,
    provider: _provider,
    ...before
  } = await loadFinancialSettings(context.reader, scope)
  const settings: FinancialSettings = {
    ...before,
    feeTaxBasisPoints: deal.feeTaxBasisPoints,
    cancellationFeeMinor: late?.total ?? null,
    cancellationFeeWindowMinutes: late?.windowMinutes ?? 1_440,
    customerCancellationFee: late?.customers ?? 'off',
    refundSetting: roll.pick(['automatic', 'automatic', 'manual', 'none']),
  }
  await saveFinancialSettings(context, scope, settings)
  const saved = await saveEventType(context, scope, world.eventTypeId, {
    ...PANEL,
    hostRule: 'one',
    sessionCount: deal.sessions.length,
    horizonDays: 365,
    priceMinor: deal.priceMinor,
    paymentMode: deal.collected ? 'price_collected' : 'price_shown',
    paymentTerms:
      deal.terms.kind === 'deposit'
        ? { kind: 'deposit', amount: amountOf(deal.terms.part) }
        : { kind: deal.terms.kind },
    tax: deal.tax,
    seats: [{ role: 'primary', label: '', candidates: [world.alva.actor.memberId] }],
  })
  if (!saved.ok) throw new Error(`The event type was refused: ${saved.refusal.code}`)
}

/** Nothing, all or some of what is still owed, online or in cash. */
export async function payMore(shop: Shop, booking: CleosBooking, roll: Dice): Promise<void> {
  const { world } = shop
  const balance = balanceOfBooking(await world.load(booking))
  const how = roll.pick(['nothing', 'online', 'cash', 'some cash'])
  if (balance <= 0n || how === 'nothing') return
  if (how === 'online') {
    if (shop.hasProvider && goesWell(balance)) await payFor(shop, booking, { kind: 'balance' })
    return
  }
  const amountMinor = how === 'cash' ? balance : 1n + (balance - 1n) / BigInt(roll.int(2, 5))
  const payment = { method: 'cash' as const, amountMinor, reference: '' }
  const paid = await recordPayment(world.context, world.alva, booking.bookingId, payment)
  if (!paid.ok) throw new Error(`The cash was refused: ${JSON.stringify(paid.refusal)}`)
}

/** True when it is paid; false when a session began in the moment before. */
export async function payFor(shop: Shop, booking: CleosBooking, what: PayFor): Promise<boolean> {
  const { world, payments } = shop
  const opened = await startPayment(
    world.context,
    payments,
    booking.scope,
    what,
    (id) => `http://kept.test/${id}`,
  )
  if (!opened.ok && opened.refusal.code === 'policy' && opened.refusal.refusal.code === 'started')
    return false
  if (!opened.ok) throw new Error(`Cleo could not pay: ${JSON.stringify(opened.refusal)}`)
  await payTestPayment(world.context.db, opened.value.payUrl.split('/').at(-1)!)
  const state = await settlePayment(world.context, payments, world.orgId, opened.value.payment)
  if (state !== 'succeeded') throw new Error(`The payment is ${state}.`)
  return true
}

/** True for amounts that the test bank takes without a story of its own. */
export function goesWell(amountMinor: bigint): boolean {
  return fateOf(amountMinor) === 'paid'
}

/** A deal whose sessions lie in the shop's next days, and whose first payment goes well. */
export function placed(shop: Shop, bare: Deal, roll: Dice, now: Temporal.Instant): Deal {
  const lead = roll.pick([120, 1_500, 3_000, 11_000])
  let from = now.add({ minutes: lead })
  const sessions = bare.sessions.map(() => {
    const start = shop.freeFrom(from)
    from = start.add({ minutes: 30 * roll.int(1, 60) })
    return { state: 'scheduled' as const, start: start.epochNanoseconds / 1_000n, moves: 0 }
  })
  const { rules, late } = bare
  const deal: Deal = {
    ...bare,
    sessions,
    rules: {
      cancel: { ...rules.cancel, until: roll.chance(0.8) ? 'start' : 60, reason: 'optional' },
      move: { ...rules.move, until: roll.chance(0.8) ? 'start' : 60, reason: 'optional' },
    },
    switches: { cancel: true, move: true },
    priceMinor: bare.priceMinor % 100_000_000n,
    late: late && { ...late, total: 1n + (late.total % 100_000n) },
  }
  const due = () => dueFirst(deal.terms, priceBy(deal.priceMinor, deal.discount, deal.tax).total)
  if (!goesWell(due())) deal.terms = { kind: 'pay_at_venue' }
  return deal
}

/** The case that a booking is now, for the second opinion. */
export function caseOf(shop: Shop, deal: Deal, booking: Booking): MoneyCase {
  return {
    ...deal,
    // What the organization decides about fees acts live.
    feeTaxBasisPoints: booking.organization.money.feeTaxBasisPoints,
    provider: shop.hasProvider,
    bookedAt: booking.createdAt.epochNanoseconds / 1_000n,
    sessions: booking.sessions.map((session) => ({
      state: session.state as 'scheduled' | 'canceled',
      start: session.startsAt.epochNanoseconds / 1_000n,
      moves: session.rescheduleCount,
    })),
    books: booking.sessions.map((session) => ({
      fees: session.chargedMinor - (session.state === 'canceled' ? 0n : session.priceShareMinor),
      paid: session.paidMinor,
    })),
  }
}
