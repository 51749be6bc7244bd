import pg from 'pg'
import { fromKysely, PgBoss, type ConstructorOptions, type JobResult, type JobWithMetadata } from 'pg-boss'
import type { Database, Tx } from './db.ts'
import type { Log } from './log.ts'

/** The closed list of jobs, with what each carries. Ids are uuids as text. */
export interface JobData {
  /** Hand one delivery to its channel. */
  deliver: { orgId: string; deliveryId: string }
  /** Tell one program of one event. */
  call_webhook: { orgId: string; deliveryId: string }
  /** Carry out one approved refund, or find out what became of it. */
  settle_refund: { orgId: string; refundId: string }
  /** Ask the provider about one payment, after an event or because nobody came back. */
  settle_payment: { orgId: string; paymentId: string }
  /** Find the bookings made under an address and mail their links there. */
  send_links: { email: string }
  /** Every minute: due rows without a live job, expired holds, sessions that have ended. */
  sweep: Record<string, never>
}

export type JobName = keyof JobData

interface JobToEnqueue<Name extends JobName> {
  data: JobData[Name]
  /** Real time, not an organization's: an instant as ISO text or a Date. Absent means at once. */
  startAfter?: Date | string
  /** While a job with this key waits or runs, another one is not added. Without it the data decides. */
  singletonKey?: string
}

/** What a handler may want to know about its run. */
export interface JobRun {
  id: string
  /** 1 on the first run. A run whose worker died counts. */
  attempt: number
  /** True when a failure now moves the job to the dead letters. */
  isLastAttempt: boolean
  /** Aborts when the run takes longer than its lease or the worker must stop at once. */
  signal: AbortSignal
}

/** Resolving completes the job; throwing makes it run again after its back-off. */
export type JobHandler<Name extends JobName> = (data: JobData[Name], run: JobRun) => Promise<void>

export interface Queue {
  /**
   * Adds jobs in the caller's transaction, in one statement: they exist exactly when the transaction commits,
   * and a waiting worker is woken by the commit. Works in every process, workers or not.
   */
  enqueue<Name extends JobName>(tx: Tx, name: Name, jobs: JobToEnqueue<Name>[]): Promise<void>
  /** Says who does the work once the queue starts; at most `concurrency` runs at a time in this process. */
  work<Name extends JobName>(name: Name, handler: JobHandler<Name>, options: { concurrency: number }): void
  /** Runs the job at the times of a cron expression (UTC), once for all processes together. */
  schedule(name: JobName, cron: string): void
  /** Starts to work on what `work` and `schedule` announced. */
  start(): Promise<void>
  /** Takes no further jobs, waits for the running ones up to `timeoutMs`, then gives them back. */
  stop(timeoutMs?: number): Promise<void>
}

interface Policy<Name extends JobName> {
  key: (data: JobData[Name]) => string
  retryLimit: number
  retryDelay: number
  retryDelayMax: number
  expireInSeconds: number
  /** How often to look for work that nothing announces: retries, jobs for later, jobs of killed workers. */
  pollSeconds: number
}

// Back-off doubles from a few seconds to an hour: 24 attempts take about eighteen hours, longer than greylisting
// and most outages of a mail server. The first delay stays short, because a killed worker also costs one attempt.
const policies: { [Name in JobName]: Policy<Name> } = {
  deliver: {
    key: (data) => data.deliveryId,
    retryLimit: 24,
    retryDelay: 6,
    retryDelayMax: 3600,
    expireInSeconds: 120,
    pollSeconds: 5,
  },
  // A program may be away for a weekend: doubling up to a quarter of an hour, 295 attempts take 72 hours.
  call_webhook: {
    key: (data) => data.deliveryId,
    retryLimit: 295,
    retryDelay: 5,
    retryDelayMax: 900,
    expireInSeconds: 60,
    pollSeconds: 10,
  },
  // A provider may be down for hours; the sweep takes over when the attempts are used up.
  settle_refund: {
    key: (data) => data.refundId,
    retryLimit: 48,
    retryDelay: 5,
    retryDelayMax: 1800,
    expireInSeconds: 90,
    pollSeconds: 30,
  },
  settle_payment: {
    key: (data) => data.paymentId,
    retryLimit: 12,
    retryDelay: 5,
    retryDelayMax: 600,
    expireInSeconds: 90,
    pollSeconds: 30,
  },
  send_links: {
    key: (data) => data.email,
    retryLimit: 3,
    retryDelay: 5,
    retryDelayMax: 60,
    expireInSeconds: 60,
    pollSeconds: 60,
  },
  sweep: {
    key: () => 'sweep',
    retryLimit: 0,
    retryDelay: 1,
    retryDelayMax: 1,
    expireInSeconds: 60,
    pollSeconds: 30,
  },
}

const names = Object.keys(policies) as JobName[]

const deadLetters = 'dead_letters'

// A worker says every five seconds that it lives. When it falls silent for ten, the next look (every ten
// seconds) gives its jobs back, and the next poll takes them: a killed worker's job restarts within 35 seconds.
const heartbeatSeconds = 10
const lookAfterWorkersSeconds = 10

const keepCompletedSeconds = 3600

/** Opens the queue of a migrated database. `url` is needed by `start`, which opens connections of its own. */
export async function openQueue(options: { db: Database; url: string; log: Log }): Promise<Queue> {
  const producer = new PgBoss({ db: fromKysely(options.db), ...passive })
  // Adding nothing reads each queue's settings once, so that later no insert waits for a second connection.
  for (const name of names) await producer.insert(name, [])
  const worker = createWorker(options.url, options.log)
  return {
    async enqueue(tx, name, jobs) {
      if (jobs.length === 0) return
      const rows = jobs.map(({ data, startAfter, singletonKey }) => ({
        data,
        singletonKey: singletonKey ?? policies[name].key(data),
        ...(startAfter === undefined ? {} : { startAfter }),
      }))
      await producer.insert(name, rows, { db: fromKysely(tx) })
    },
    ...worker,
  }
}

/** Creates or updates the queue's own tables and the list of queues; part of `migrate`. */
export async function migrateQueue(url: string): Promise<void> {
  const boss = new PgBoss({ ...connection(url, 1), supervise: false, schedule: false, migrate: true })
  // Without a listener an error event would end the process; what fails here also rejects below.
  boss.on('error', () => {})
  await boss.start()
  try {
    await boss.createQueue(deadLetters, { policy: 'standard' })
    for (const name of names) {
      const { key: _key, pollSeconds: _pollSeconds, ...retries } = policies[name]
      const settings = {
        ...retries,
        retryBackoff: true,
        heartbeatSeconds,
        deleteAfterSeconds: keepCompletedSeconds,
        deadLetter: deadLetters,
        notify: true,
      }
      await boss.createQueue(name, { policy: onePerKey, ...settings })
      await boss.updateQueue(name, settings)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

// Of all jobs with the same key at most one waits or runs; adding another one is silently nothing.
const onePerKey = 'exclusive'

const passive = { supervise: false, schedule: false, migrate: false }

function connection(url: string, max: number): ConstructorOptions {
  const plainTypes = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      textOids.has(oid) ? (value: string) => value : pg.types.getTypeParser(oid, format),
  }
  // pg-boss hands its options on to the driver, though its own types do not list this one.
  return {
    connectionString: url,
    max,
    application_name: 'kept queue',
    types: plainTypes,
  } as ConstructorOptions
}

// The program teaches the driver its own types (Temporal, bigint); pg-boss expects none of them, so it gets text.
const textOids = new Set<number>([
  pg.types.builtins.INT8,
  pg.types.builtins.DATE,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.TIMESTAMPTZ,
])

function createWorker(url: string, log: Log): Omit<Queue, 'enqueue'> {
  const announced: ((boss: PgBoss) => Promise<unknown>)[] = []
  let boss: PgBoss | null = null
  return {
    work(name, handler, { concurrency }) {
      announced.push((started) =>
        started.work(
          name,
          workOptions(policies[name].pollSeconds, concurrency),
          (jobs: JobWithMetadata<JobData[typeof name]>[]) =>
            Promise.all(jobs.map((job) => run(job, handler, log))),
        ),
      )
    },
    schedule(name, cron) {
      announced.push((started) => started.schedule(name, cron, {}, { singletonKey: name }))
    },
    async start() {
      boss = openWorkingBoss(url, log)
      await boss.start()
      for (const announce of announced) await announce(boss)
    },
    async stop(timeoutMs = 10_000) {
      await boss?.stop({ graceful: true, timeout: timeoutMs })
      boss = null
    },
  }
}

function openWorkingBoss(url: string, log: Log): PgBoss {
  const boss = new PgBoss({
    ...connection(url, 4),
    useListenNotify: true,
    superviseIntervalSeconds: lookAfterWorkersSeconds,
    monitorIntervalSeconds: lookAfterWorkersSeconds - 2,
    maintenanceIntervalSeconds: 600,
    // Kept chains no jobs, so nothing waits for the look at chains.
    flowIntervalSeconds: 60,
    cronWorkerIntervalSeconds: 15,
    notifyHeartbeatIntervalMs: 15_000,
  })
  boss.on('error', (error) => log.error('The queue met an error.', { error }))
  boss.on('warning', ({ message, data }) => log.warn(message, { data }))
  return boss
}

// Jobs are taken in batches whose members run side by side: one query fetches many when there is a backlog, and
// two takers keep a slow job from holding up everything behind it.
function workOptions(pollSeconds: number, concurrency: number) {
  const takers = concurrency > 1 ? 2 : 1
  return {
    localConcurrency: takers,
    batchSize: Math.ceil(concurrency / takers),
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: pollSeconds,
    perJobResults: true,
    includeMetadata: true,
  } as const
}

async function run<Name extends JobName>(
  job: JobWithMetadata<JobData[Name]>,
  handler: JobHandler<Name>,
  log: Log,
): Promise<JobResult> {
  const isLastAttempt = job.retryCount >= job.retryLimit
  try {
    await handler(job.data, { id: job.id, attempt: job.retryCount + 1, isLastAttempt, signal: job.signal })
    return { id: job.id, status: 'completed' }
  } catch (error) {
    log.warn('A job failed.', {
      job: job.name,
      id: job.id,
      attempt: job.retryCount + 1,
      isLastAttempt,
      error,
    })
    return { id: job.id, status: 'failed', output: { message: String(error) } }
  }
}
