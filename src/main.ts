import { sampleAddresses, seedTown } from '../db/town.ts'
import { startWorker } from '#jobs/timetable.ts'
import { processNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { startPostgres } from '#platform/embedded-postgres.ts'
import { openHttpServer, type HttpServer } from '#platform/http-server.ts'
import { createLog, type Log } from '#platform/log.ts'
import { migrate } from '#platform/migrate.ts'
import { migrateQueue, openQueue } from '#platform/queue.ts'
import { runInOrder, untilAskedToStop } from '#platform/shutdown.ts'
import { StartProblem } from '#platform/start-problem.ts'
import { createApp } from '#web/app.ts'
import { readConfig, withPort, type Config } from './config.ts'
import { runDoctor } from './doctor.ts'

const words: Record<string, (config: Config, log: Log) => Promise<number>> = {
  serve,
  work,
  migrate: migrateOnly,
  seed,
  doctor: runDoctor,
}

/** `node dist/main.js <word>`: reads the environment, does what the word says and ends with its exit code. */
async function main(args: string[]): Promise<void> {
  const word = words[args[0] ?? 'serve']
  try {
    if (!word)
      throw new StartProblem(`Kept knows the words ${Object.keys(words).join(', ')}, not "${args[0]}".`)
    const config = readConfig()
    process.exitCode = await word(config, startLog(config))
  } catch (error) {
    const { message, stack } = error as Error
    process.stderr.write(`${error instanceof StartProblem ? message : (stack ?? message)}\n`)
    process.exitCode = 1
  }
  // Whatever still holds the event loop open has had its time to end.
  setTimeout(() => process.exit(), 1000).unref()
}

function startLog(config: Config): Log {
  return createLog(config.logLevel, { json: !process.stdout.isTTY, now: () => processNow().toString() })
}

/** Pages and worker in one process, until somebody asks it to stop. */
async function serve(given: Config, log: Log): Promise<number> {
  const asked = untilAskedToStop()
  const server = await openHttpServer(given.host, given.port)
  const config = withPort(given, server.port)
  const opened: Close[] = []
  try {
    const ground = await prepare(config, log, 'own', opened, (reason) => server.explain(reason))
    if (config.demo) {
      server.explain('loading the sample world')
      await seedTown(ground)
    }
    await open(server, ground, opened)
    log.info('Stopping.', { signal: await asked })
    return 0
  } finally {
    // Requests first: they still need everything that closes after them.
    await runInOrder([() => server.close(drainMs), ...opened.toReversed()], reportTo(log))
  }
}

async function open(server: HttpServer, ground: Ground, opened: Close[]): Promise<void> {
  const { config, log } = ground
  const app = createApp(ground)
  const worker = await startWorker(ground)
  opened.push(() => worker.stop())
  server.answerWith((request, env) => app.fetch(request, env))
  log.info('Kept is ready.', { url: config.publicUrl, version: config.version })
  if (config.demo) await greet(ground)
}

/** The worker alone, beside processes that serve pages. */
function work(config: Config, log: Log): Promise<number> {
  const asked = untilAskedToStop()
  return withGround(config, log, async (ground, opened) => {
    const worker = await startWorker(ground)
    opened.push(() => worker.stop())
    log.info('The worker is ready.', { version: config.version })
    log.info('Stopping.', { signal: await asked })
  })
}

function migrateOnly(config: Config, log: Log): Promise<number> {
  return withGround(config, log, async () => log.info('The database is up to date.'))
}

function seed(config: Config, log: Log): Promise<number> {
  return withGround(config, log, (ground) => seedTown(ground))
}

/** What pages, worker and sample world stand on. */
interface Ground {
  config: Config
  context: Context
  log: Log
}

type Close = () => Promise<unknown>

const drainMs = 10_000

async function withGround(
  config: Config,
  log: Log,
  use: (ground: Ground, opened: Close[]) => Promise<void>,
): Promise<number> {
  const opened: Close[] = []
  try {
    const ground = await prepare(config, log, 'share', opened, (reason) => log.debug(`Kept is ${reason}.`))
    await use(ground, opened)
    return 0
  } finally {
    await runInOrder(opened.toReversed(), reportTo(log))
  }
}

// Every step that opens something says at once how to close it, so a failure later on leaves nothing running.
async function prepare(
  config: Config,
  log: Log,
  as: 'own' | 'share',
  opened: Close[],
  explain: (reason: string) => void,
): Promise<Ground> {
  let url = config.databaseUrl
  if (url === null) {
    explain('starting the database')
    const server = await startPostgres({ folder: config.dataDir, as, say: (line) => log.info(line) })
    opened.push(() => server.stop())
    url = server.url
  }
  explain('migrating the database')
  const applied = await migrate(url)
  await migrateQueue(url)
  if (applied.length > 0) log.info('Migrated the database.', { applied })
  const db = openDatabase(url)
  opened.push(() => db.destroy())
  const reader = openDatabase(url, { readOnly: true })
  opened.push(() => reader.destroy())
  const queue = await openQueue({ db, url, log })
  opened.push(() => queue.stop(drainMs))
  return { config, context: { db, reader, queue, secret: config.secret }, log }
}

function reportTo(log: Log): (error: unknown) => void {
  return (error) => log.error('Something did not stop cleanly.', { error })
}

async function greet(ground: Ground): Promise<void> {
  const addresses = await sampleAddresses(ground)
  const width = Math.max(...addresses.map(({ label }) => label.length))
  const lines = addresses.map(
    ({ label, url, note }) => `  ${label.padEnd(width)}  ${url}${note ? `  (${note})` : ''}`,
  )
  const farewell = `Ctrl-C stops it; the data stays in ${ground.config.dataDir}.`
  process.stdout.write(`\nKept is running. Try:\n${lines.join('\n')}\n\n${farewell}\n\n`)
}

// Last, because everything above must have been defined when it starts.
await main(process.argv.slice(2))
