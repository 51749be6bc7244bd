import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { declineTestPayment, payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { loadEventType } from '#domain/event-types/load-event-type.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { commitChange } from './commit-change.ts'
import { releaseUnpaid } from './release-held.ts'
import { balanceOfBooking } from './sale.ts'
import { settlePayment } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import type { CleosBooking } from '../../../test/world.ts'

const HALF_LATE = [
  { fromNoticeMinutes: 48 * 60, amount: { kind: 'percent' as const, percent: 100 } },
  { fromNoticeMinutes: 0, amount: { kind: 'percent' as const, percent: 50 } },
]
const FIVE_LATE = [
  { fromNoticeMinutes: 48 * 60, amount: { kind: 'percent' as const, percent: 0 } },
  { fromNoticeMinutes: 0, amount: { kind: 'amount' as const, minor: '500' } },
]

let world: World
let providers: PaymentProviders
const words = quotingIn(() => world)

beforeAll(async () => {
  world = await makeWorld({
    rules: {
      cancel: { allowed: { kind: 'any_time' }, tiers: HALF_LATE },
      reschedule: { allowed: { kind: 'any_time' }, tiers: FIVE_LATE },
    },
  })
  providers = openPaymentProviders({ db: world.context.db, publicUrl: 'http://kept.example' })
  const connected = await savePaymentAccount(
    world.context,
    world.alva,
    { provider: 'fake', secrets: {} },
    providers,
  )
  expect(connected.ok).toBe(true)
  const panel = (await loadEventType(world.context.db, world.alva, world.eventTypeId))!
  await saveEventType(world.context, world.alva, world.eventTypeId, {
    ...panel,
    priceMinor: 4000n,
    paymentMode: 'price_collected',
  })
  await sql`update organizations set refund_setting = 'automatic' where id = ${world.orgId}`.execute(
    world.context.db,
  )
})
afterAll(() => world.close())

const faults = async () =>
  (await sql`select * from ledger_faults(${world.orgId})`.execute(world.context.db)).rows

async function payFor(booking: CleosBooking, what: Parameters<typeof startPayment>[3]): Promise<string> {
  const opened = await startPayment(
    world.context,
    providers,
    booking.scope,
    what,
    (id) => `http://kept.example/${id}`,
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
  const reference = opened.value.payUrl.split('/').at(-1)!
  await payTestPayment(world.context.db, reference)
  await settlePayment(world.context, providers, world.orgId, opened.value.payment)
  return opened.value.payment
}

test('Cleo pays, and only then is the booking made; moving late costs her the fee, canceling late brings half back', async () => {
  const booking = await world.bookAgain()
  expect((await world.load(booking)).sessions.map((session) => session.state)).toEqual(['held'])
  await payFor(booking, { kind: 'booking' })
  const made = await world.load(booking)
  expect(made.sessions[0]).toMatchObject({ state: 'scheduled', chargedMinor: 4000n, paidMinor: 4000n })
  expect(made.heldUntil).toBeNull()
  expect(made.money.invoice!.lines.map((line) => [line.kind, line.payableMinor])).toEqual([
    ['session', 4000n],
  ])
  expect(await faults()).toEqual([])

  // Two days and an hour before: then it is late.
  const start = made.sessions[0]!.startsAt
  await world.pass({ hours: Math.ceil((await world.now()).until(start).total('hours')) - 40 })
  const session = made.sessions[0]!.id
  const move = await words.quote(booking.scope, booking, {
    reschedule: [{ session, start: start.add({ minutes: 30 }) }],
  })
  expect([move.feeMinor, move.payNowMinor]).toEqual(['500', '500'])
  const unpaid = await commitChange(world.context, booking.scope, move, {})
  expect(unpaid).toMatchObject({ ok: false, refusal: { code: 'payment_required' } })
  await payFor(booking, { kind: 'change', quote: move, choices: {} })
  const moved = await world.load(booking)
  expect(moved.sessions[0]!.startsAt.equals(start.add({ minutes: 30 }))).toBe(true)
  expect(moved.sessions[0]).toMatchObject({ chargedMinor: 4500n, paidMinor: 4500n })
  expect(await faults()).toEqual([])

  const cancel = await words.quote(booking.scope, booking, { cancel: [session] })
  expect([cancel.refundMinor, cancel.keptMinor]).toEqual(['2000', '2000'])
  const done = await commitChange(world.context, booking.scope, cancel, {})
  expect(done).toMatchObject({ ok: true, value: { money: { refundMinor: '2000', keptMinor: '2000' } } })
  const gone = await world.load(booking)
  expect(balanceOfBooking(gone)).toBe(0n)
  expect(gone.money.payments.map((payment) => [payment.amountMinor, payment.refundedMinor])).toEqual([
    [4000n, 1500n],
    [500n, 500n],
  ])
  expect(await faults()).toEqual([])
})

test('whoever does not pay in time gives the times back, and money that comes later goes back', async () => {
  const booking = await world.bookAgain()
  const opened = await startPayment(
    world.context,
    providers,
    booking.scope,
    { kind: 'booking' },
    () => 'http://x',
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  await world.pass({ minutes: 11 })
  expect(await releaseUnpaid(world.context, providers)).toBe(1)
  expect((await world.load(booking)).sessions[0]!.state).toBe('canceled')
  expect(await faults()).toEqual([])
})

test('money that arrives when somebody else has the time goes back by itself, and the customer is told', async () => {
  const late = await world.bookAgain()
  const { sessions } = await world.load(late)
  const opened = await startPayment(
    world.context,
    providers,
    late.scope,
    { kind: 'booking' },
    () => 'http://x',
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  await world.pass({ minutes: 11 })
  const faster = await world.bookAgain({ starts: [sessions[0]!.startsAt] })
  await payFor(faster, { kind: 'booking' })
  await payTestPayment(world.context.db, opened.value.payUrl.split('/').at(-1)!)
  await settlePayment(world.context, providers, world.orgId, opened.value.payment)
  const [payment] = (await world.load(late)).money.payments
  expect(payment).toMatchObject({ state: 'succeeded', capturedMinor: 4000n, refundedMinor: 4000n })
  const refunds = await world.context.db
    .selectFrom('refunds')
    .where('booking_id', '=', late.bookingId)
    .select(['state', 'cause', 'amount_minor'])
    .execute()
  expect(refunds).toEqual([{ state: 'approved', cause: 'late_payment', amount_minor: 4000n }])
  const told = await world.context.db
    .selectFrom('deliveries')
    .where('booking_id', '=', late.bookingId)
    .select(['kind', 'audience'])
    .execute()
  expect(told).toEqual([{ kind: 'late_payment', audience: 'customer' }])
  expect(await faults()).toEqual([])
})

test('a declined card leaves the booking held, and paying again makes it', async () => {
  const booking = await world.bookAgain()
  const opened = await startPayment(
    world.context,
    providers,
    booking.scope,
    { kind: 'booking' },
    () => 'http://x',
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  await declineTestPayment(world.context.db, opened.value.payUrl.split('/').at(-1)!)
  expect(await settlePayment(world.context, providers, world.orgId, opened.value.payment)).toBe('failed')
  expect((await world.load(booking)).sessions[0]!.state).toBe('held')
  await payFor(booking, { kind: 'booking' })
  expect((await world.load(booking)).sessions[0]!.state).toBe('scheduled')
  expect(await faults()).toEqual([])
})
