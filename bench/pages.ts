import { sql } from 'kysely'
import { openDatabase } from '#platform/db.ts'
import { paths } from '#paths.ts'
import { buildCommitWorld, prepareChange } from './commit-world.ts'
import { fire, startServer, type LoadResult } from './load.ts'
import type { BenchOptions, BenchRow } from './measure.ts'
import { openContext, openStage, type Stage } from './stage.ts'

const REQUESTS = 400
const CLIENTS = 4

/**
 * Pages end to end: the slot page over organizations with few and many allocations (performance.md §2), and the
 * customer's pages, with their data in memory, against a handler on the same server that answers a constant (§4).
 */
export async function run(options: BenchOptions): Promise<BenchRow[]> {
  const stage = await openStage()
  try {
    const source = await stage.newDatabase('source')
    const opened = await openContext(source)
    const world = await buildCommitWorld(opened.context)
    const manage = await prepareChange(world, 'single', 0, 'cancel')
    await opened.close()
    const visits = {
      token: manage.token,
      single: world.types.single[0]!.slug,
      panel: world.types['panel of 5'][0]!.slug,
      slug: world.slug,
    }
    return [
      ...(await constantAgainstPages(await stage.clone('source', 'plain'), visits)),
      ...(await growth(stage, visits, options)),
    ]
  } finally {
    await stage.stop()
  }
}

interface Visits {
  token: string
  slug: string
  single: string
  panel: string
}

async function constantAgainstPages(url: string, visits: Visits): Promise<BenchRow[]> {
  const server = await startServer(url, { remembered: true })
  try {
    const constant = await visit(server.port, '/constant')
    const pages: [string, string][] = [
      ['what can be booked', paths.bookingPage(visits.slug)],
      ['choose a time', paths.times(visits.slug, visits.single)],
      ['cancel', paths.manage(visits.token, { do: 'cancel' })],
      ['move', paths.manage(visits.token, { do: 'reschedule' })],
    ]
    const rows: BenchRow[] = []
    for (const [name, path] of pages) {
      const page = await visit(server.port, path)
      rows.push(rateRow(name, page, constant))
    }
    return rows
  } finally {
    server.stop()
  }
}

function rateRow(name: string, page: LoadResult, constant: LoadResult): BenchRow {
  return {
    area: 'pages',
    name: `${name}, rendered from memory`,
    cases: `${REQUESTS} requests, ${CLIENTS} clients, against a constant answer`,
    baseline: `${constant.perSecond.toFixed(0)}/s`,
    value: `${page.perSecond.toFixed(0)}/s`,
    ratio: page.perSecond / constant.perSecond,
    goal: '≥ 0.5',
    ok: page.perSecond >= constant.perSecond / 2,
  }
}

/** The slot page of one host and of a panel of five while the organization's history grows. */
async function growth(stage: Stage, visits: Visits, options: BenchOptions): Promise<BenchRow[]> {
  const sizes = options.full ? [1_000, 100_000, 10_000_000] : [1_000, 100_000]
  const figures: { size: number; single: LoadResult; panel: LoadResult }[] = []
  for (const size of sizes) {
    const url = await stage.clone('source', `allocations_${size}`)
    await addAllocations(url, size)
    const server = await startServer(url)
    const single = await visit(server.port, paths.times(visits.slug, visits.single))
    const panel = await visit(server.port, paths.times(visits.slug, visits.panel))
    server.stop()
    figures.push({ size, single, panel })
  }
  const [small] = figures
  return figures
    .slice(1)
    .flatMap(({ size, single, panel }) => [
      growthRow('one host', size, small!.single, single),
      growthRow('a panel of 5', size, small!.panel, panel),
    ])
}

function growthRow(name: string, size: number, small: LoadResult, large: LoadResult): BenchRow {
  const ratio = large.p50Milliseconds / small.p50Milliseconds
  const tail = `p95 ${(large.p95Milliseconds / small.p95Milliseconds).toFixed(2)}×`
  return {
    area: 'pages',
    name: `slot page of ${name}, ${size.toLocaleString('en-GB')} allocations`,
    cases: `${REQUESTS} requests, ${CLIENTS} clients, against 1,000 allocations; ${tail}`,
    baseline: `${small.p50Milliseconds.toFixed(1)} ms`,
    value: `${large.p50Milliseconds.toFixed(1)} ms`,
    ratio,
    goal: '≤ 1.3',
    ok: ratio <= 1.3,
  }
}

/**
 * Half of them lie in the past and half beyond the year that is offered, as years of work would leave them. What the page shows stays
 * the same, so the comparison is of the history's size alone.
 */
async function addAllocations(url: string, count: number): Promise<void> {
  const db = openDatabase(url, { max: 1 })
  await sql`
    insert into allocations (org_id, id, owner_id, during, kind, booking_id, session_id, expires_at)
    select o.org_id, gen_random_uuid(), o.id, tstzrange(moment, moment + interval '10 minutes'), 'session', s.booking_id, s.id, null
    from time_owners o
      cross join (select booking_id, id from sessions limit 1) as s
      cross join lateral (
        select now() + make_interval(mins => case when n % 2 = 0 then 15 * n + 400 * 1440 else -15 * n - 30 * 1440 end) as moment
        from generate_series(1, ${count}::int / 61) n) as spans
    where o.kind = 'member'`.execute(db)
  await sql`vacuum analyze allocations`.execute(db)
  await db.destroy()
}

async function visit(port: number, path: string): Promise<LoadResult> {
  const shots = (count: number) => Array.from({ length: count }, () => ({ path }))
  await fire(port, shots(100), CLIENTS)
  const result = await fire(port, shots(REQUESTS), CLIENTS)
  if (result.statuses[200] !== REQUESTS)
    throw new Error(`${path} answered ${JSON.stringify(result.statuses)}.`)
  return result
}
