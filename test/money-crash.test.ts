import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { requeueRefunds } from '#domain/bookings/requeue-money.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { ProviderUnsure } from '#domain/money/payment-provider.ts'
import type { MoneyProcess, Step } from './money-process.ts'
import { makeRefundWorld, type RefundWorld } from './refund-world.ts'

const STEPS: Step[] = [
  'before the intent',
  'after the intent',
  'after the bank moved the money',
  'before it is written down',
  'while it is written down',
  'after it was written down',
]

let world: RefundWorld
const alive = new Set<ChildProcess>()

beforeAll(async () => {
  world = await makeRefundWorld()
})
afterAll(async () => {
  for (const child of alive) await kill(child)
  await world.close()
})
afterEach(async () => expect(await world.faults()).toEqual([]))

async function newRefund(amountMinor: bigint): Promise<{ refundId: string; paymentId: string }> {
  const { booking, paymentId } = await world.paidBooking()
  const asked = { paymentId, amountMinor, way: 'provider' as const, reference: '', reason: '' }
  const outcome = await requestRefund(world.context, world.alva, booking.bookingId, asked)
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return { refundId: outcome.value.refundId, paymentId }
}

// Each step for a refund that goes well; those after the call also for one that the bank refuses and one whose answer
// gets lost.
// Seen to fail with the intent not committed before the call, and with a key of its own for every attempt.
test(
  'workers that are killed at any step of a refund: it reaches what the bank knows, exactly once',
  { timeout: 120_000 },
  async () => {
    const late = STEPS.slice(2)
    const cases = [
      ...STEPS.map((step) => ({ step, amountMinor: 4000n })),
      ...late.flatMap((step) => [4013n, 4015n].map((amountMinor) => ({ step, amountMinor }))),
    ]
    const refunds = []
    for (const one of cases) refunds.push({ ...one, ...(await newRefund(one.amountMinor)) })
    for (const batch of inFours(refunds))
      await Promise.all(
        batch.map(async ({ step, amountMinor, refundId }) => {
          const child = start({ dieAt: step, settle: { refundId } })
          const signal = await ended(child)
          // An answer that is lost ends the job before anything could be written after it.
          const survives = amountMinor === 4015n && step === 'after it was written down'
          expect([step, signal]).toEqual([step, survives ? null : 'SIGKILL'])
        }),
      )
    for (const { step, refundId, amountMinor } of refunds) {
      const { state } = await world.refund(refundId)
      expect([step, amountMinor, state]).toEqual([step, amountMinor, stateAt(step, amountMinor)])
    }

    // The next attempt of each job, and one more where nobody knew yet.
    for (const { refundId } of refunds)
      for (let attempt = 0; attempt < 2; attempt += 1)
        await settleRefund(world.context, world.providers, world.orgId, refundId).catch(isUnsure)
    for (const { step, amountMinor, refundId, paymentId } of refunds) {
      const declined = amountMinor === 4013n
      expect([step, await world.refund(refundId)]).toMatchObject([
        step,
        { state: declined ? 'failed' : 'succeeded' },
      ])
      expect([step, await world.givenBack(paymentId)]).toEqual([step, declined ? 0n : amountMinor])
      expect(await booksOf(paymentId)).toHaveLength(1)
      expect(await world.payment(paymentId)).toMatchObject({ refunded_minor: declined ? 0n : amountMinor })
    }
  },
)

test(
  'a worker that dies with a job of the queue in its hands: the sweep brings another one',
  { timeout: 60_000 },
  async () => {
    await sql`delete from pgboss.job where name like 'settle_%'`.execute(world.context.db)
    const { refundId, paymentId } = await newRefund(4000n)
    const dying = start({ dieAt: 'after the bank moved the money' })
    expect(await ended(dying)).toBe('SIGKILL')
    expect(await world.refund(refundId)).toMatchObject({ state: 'processing', attempts: 1 })
    await workUntil(async () => (await world.refund(refundId)).state === 'succeeded')
    expect(await world.givenBack(paymentId)).toBe(4000n)
  },
)

test(
  'workers that are killed at any step of taking a payment in: it is booked once',
  { timeout: 60_000 },
  async () => {
    const payments = []
    for (const step of STEPS) {
      const booking = await world.bookAgain()
      const opened = await startPayment(
        world.context,
        world.providers,
        booking.scope,
        { kind: 'booking' },
        () => 'http://kept.test',
      )
      if (!opened.ok) throw new Error(opened.refusal.code)
      await payTestPayment(world.context.db, opened.value.payUrl.split('/').at(-1)!)
      payments.push({ step, booking, paymentId: opened.value.payment })
    }
    for (const batch of inFours(payments))
      await Promise.all(
        batch.map(async ({ step, paymentId }) =>
          expect(await ended(start({ dieAt: step, settle: { paymentId } }))).toBe('SIGKILL'),
        ),
      )
    for (const { paymentId } of payments)
      await settlePayment(world.context, world.providers, world.orgId, paymentId)
    for (const { step, booking, paymentId } of payments) {
      expect([step, await world.payment(paymentId)]).toMatchObject([
        step,
        { state: 'succeeded', captured_minor: 10000n },
      ])
      expect((await world.load(booking)).sessions[0]).toMatchObject({ state: 'scheduled', paidMinor: 10000n })
    }
  },
)

test('the database goes away between the call and its answer: nothing is lost, nothing is sent twice', async () => {
  const { refundId, paymentId } = await newRefund(4000n)
  const providers = world.withProvider((provider) => ({
    async refund(refund) {
      const truth = await provider.refund(refund)
      await cutConnections()
      return truth
    },
  }))
  const first = await settleRefund(world.context, providers, world.orgId, refundId).catch(
    (error: Error) => error,
  )
  await reconnected()
  expect(['succeeded', 'processing']).toContain((await world.refund(refundId)).state)
  if (first instanceof Error) expect((await world.refund(refundId)).state).toBe('processing')
  expect(await settleRefund(world.context, world.providers, world.orgId, refundId)).toBe('succeeded')
  expect(await world.givenBack(paymentId)).toBe(4000n)
  expect(await booksOf(paymentId)).toHaveLength(1)
})

function isUnsure(error: unknown): void {
  if (!(error instanceof ProviderUnsure)) throw error
}

/** What a refund's row says when its worker died there. */
function stateAt(step: Step, amountMinor: bigint): string {
  if (step === 'before the intent') return 'approved'
  if (step !== 'after it was written down') return 'processing'
  return amountMinor === 4013n ? 'failed' : amountMinor === 4015n ? 'unknown' : 'succeeded'
}

async function booksOf(paymentId: string): Promise<unknown[]> {
  const { rows } = await sql`
    select r.reference from test_bank_refunds r join payments p on p.provider_reference = r.payment_reference
    where p.id = ${paymentId}`.execute(world.context.db)
  return rows
}

function start(what: Pick<MoneyProcess, 'dieAt' | 'settle'>): ChildProcess {
  const given: MoneyProcess = {
    url: world.database.url,
    secret: world.context.secret,
    orgId: world.orgId,
    ...what,
  }
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'money-process.ts'), JSON.stringify(given)],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  alive.add(child)
  return child
}

/** A worker works on the queue until it is so, and the sweep looks after what was lost. */
async function workUntil(isSo: () => Promise<boolean>): Promise<void> {
  const worker = start({ dieAt: null })
  await once(worker.stdout!, 'data')
  while (!(await isSo())) {
    await sweepAtOnce()
    await pause(200)
  }
  await kill(worker)
}

/** The signal that ended a process, or null when it ended by itself. */
async function ended(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  alive.delete(child)
  return child.signalCode
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await ended(child)
}

/** Time passes faster for the queue: jobs of dead workers and jobs that wait for another attempt are over. */
async function sweepAtOnce(): Promise<void> {
  await sql`delete from pgboss.job where name = 'settle_refund'
    and (state = 'retry' or (state = 'active' and started_on < now() - interval '4 seconds'))`.execute(
    world.context.db,
  )
  await requeueRefunds(world.context)
}

async function cutConnections(): Promise<void> {
  const admin = new pg.Client({ connectionString: world.database.url, application_name: 'scissors' })
  await admin.connect()
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'kept' and pid <> pg_backend_pid()",
  )
  await admin.end()
}

/** Connections that were cut leave the pool one by one, as they are used. */
async function reconnected(): Promise<void> {
  const answers = () =>
    sql`select 1`.execute(world.context.db).then(
      () => true,
      () => false,
    )
  for (let good = 0; good < 12;) good = (await answers()) ? good + 1 : 0
}

function inFours<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 4) }, (_, index) => all.slice(4 * index, 4 * index + 4))
}
