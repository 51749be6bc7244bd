import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { inTransaction } from './db.ts'
import { createLog } from './log.ts'
import { openQueue, type JobHandler, type Queue } from './queue.ts'

let world: TestDatabase

beforeAll(async () => {
  world = await testDatabase()
})

afterAll(() => world.drop())

const orgId = randomUUID()
const farAway = '2126-01-01T00:00:00Z'

test('a job exists exactly when the transaction that added it commits', async () => {
  const deliveryId = randomUUID()
  const job = { data: { orgId, deliveryId } }
  await expect(
    inTransaction(world.db, async (tx) => {
      await world.queue.enqueue(tx, 'deliver', [job])
      throw new Error('Bo closes the laptop')
    }),
  ).rejects.toThrow('Bo closes the laptop')
  expect(await jobsOf(deliveryId)).toEqual([])

  await inTransaction(world.db, (tx) => world.queue.enqueue(tx, 'deliver', [job]))
  expect(await jobsOf(deliveryId)).toMatchObject([{ state: 'created' }])
})

test('a delivery that already waits is not added a second time', async () => {
  const deliveryId = randomUUID()
  const job = { data: { orgId, deliveryId } }
  await inTransaction(world.db, (tx) => world.queue.enqueue(tx, 'deliver', [job, job]))
  await inTransaction(world.db, (tx) => world.queue.enqueue(tx, 'deliver', [job]))
  expect(await jobsOf(deliveryId)).toHaveLength(1)
})

test('a job for later waits for its time', async () => {
  const deliveryId = randomUUID()
  await inTransaction(world.db, (tx) =>
    world.queue.enqueue(tx, 'deliver', [{ data: { orgId, deliveryId }, startAfter: farAway }]),
  )
  const [job] = await jobsOf(deliveryId)
  expect(job?.startAfter.toString()).toBe(farAway)
})

test('adding fifty jobs is one statement', async () => {
  const statements: string[] = []
  const jobs = Array.from({ length: 50 }, () => ({
    data: { orgId, deliveryId: randomUUID() },
    startAfter: farAway,
  }))
  await inTransaction(world.db, async (tx) => {
    const watched = tx.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        statements.push('one')
        return result
      },
    })
    await world.queue.enqueue(watched, 'deliver', jobs)
  })
  expect(statements).toHaveLength(1)
})

// Seen to fail with `notify: false`: each delivery then waits for the next poll.
test('an idle worker starts each delivery at once after its commit', async () => {
  const arrived = new Map<string, () => void>()
  const queue = await openQueue({ db: world.db, url: world.url, log: createLog('error', { json: false }) })
  queue.work('deliver', async ({ deliveryId }) => arrived.get(deliveryId)?.(), { concurrency: 4 })
  await queue.start()
  const waitsMs: number[] = []
  for (let count = 0; count < 4; count += 1) {
    const deliveryId = randomUUID()
    const arrival = new Promise<void>((resolve) => arrived.set(deliveryId, resolve))
    const committed = performance.now()
    await inTransaction(world.db, (tx) => queue.enqueue(tx, 'deliver', [{ data: { orgId, deliveryId } }]))
    await arrival
    waitsMs.push(performance.now() - committed)
  }
  await queue.stop(2000)
  expect(waitsMs.toSorted((a, b) => a - b)[2]).toBeLessThan(1000)
})

test('a run that fails is put back with a pause, and knows on the next run that it is the second', async () => {
  const deliveryId = randomUUID()
  const attempts: number[] = []
  await working(
    world,
    { for: deliveryId, runs: 2 },
    async (_data, run) => {
      attempts.push(run.attempt)
      if (run.attempt === 1) throw new Error('the mail server is busy')
    },
    async () => {
      await inTransaction(world.db, (tx) =>
        world.queue.enqueue(tx, 'deliver', [{ data: { orgId, deliveryId } }]),
      )
      return performance.now()
    },
  )
  expect(attempts).toEqual([1, 2])
})

// Seen to fail without heartbeats: the job then waits for its lease of two minutes.
test('a job whose worker was killed starts again within 35 seconds', { timeout: 60_000 }, async () => {
  const deliveryId = randomUUID()
  await inTransaction(world.db, (tx) => world.queue.enqueue(tx, 'deliver', [{ data: { orgId, deliveryId } }]))
  const child = await workInChild(deliveryId)
  const killed = performance.now()
  child.kill('SIGKILL')
  const again = await working(
    world,
    { for: deliveryId },
    async () => {},
    async () => killed,
  )
  expect(again.afterMs).toBeLessThan(35_000)
})

/** Works until the delivery has run as often as expected; tells how long after `begin`'s moment the last run began. */
async function working(
  { db, url }: TestDatabase,
  wanted: { for: string; runs?: number },
  handler: JobHandler<'deliver'>,
  begin: () => Promise<number>,
): Promise<{ afterMs: number }> {
  const queue: Queue = await openQueue({ db, url, log: createLog('error', { json: false }) })
  let runs = 0
  let startedAt = 0
  const done = new Promise<void>((resolve) => {
    queue.work(
      'deliver',
      async (data, run) => {
        if (data.deliveryId !== wanted.for) return
        startedAt = performance.now()
        runs += 1
        if (runs === (wanted.runs ?? 1)) resolve()
        await handler(data, run)
      },
      { concurrency: 4 },
    )
  })
  await queue.start()
  try {
    const from = await begin()
    await done
    return { afterMs: startedAt - from }
  } finally {
    await queue.stop(2000)
  }
}

async function workInChild(deliveryId: string): Promise<ChildProcess> {
  const here = (name: string) => JSON.stringify(join(import.meta.dirname, name))
  const program = `const { openQueue } = await import(${here('queue.ts')})
    const { openDatabase } = await import(${here('db.ts')})
    const url = ${JSON.stringify(world.url)}
    const queue = await openQueue({ db: openDatabase(url), url, log: console })
    queue.work('deliver', async (data) => {
      if (data.deliveryId !== ${JSON.stringify(deliveryId)}) return
      console.log('started')
      await new Promise(() => {})
    }, { concurrency: 4 })
    await queue.start()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child
}

async function jobsOf(deliveryId: string): Promise<{ state: string; startAfter: Temporal.Instant }[]> {
  const { rows } = await sql<{ state: string; startAfter: Temporal.Instant }>`
    select state::text, start_after as "startAfter" from pgboss.job where data ->> 'deliveryId' = ${deliveryId}`.execute(
    world.db,
  )
  return rows
}
