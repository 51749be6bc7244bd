import { expect } from 'vitest'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { addMember } from '#domain/team/members.ts'
import { commitChange } from './commit-change.ts'
import { listFeeDecisions } from './fees.ts'
import { balanceOfBooking } from './sale.ts'

/**
 * The clinic with fees: its policy has no money rule of its own, so the late fee decides, £12.00 within a day, after
 * somebody was asked. A visit for nothing is £15.00, a no-show £9.00; each fee has 20 % tax in it.
 */
export function feeWorld(): Promise<MoneyWorld> {
  return moneyWorld({
    rules: { cancel: { tiers: [] } },
    settings: {
      cancellationFeeMinor: 1200n,
      cancellationFeeWindowMinutes: 1440,
      customerCancellationFee: 'ask_staff',
      callOutFeeMinor: 1500n,
      noShowFeeMinor: 900n,
      feeTaxBasisPoints: 2000,
      refundSetting: 'automatic',
    },
  })
}

/** Somebody new in the team. */
export async function join(world: MoneyWorld, name: string, roleKey: string): Promise<MemberScope> {
  const email = `${name.toLowerCase()}@harbour.example`
  const person = { name, email, title: '', zone: 'Europe/London', roleKey, password: null }
  const joined = await addMember(world.context, world.scope, person)
  if (!joined.ok) throw new Error(joined.refusal.code)
  return (await scopeOfMember(world.context.reader, world.orgId, joined.value.memberId))!
}

export async function setRefunds(world: MoneyWorld, refundSetting: 'none' | 'manual' | 'automatic') {
  const before = await loadFinancialSettings(world.context.reader, world.scope)
  const { currency: _currency, provider: _provider, ...settings } = before
  await saveFinancialSettings(world.context, world.scope, { ...settings, refundSetting })
}

/** Lets time pass until so many hours before the booking, if it has not passed. */
export async function passUntil(world: MoneyWorld, booking: HeldBooking, hours: number) {
  const until = (await world.now()).until(booking.starts[0]!)
  const left = Math.ceil(until.total('seconds') - hours * 3600)
  if (left > 0) await world.pass({ seconds: left })
}

export async function sessionOf(world: MoneyWorld, booking: HeldBooking) {
  return (await world.load(booking)).sessions[0]!
}

export async function balance(world: MoneyWorld, booking: HeldBooking): Promise<bigint> {
  return balanceOfBooking(await world.load(booking))
}

/** The lines of the invoice: kind, as agreed, as asked for now, and the tax in that. */
export async function lines(world: MoneyWorld, booking: HeldBooking) {
  const { invoice } = (await world.load(booking)).money
  return invoice!.lines.map((line) => [line.kind, line.amountMinor, line.payableMinor, line.taxMinor])
}

export function refunds(world: MoneyWorld, booking: HeldBooking) {
  return world.context.reader
    .selectFrom('refunds')
    .where('booking_id', '=', booking.bookingId)
    .select(['state', 'amount_minor', 'cause', 'requested_by'])
    .orderBy('id')
    .execute()
}

/** Cleo pays £40.00 and cancels an hour before; £12.00 are kept until somebody decides. */
export async function canceledLate(world: MoneyWorld): Promise<{ booking: HeldBooking; fee: string }> {
  const booking = await world.buy('full')
  await passUntil(world, booking, 1)
  const quote = await quotingIn(() => world).quote(booking.scope, booking, {
    cancel: [(await sessionOf(world, booking)).id],
  })
  expect([quote.refundMinor, quote.undecidedMinor]).toEqual(['2800', '1200'])
  const committed = await commitChange(world.context, booking.scope, quote, {})
  expect(committed.ok).toBe(true)
  const filters = { bookingId: booking.bookingId, open: true }
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, filters)
  expect(asked).toMatchObject({ kind: 'cancellation', decision: 'asked', defaultMinor: 1200n })
  return { booking, fee: asked!.id }
}
