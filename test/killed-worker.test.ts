import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliveriesOf } from './mail-world.ts'
import { openSmtpSink, type SmtpSink } from './smtp-sink.ts'
import type { WorkerProcess } from './worker-process.ts'
import { makeWorld, type World } from './world.ts'

const KILLS = 22
const BOOKINGS_A_KILL = 5

// Node does not run .tsx files, so the worker is bundled as the program itself is; beside the packages it imports.
const folder = join(import.meta.dirname, '../node_modules/.cache', `killed-worker-${process.pid}`)

let world: World
let sink: SmtpSink
const alive = new Set<ChildProcess>()

beforeAll(async () => {
  world = await makeWorld()
  sink = await openSmtpSink({ delayMs: () => Math.random() * 120 })
  await build({
    configFile: join(import.meta.dirname, '../vite.config.ts'),
    logLevel: 'silent',
    build: {
      ssr: join(import.meta.dirname, 'worker-process.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'worker.js' } },
    },
  })
})
afterAll(async () => {
  for (const child of alive) await kill(child)
  await sink.close()
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

// Seen to fail with the delivery finished before the mail server has taken the mail: some are then never sent.
test(
  'killing workers again and again loses no mail, and what comes twice is known by its Message-ID',
  { timeout: 120_000 },
  async () => {
    let next = startWorkerProcess()
    for (let round = 0; round < KILLS; round += 1) {
      const worker = await next
      // The one after it starts meanwhile and joins in as soon as it can.
      next = startWorkerProcess()
      for (let number = 0; number < BOOKINGS_A_KILL; number += 1)
        await bookSlot(round * BOOKINGS_A_KILL + number)
      await pause(Math.random() * 250)
      await kill(worker)
    }
    const last = await next
    await untilAllAreFinished()
    await kill(last)

    const deliveries = await deliveriesOf(world)
    expect(deliveries.length).toBeGreaterThanOrEqual(2 * KILLS * BOOKINGS_A_KILL)
    const lost = deliveries.filter(
      ({ state, message_id }) => state !== 'sent' || !copiesOf(message_id).some(({ thanked }) => thanked),
    )
    expect(lost.map(({ id, state, state_detail }) => ({ id, state, state_detail }))).toEqual([])
    const known = new Set(deliveries.map(({ id }) => `<${id}@kestrel.example>`))
    expect(new Set(sink.received.map(({ parsed }) => parsed.messageId!))).toEqual(known)
    for (const { message_id, to_address, cc_addresses } of deliveries) {
      for (const copy of copiesOf(message_id)) expect(copy.recipients).toEqual([to_address, ...cc_addresses])
    }
    const twice = sink.received.length - deliveries.length
    process.stdout.write(`${KILLS} kills, ${deliveries.length} mails, 0 lost, ${twice} sent twice\n`)
  },
)

function copiesOf(messageId: string) {
  return sink.received.filter(({ parsed }) => parsed.messageId === messageId)
}

async function startWorkerProcess(): Promise<ChildProcess> {
  const given: WorkerProcess = { url: world.database.url, smtpUrl: sink.url, secret: world.context.secret }
  const child = spawn(process.execPath, [join(folder, 'worker.js'), JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  alive.add(child)
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  alive.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

// Every half hour of Alva's working days is a booking: eighteen a day.
async function bookSlot(number: number): Promise<void> {
  const day = Math.floor(number / 18)
  const daysAfterMonday = 7 * Math.floor(day / 5) + (day % 5)
  const start = Temporal.Instant.from('2026-12-07T14:00:00Z').add({
    hours: 24 * daysAfterMonday,
    minutes: 30 * (number % 18),
  })
  await world.bookAgain({ starts: [start], requestKey: `slot ${number}` })
}

/**
 * Waits until no mail is queued. Time passes faster for the queue meanwhile: jobs that nobody can be working on
 * any more have been silent for long, and pauses before the next attempt are over.
 */
async function untilAllAreFinished(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{
      queued: number
    }>`select count(*)::integer as queued from deliveries where state = 'queued'`.execute(world.context.db)
    if (rows[0]!.queued === 0) return
    await sql`update pgboss.job set heartbeat_on = now() - interval '5 minutes'
      where name = 'deliver' and state = 'active' and started_on < now() - interval '4 seconds'`.execute(
      world.context.db,
    )
    await sql`update pgboss.job set start_after = now() - interval '1 second' where name = 'deliver' and state = 'retry'`.execute(
      world.context.db,
    )
    await pause(250)
  }
}
