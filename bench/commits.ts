import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { DB } from '../db/schema.ts'
import { paths } from '#paths.ts'
import { openDatabase } from '#platform/db.ts'
import { book } from '#domain/bookings/book.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import {
  bookingFormKey,
  buildCommitWorld,
  nextRequest,
  prepareChange,
  type CommitWorld,
  type Shape,
} from './commit-world.ts'
import { fire, inParallel, startServer, type Shot } from './load.ts'
import type { BenchOptions, BenchRow } from './measure.ts'
import { openContext, openStage } from './stage.ts'

/** One kind of commit: how it is sent by a browser, and how it runs inside. */
interface Kind {
  name: string
  prepare: (
    world: CommitWorld,
    number: number,
  ) => Promise<{ shot: Shot; run: (context: CommitWorld['context']) => Promise<{ ok: boolean }> }>
}

const change =
  (shape: Shape, what: 'cancel' | 'move'): Kind['prepare'] =>
  async (world, number) => {
    const prepared = await prepareChange(world, shape, number, what)
    return {
      shot: { path: paths.commit(prepared.token), form: { quote: prepared.sealed } },
      run: (context) => commitChange(context, prepared.scope, prepared.quote, {}),
    }
  }

const KINDS: Kind[] = [
  {
    name: 'book',
    prepare: async (world, number) => {
      const { request, eventTypeSlug } = nextRequest(world, 'single', number)
      const { name, email } = request.customer
      const form = {
        name,
        email,
        phone: '',
        guests: '',
        tz: 'Europe/London',
        start: request.starts[0]!.toString(),
        key: bookingFormKey(world.scope.orgId, request.requestKey),
      }
      return {
        shot: { path: paths.details(world.slug, eventTypeSlug), form },
        run: (context) => book(context, world.scope, request),
      }
    },
  },
  { name: 'cancel', prepare: change('single', 'cancel') },
  { name: 'move', prepare: change('single', 'move') },
  { name: 'cancel a panel of 5', prepare: change('panel of 5', 'cancel') },
  { name: 'cancel a package of 3', prepare: change('package of 3', 'cancel') },
]

/** Statements of one commit, as the driver sent them. */
type Recorded = { sql: string; parameters: readonly unknown[] }[]

/**
 * Commits through HTTP against the very same SQL, with the same values, sent straight through the driver: each
 * commit is recorded once on a copy of the database and replayed on another. Goals of performance.md §3.
 */
export async function run(options: BenchOptions): Promise<BenchRow[]> {
  const levels: [number, number][] = options.full
    ? [
        [1, 100],
        [8, 300],
        [32, 600],
        [64, 600],
      ]
    : [
        [1, 50],
        [32, 320],
      ]
  const stage = await openStage()
  try {
    const source = await stage.newDatabase('source')
    const opened = await openContext(source)
    const world = await buildCommitWorld(opened.context)
    const prepared = []
    let number = 0
    for (const kind of KINDS) {
      for (const [clients, count] of levels) {
        const jobs: Prepared[number]['jobs'] = []
        const numbers = Array.from({ length: count }, () => number++)
        await inParallel(numbers, 8, async (next) => void jobs.push(await kind.prepare(world, next)))
        prepared.push({ kind, clients, jobs })
      }
    }
    await opened.close()
    const recordings = await recordAll(await stage.clone('source', 'recorded'), prepared)
    const straight = await stage.clone('source', 'straight')
    const pages = await stage.clone('source', 'pages')
    return await measure(prepared, recordings, straight, pages)
  } finally {
    await stage.stop()
  }
}

type Prepared = { kind: Kind; clients: number; jobs: Awaited<ReturnType<Kind['prepare']>>[] }[]

async function recordAll(url: string, prepared: Prepared): Promise<Recorded[][]> {
  const { context, close } = await openContext(url)
  const recorders = Array.from({ length: RECORDERS }, () => recorder(url))
  const all: Recorded[][] = []
  for (const { kind, jobs } of prepared) {
    const recordings: Recorded[] = []
    const tasks = jobs.map((job, index) => ({ job, index }))
    await inParallel(tasks, RECORDERS, async ({ job, index }) => {
      const free = recorders.pop()!
      free.statements = []
      const outcome = await job.run({ ...context, db: free.db })
      if (!outcome.ok) throw new Error(`Recording "${kind.name}" was refused.`)
      recordings[index] = free.statements.filter((statement) => !/^(begin|commit)/i.test(statement.sql))
      recorders.push(free)
    })
    all.push(recordings)
  }
  for (const { db } of recorders) await db.destroy()
  await close()
  return all
}

const RECORDERS = 4

function recorder(url: string) {
  const entry: { db: Kysely<DB>; statements: Recorded } = {
    statements: [],
    db: new Kysely<DB>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
      log: ({ query }) => {
        entry.statements.push({ sql: query.sql, parameters: query.parameters })
      },
    }),
  }
  return entry
}

async function measure(
  prepared: Prepared,
  recordings: Recorded[][],
  straightUrl: string,
  pagesUrl: string,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  const server = await startServer(pagesUrl)
  try {
    await fire(
      server.port,
      Array.from({ length: 100 }, () => ({ path: paths.times('lanes', 'single-0') })),
      8,
    )
    for (const [index, { kind, clients, jobs }] of prepared.entries()) {
      const base = await replay(straightUrl, recordings[index]!, clients)
      const pages = await fire(
        server.port,
        jobs.map((job) => job.shot),
        clients,
      )
      if (pages.statuses[303] !== jobs.length)
        throw new Error(`"${kind.name}" was not always done: ${JSON.stringify(pages.statuses)}.`)
      const roundTrips = recordings[index]![0]!.length + 2
      const cases = `${clients} clients, ${jobs.length} commits, ${roundTrips} round trips each`
      rows.push({
        area: 'commits',
        name: `${kind.name}, per second`,
        cases,
        baseline: `${base.perSecond.toFixed(0)}/s`,
        value: `${pages.perSecond.toFixed(0)}/s`,
        ratio: pages.perSecond / base.perSecond,
        goal: clients === 32 ? '≥ 0.5' : '–',
        ok: clients !== 32 || pages.perSecond / base.perSecond >= 0.5,
      })
      rows.push({
        area: 'commits',
        name: `${kind.name}, p99`,
        cases,
        baseline: `${base.p99Milliseconds.toFixed(1)} ms`,
        value: `${pages.p99Milliseconds.toFixed(1)} ms`,
        ratio: pages.p99Milliseconds / base.p99Milliseconds,
        goal: clients === 32 ? '≤ 3' : '–',
        ok: clients !== 32 || pages.p99Milliseconds / base.p99Milliseconds <= 3,
      })
    }
  } finally {
    server.stop()
  }
  await countDoubleBookings(pagesUrl)
  return rows
}

async function replay(url: string, recordings: Recorded[], clients: number) {
  const pool = new pg.Pool({
    connectionString: url,
    max: Math.min(clients, 32),
    options: '-c timezone=UTC -c join_collapse_limit=4 -c jit=off',
  })
  const result = await inParallel(recordings, clients, async (statements) => {
    const client = await pool.connect()
    await client.query('begin')
    for (const statement of statements) await client.query(statement.sql, statement.parameters as unknown[])
    await client.query('commit')
    client.release()
  })
  await pool.end()
  return result
}

async function countDoubleBookings(url: string): Promise<void> {
  const db = openDatabase(url, { max: 1 })
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from allocations a join allocations b
      on a.org_id = b.org_id and a.owner_id = b.owner_id and a.id < b.id and a.during && b.during`.execute(db)
  await db.destroy()
  if (rows[0]!.n > 0) throw new Error(`${rows[0]!.n} double bookings.`)
}
