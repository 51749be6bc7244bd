import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '#platform/log.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { bookNextDay, cancelByCustomer, deliveriesOf, SENDER } from '../../test/mail-world.ts'
import { openSmtpSink, type SmtpSink } from '../../test/smtp-sink.ts'
import { makeWorld, type World } from '../../test/world.ts'
import { sweepWith } from './sweep.ts'
import { startWorker } from './timetable.ts'

let world: World
let sink: SmtpSink
let worker: { stop(): Promise<void> }

const log = createLog('error', { json: false })

beforeAll(async () => {
  world = await makeWorld()
  sink = await openSmtpSink()
  const config = { ...world.config, smtpUrl: sink.url, mailFrom: `Kept <${SENDER}>` }
  worker = await startWorker({ config, context: world.context, log })
})
afterAll(async () => {
  await worker.stop()
  await sink.close()
  await world.close()
})

async function until(true_: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await true_())) await new Promise((resolve) => setTimeout(resolve, 5))
}

const MEASURED = 12

test('an idle worker hands a mail over within two seconds of the fact', async () => {
  await until(() => sink.received.length === 2)
  const waitsMs: number[] = []
  for (let number = 0; number < MEASURED; number += 1) {
    sink.forget()
    const booking = await bookNextDay(world)
    const committedMs = performance.now()
    await until(() => sink.received.length === 2)
    waitsMs.push(...sink.received.map(({ atMs }) => atMs - committedMs))
    await cancelByCustomer(world, booking)
    await until(() => sink.received.length === 4)
  }
  const sorted = waitsMs.toSorted((a, b) => a - b)
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]!
  process.stdout.write(
    `fact to hand-over: median ${Math.round(sorted[sorted.length >> 1]!)} ms, p99 ${Math.round(p99)} ms\n`,
  )
  expect(p99).toBeLessThan(2000)
})

test('the whole way of a cancellation, through the queue: everybody has a mail, and the outbox says so', async () => {
  sink.forget()
  await cancelByCustomer(world, world.cleo, 'I took another offer.')
  await until(async () => (await deliveriesOf(world, world.cleo)).every(({ state }) => state === 'sent'))
  expect(sink.received.map(({ recipients }) => recipients.join(' ')).toSorted()).toEqual([
    'alva@kestrel.example bo@kestrel.example cy@kestrel.example',
    'cleo@mail.example',
  ])
})

test('the sweep completes what has ended', async () => {
  const booking = await bookNextDay(world)
  await world.pass({ hours: 24 * 60 })
  const payments = openPaymentProviders({ db: world.context.db, publicUrl: 'http://kept.test' })
  await sweepWith({ context: world.context, log, payments })(
    {},
    { id: 'sweep', attempt: 1, isLastAttempt: true, signal: new AbortController().signal },
  )
  expect((await world.load(booking)).sessions.map(({ state }) => state)).toEqual(['completed'])
})

test('the timetable asks for a sweep every minute', async () => {
  const { rows } = await sql<{ cron: string }>`select cron from pgboss.schedule where name = 'sweep'`.execute(
    world.context.db,
  )
  expect(rows).toEqual([{ cron: '* * * * *' }])
})
