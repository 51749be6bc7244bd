import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeRefundWorld, type RefundWorld } from '../../../test/refund-world.ts'
import { requestRefund } from './request-refund.ts'
import { askStalePayments, requeueRefunds } from './requeue-money.ts'
import { settleRefund } from './settle-refund.ts'
import { settleOrClose } from './settle-stale.ts'
import { startPayment } from './start-payment.ts'

let world: RefundWorld

beforeAll(async () => {
  world = await makeRefundWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await forgetJobs()
})

const forgetJobs = () => sql`delete from pgboss.job where name like 'settle_%'`.execute(world.context.db)

/** Jobs about one thing, with the whole minutes until they start. */
async function jobsFor(id: string): Promise<number[]> {
  const { rows } = await sql<{ minutes: number }>`
    select round(extract(epoch from start_after - now()) / 60)::int as minutes from pgboss.job
    where name like 'settle_%' and ${id} in (data ->> 'refundId', data ->> 'paymentId')`.execute(
    world.context.db,
  )
  return rows.map(({ minutes }) => minutes)
}

async function approved(amountMinor: bigint, way: 'provider' | 'outside' = 'provider'): Promise<string> {
  const { booking, paymentId } = await world.paidBooking()
  const asked = { paymentId, amountMinor, way, reference: '', reason: '' }
  const outcome = await requestRefund(world.context, world.alva, booking.bookingId, asked)
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.value.refundId
}

test('a refund whose job was lost gets another one, and no second beside it', async () => {
  const refundId = await approved(4000n)
  expect(await jobsFor(refundId)).toHaveLength(1)
  await forgetJobs()
  await requeueRefunds(world.context)
  await requeueRefunds(world.context)
  expect(await jobsFor(refundId)).toEqual([0])
})

test('one that is on its way is asked about a quarter of an hour later, and one that arrived is not', async () => {
  const pending = await approved(4014n)
  const arrived = await approved(4000n)
  for (const id of [pending, arrived]) await settleRefund(world.context, world.providers, world.orgId, id)
  await forgetJobs()
  await requeueRefunds(world.context)
  expect(await jobsFor(pending)).toEqual([15])
  expect(await jobsFor(arrived)).toEqual([])
})

test('nothing is asked about what a member hands back, nor before a refund is due', async () => {
  const outside = await approved(4000n, 'outside')
  const later = await approved(4000n)
  await sql`update refunds set due_at = ${(await world.now()).add({ hours: 1 })} where id = ${later}`.execute(
    world.context.db,
  )
  await forgetJobs()
  await requeueRefunds(world.context)
  expect([await jobsFor(outside), await jobsFor(later)]).toEqual([[], []])
  expect(await settleRefund(world.context, world.providers, world.orgId, later)).toBe('approved')
  await world.pass({ minutes: 61 })
  await requeueRefunds(world.context)
  expect(await jobsFor(later)).toEqual([0])
})

test('a payment that nobody came back from is asked about after a minute, then less and less often', async () => {
  const booking = await world.bookAgain()
  const opened = await startPayment(
    world.context,
    world.providers,
    booking.scope,
    { kind: 'booking' },
    () => 'http://kept.test',
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  const { payment } = opened.value
  const askedAfter = async (seconds: number) => {
    await world.pass({ seconds })
    await forgetJobs()
    await askStalePayments(world.context)
    const asked = (await jobsFor(payment)).length > 0
    if (asked) await settleOrClose(world.context, world.providers, world.orgId, payment)
    return asked
  }
  expect(await askedAfter(30)).toBe(false)
  expect(await askedAfter(60)).toBe(true)
  expect(await askedAfter(30)).toBe(false)
  expect(await askedAfter(600)).toBe(true)
  // Its time is over by now, and its page was closed.
  expect(await world.payment(payment)).toMatchObject({ state: 'expired' })
  expect(await askedAfter(60)).toBe(false)
})
