import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { MemberScope } from '#domain/access/scope.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { makeRefundWorld, type RefundWorld } from '../../../test/refund-world.ts'
import { commitChange } from './commit-change.ts'
import { expireCredits } from './expire-credits.ts'
import { quoteChange } from './quote-change.ts'
import { decidePayment, recordPayment, type PaymentToRecord } from './record-payment.ts'
import { releaseUnpaid } from './release-held.ts'
import { requestRefund } from './request-refund.ts'
import { balanceOfBooking } from './sale.ts'
import { settleRefund } from './settle-refund.ts'

let world: RefundWorld
let bo: MemberScope

beforeAll(async () => {
  world = await makeRefundWorld()
  bo = await world.setMember(world.bo, { role: 'dispatcher' })
})
afterAll(() => world.close())
afterEach(async () => expect(await world.faults()).toEqual([]))

const CASH: PaymentToRecord = { method: 'cash', amountMinor: 10000n, reference: '' }

const pay = (member: MemberScope, bookingId: string, changes: Partial<PaymentToRecord> = {}) =>
  recordPayment(world.context, member, bookingId, { ...CASH, ...changes })

/** A booking that is made and owes 100 dollars. */
async function owingBooking(): Promise<string> {
  const { bookingId } = await world.bookAgain()
  const paid = await pay(world.alva, bookingId)
  if (!paid.ok) throw new Error(JSON.stringify(paid.refusal))
  const back = await requestRefund(world.context, world.alva, bookingId, {
    paymentId: paid.value.paymentId,
    amountMinor: 10000n,
    way: 'outside',
    reference: `start ${bookingId}`,
    reason: '',
  })
  expect(back).toMatchObject({ ok: true, value: { state: 'succeeded' } })
  return bookingId
}

const balance = async (bookingId: string) => balanceOfBooking(await world.load({ bookingId }))

test('cash that Alva writes down makes a held booking', async () => {
  const { bookingId } = await world.bookAgain()
  expect(await pay(world.alva, bookingId, { amountMinor: 9999n })).toMatchObject({
    refusal: { code: 'amount_too_small', leastMinor: '10000' },
  })
  expect(await pay(world.alva, bookingId)).toMatchObject({ ok: true, value: { state: 'succeeded' } })
  const booking = await world.load({ bookingId })
  expect(booking.heldUntil).toBeNull()
  expect(booking.sessions[0]).toMatchObject({ state: 'scheduled', chargedMinor: 10000n, paidMinor: 10000n })
})

test('what Bo writes down waits, keeps the times, and is booked when Alva approves', async () => {
  const { bookingId } = await world.bookAgain()
  const paid = await pay(bo, bookingId)
  if (!paid.ok) throw new Error(paid.refusal.code)
  expect(paid.value.state).toBe('pending')
  await world.pass({ minutes: 11 })
  expect(await releaseUnpaid(world.context, world.providers)).toBe(0)
  expect((await world.load({ bookingId })).sessions[0]!.state).toBe('held')
  // Nothing is booked while it waits, and it cannot be given back (octopus 20 of §18).
  const asked = {
    paymentId: paid.value.paymentId,
    amountMinor: 1n,
    way: 'outside' as const,
    reference: '',
    reason: '',
  }
  expect(await requestRefund(world.context, world.alva, bookingId, asked)).toMatchObject({
    refusal: { code: 'payment_not_settled', state: 'pending' },
  })
  const decide = (member: MemberScope, decision: 'approve' | 'reject') =>
    decidePayment(world.context, member, paid.value.paymentId, decision)
  expect(await decide(bo, 'approve')).toMatchObject({ refusal: { code: 'not_permitted' } })
  const both = await Promise.all([decide(world.alva, 'approve'), decide(world.alva, 'reject')])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  if ((await world.payment(paid.value.paymentId)).state === 'succeeded')
    expect((await world.load({ bookingId })).sessions[0]!.state).toBe('scheduled')
})

test('what Alva rejects was never booked, and a held booking gives its times back', async () => {
  const { bookingId } = await world.bookAgain()
  const paid = await pay(bo, bookingId)
  if (!paid.ok) throw new Error(paid.refusal.code)
  expect(await decidePayment(world.context, world.alva, paid.value.paymentId, 'reject')).toMatchObject({
    ok: true,
    value: { state: 'rejected' },
  })
  expect(await releaseUnpaid(world.context, world.providers)).toBe(1)
  expect((await world.load({ bookingId })).sessions[0]!.state).toBe('canceled')
  expect(await world.payment(paid.value.paymentId)).toMatchObject({ captured_minor: 0n })
})

test('nobody writes down more than is owed, counting what waits', async () => {
  const bookingId = await owingBooking()
  expect(await pay(bo, bookingId, { amountMinor: 10001n })).toMatchObject({
    refusal: { code: 'amount_too_large', field: 'amountMinor', mostMinor: '10000', currency: 'USD' },
  })
  for (const amountMinor of [0n, -1n])
    expect(await pay(bo, bookingId, { amountMinor })).toMatchObject({
      refusal: { code: 'amount_not_positive' },
    })
  expect(await pay(bo, bookingId, { reference: 'x'.repeat(101) })).toMatchObject({
    refusal: { code: 'reference_too_long', longest: 100 },
  })
  const raced = await Promise.all(Array.from({ length: 8 }, () => pay(bo, bookingId, { amountMinor: 6000n })))
  expect(raced.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await balance(bookingId)).toBe(10000n)
  expect(
    await pay(world.alva, bookingId, { amountMinor: 4000n, method: 'cheque', reference: 'C-17' }),
  ).toMatchObject({ ok: true })
  expect(await balance(bookingId)).toBe(6000n)
})

test('two clicks on one form are one payment', async () => {
  const bookingId = await owingBooking()
  const form = { amountMinor: 1000n, paidBeforeMinor: 10000n }
  const clicks = await Promise.all([pay(world.alva, bookingId, form), pay(world.alva, bookingId, form)])
  expect(clicks.map(({ ok }) => ok).toSorted()).toEqual([false, true])
  expect(await balance(bookingId)).toBe(9000n)
})

test('where payments need no approval, what Bo writes down counts at once', async () => {
  await sql`update organizations set payments_need_approval = false where id = ${world.orgId}`.execute(
    world.context.db,
  )
  const bookingId = await owingBooking()
  expect(await pay(bo, bookingId)).toMatchObject({ value: { state: 'succeeded' } })
  await sql`update organizations set payments_need_approval = true where id = ${world.orgId}`.execute(
    world.context.db,
  )
})

test('cash does not go back through a provider', async () => {
  const { bookingId } = await world.bookAgain()
  const paid = await pay(world.alva, bookingId)
  if (!paid.ok) throw new Error(paid.refusal.code)
  const asked = {
    paymentId: paid.value.paymentId,
    amountMinor: 1n,
    way: 'provider' as const,
    reference: '',
    reason: '',
  }
  expect(await requestRefund(world.context, world.alva, bookingId, asked)).toMatchObject({
    refusal: { code: 'way_not_possible' },
  })
})

test('what a rule gives back by itself arrives, once', async () => {
  await sql`update organizations set refund_setting = 'automatic' where id = ${world.orgId}`.execute(
    world.context.db,
  )
  const { booking, paymentId } = await world.paidBooking()
  const session = (await world.load(booking)).sessions[0]!
  const quote = await quoteChange(world.context.reader, booking.scope, {
    bookingId: booking.bookingId,
    cancel: [session.id],
    reschedule: [],
    channel: 'mail_link',
  })
  if (!quote.ok) throw new Error(quote.refusal.code)
  const receipt = await commitChange(world.context, booking.scope, quote.value, {})
  if (!receipt.ok) throw new Error(receipt.refusal.code)
  expect(receipt.value.money!.refunds).toHaveLength(1)
  for (const { refund } of receipt.value.money!.refunds)
    expect(await settleRefund(world.context, world.providers, world.orgId, refund)).toBe('succeeded')
  expect(await world.givenBack(paymentId)).toBe(10000n)
})

/** Cleo's credit of 50 dollars that ends in 30 days, and a booking made with it alone. */
async function creditSpent(): Promise<{ bookingId: string; creditId: string; paymentId: string }> {
  const { bookingId } = await world.bookAgain()
  const { id: customerId } = (await world.load({ bookingId })).customer
  const creditId = crypto.randomUUID()
  const at = await world.now()
  await world.context.db
    .insertInto('credits')
    .values({
      org_id: world.orgId,
      id: creditId,
      customer_id: customerId,
      booking_id: bookingId,
      granted_minor: 5000n,
      currency: 'USD',
      expires_at: at.add({ hours: 24 * 20 }),
      created_at: at,
    })
    .execute()
  // Credit comes out of money that was paid.
  await pay(world.alva, bookingId)
  const grant = crypto.randomUUID()
  const about = { org_id: world.orgId, booking_id: bookingId }
  await sql`select write_rows(${JSON.stringify({
    money: [],
    ledger_transactions: [
      { ...about, id: grant, kind: 'credit_granted', credit_id: creditId, at: at.toString() },
    ],
    ledger_entries: [
      {
        ...about,
        transaction_id: grant,
        position: 0,
        account: 'received',
        amount_minor: 5000,
        currency: 'USD',
      },
      {
        ...about,
        transaction_id: grant,
        position: 1,
        account: 'credit',
        credit_id: creditId,
        amount_minor: -5000,
        currency: 'USD',
      },
    ],
  })}::jsonb)`.execute(world.context.db)
  const spender = await world.bookAgain({ creditOf: customerId })
  await pay(world.alva, spender.bookingId, { amountMinor: 5000n })
  const booking = await world.load(spender)
  const payment = booking.money.payments.find(({ provider }) => provider === 'credit')
  return { bookingId: spender.bookingId, creditId, paymentId: payment!.id }
}

const leftOf = async (creditId: string) => {
  const { rows } = await sql<{ left: bigint }>`
    select (-coalesce(sum(amount_minor), 0))::bigint as left from ledger_entries where credit_id = ${creditId}`.execute(
    world.context.db,
  )
  return rows[0]!.left
}

test('what was paid with credit goes back to it; once it ended, to a new one of twelve months', async () => {
  const { bookingId, creditId, paymentId } = await creditSpent()
  expect(await leftOf(creditId)).toBe(0n)
  const back = async (amountMinor: bigint) => {
    const asked = await requestRefund(world.context, world.alva, bookingId, {
      paymentId,
      amountMinor,
      way: 'provider',
      reference: '',
      reason: '',
    })
    if (!asked.ok) throw new Error(JSON.stringify(asked.refusal))
    expect(await settleRefund(world.context, world.providers, world.orgId, asked.value.refundId)).toBe(
      'succeeded',
    )
    expect(await settleRefund(world.context, world.providers, world.orgId, asked.value.refundId)).toBe(
      'succeeded',
    )
  }
  await back(2000n)
  expect(await leftOf(creditId)).toBe(2000n)
  await moveClock(world.context, world.scope, 24 * 3600 * 21)
  // Ended, though no sweep has said so yet.
  await back(1000n)
  expect(await leftOf(creditId)).toBe(2000n)
  const { rows } = await sql<{ id: string; expires_at: Temporal.Instant; created_at: Temporal.Instant }>`
    select id, expires_at, created_at from credits where id <> ${creditId} and booking_id = ${bookingId}`.execute(
    world.context.db,
  )
  expect(rows).toHaveLength(1)
  expect(await leftOf(rows[0]!.id)).toBe(1000n)
  expect(Math.round(rows[0]!.created_at.until(rows[0]!.expires_at).total('hours') / 24)).toBe(365)

  expect(await expireCredits(world.context)).toBe(1)
  expect(await expireCredits(world.context)).toBe(0)
  expect(await leftOf(creditId)).toBe(0n)
  expect(await leftOf(rows[0]!.id)).toBe(1000n)
})
