import { randomInt } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { DB } from '../db/schema.ts'
import { paths } from '#paths.ts'
import type { Context } from '#platform/context.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { decideChange } from '#domain/bookings/decide-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { compareMoney, textOf } from '../test/oracle/money-agreement.ts'
import { bookingFor, requestFor } from '../test/oracle/money-booking.ts'
import type { MoneyCase } from '../test/oracle/money-oracle.ts'
import { fire, inParallel, startServer, type Shot } from './load.ts'
import { compare, timeText, type BenchOptions, type BenchRow } from './measure.ts'
import { playMoney } from './money-play.ts'
import { buildMoneyWorld, buy, pay, quoteFor, settle, type Bought, type MoneyWorld } from './money-world.ts'
import { openContext, openStage, type Stage } from './stage.ts'

const CLIENTS = 32
const RACERS = 64
/** Questions about money that a second opinion answers, too; `npm test` asks 20,000, always the same. */
const QUESTIONS = { usual: 50_000, full: 1_000_000 }

/**
 * Money: the second opinion on questions that nobody knew before; what money adds to a quote; changes that refund and
 * changes that were paid for, against the very same SQL sent straight through the driver; and a race for refunds.
 */
export async function run(options: BenchOptions): Promise<BenchRow[]> {
  const agreed = agreement(options.full ? QUESTIONS.full : QUESTIONS.usual)
  const rows = [agreed, quotes()]
  if (options.full) rows.push(await playMoney())
  const stage = await openStage()
  try {
    const source = await stage.newDatabase('source')
    const opened = await openContext(source, 20)
    const world = await buildMoneyWorld(opened.context)
    rows.push(await race(opened.context, world))
    const count = options.full ? 960 : 240
    const jobs = await prepare(opened.context, world, count)
    await opened.close()
    return [...rows, ...(await commits(stage, world, jobs))]
  } finally {
    await stage.stop()
  }
}

function agreement(questions: number): BenchRow {
  const seed = randomInt(2 ** 31 - 1 - questions)
  const { difference } = compareMoney(seed, questions)
  if (difference) process.stdout.write(`${textOf(difference)}\n`)
  return {
    area: 'money',
    name: 'a second opinion agrees, to the minor unit',
    cases: `${questions} questions, seed ${difference?.seed ?? seed}`,
    baseline: `${questions}`,
    value: difference ? 'differs' : `${questions}`,
    ratio: difference ? 0 : 1,
    goal: '= 1',
    ok: difference === null,
  }
}

/** The decision alone: five sessions that cost money, against the same five for nothing. */
function quotes(): BenchRow {
  const minute = 60_000_000n
  const start = 1_799_071_200_000_000n
  const rule = {
    until: 'start' as const,
    steps: [],
    most: null,
    graceMinutes: null,
    reason: 'optional' as const,
  }
  const given: MoneyCase = {
    rules: { cancel: { ...rule, steps: [{ noticeMinutes: 0, percent: 50 }] }, move: rule },
    switches: { cancel: true, move: true },
    priceMinor: 20_000n,
    collected: true,
    paid: true,
    bookedAt: start - 9_000n * minute,
    sessions: [0n, 1n, 2n, 3n, 4n].map((day) => ({
      state: 'scheduled',
      start: start + day * 1_440n * minute,
      moves: 0,
    })),
    discount: { percent: 10 },
    tax: { basisPoints: 2_000, inclusive: true },
    feeTaxBasisPoints: 2_000,
    terms: { kind: 'full' },
    credit: { part: { percent: 80 }, months: 12 },
    owesUnpaid: false,
    late: null,
    provider: true,
    books: [0, 1, 2, 3, 4].map(() => ({ fees: 0n, paid: 3_600n })),
  }
  const paid = bookingFor({ given, now: start - 60n * minute, currency: 'GBP' })
  const request = requestFor(['cancel', 'cancel', 'cancel', 'cancel', 'cancel'])
  const ask = (booking: typeof paid) => () => {
    const outcome = decideChange(booking, request, { kind: 'customer', bookingId: booking.id }, null)
    return outcome.ok ? outcome.value.cancel.length : Number.NaN
  }
  const quoted = decideChange(paid, request, { kind: 'customer', bookingId: paid.id }, null)
  if (!quoted.ok || quoted.value.refundMinor !== '9000')
    throw new Error('The quote is not what it should be.')
  const times = compare(ask({ ...paid, paymentMode: 'free' }), ask(paid))
  return {
    area: 'money',
    name: `quote for a priced package of 5, ${(1_000_000 / times.valueMicroseconds).toFixed(0)} a second`,
    cases: 'discount, tax, credit; against the same for nothing',
    baseline: timeText(times.baselineMicroseconds),
    value: timeText(times.valueMicroseconds),
    ratio: times.ratio,
    goal: '≤ 3',
    ok: times.ratio <= 3,
  }
}

/** Sixty-four at once ask for 7.00 of four payments of 200.00; each gives back 196.00, and not a penny more. */
async function race(context: Context, world: MoneyWorld): Promise<BenchRow> {
  const payments: { bought: Bought; paymentId: string }[] = []
  for (let number = 0; number < 4; number += 1) {
    const bought = await buy(context, world, number, 'paid')
    const { money } = (await loadBooking(context.db, world.scope, bought.bookingId))!
    payments.push({ bought, paymentId: money.payments[0]!.id })
  }
  const asks = Array.from({ length: RACERS * 4 }, (_, number) => payments[number % payments.length]!)
  let accepted = 0
  const { perSecond } = await inParallel(asks, RACERS, async ({ bought, paymentId }) => {
    const asked = { paymentId, amountMinor: 700n, way: 'provider' as const, reference: '', reason: '' }
    const outcome = await requestRefund(context, world.owner, bought.bookingId, asked)
    if (outcome.ok) accepted += 1
    else if (outcome.refusal.code !== 'refund_too_large') throw new Error(outcome.refusal.code)
  })
  const { rows } = await sql<{ back: bigint; rows: bigint }>`
    select coalesce(sum(refunded_minor), 0)::bigint as back,
      (select coalesce(sum(amount_minor), 0)::bigint from refunds where state not in ('failed', 'rejected')) as rows
    from payments`.execute(context.db)
  const expected = 4n * 28n * 700n
  await expectTrueBooks(context, world)
  const exact = rows[0]!.back === expected && rows[0]!.rows === expected && accepted === 112
  return {
    area: 'money',
    name: `refund race, ${perSecond.toFixed(0)} answers a second`,
    cases: `${RACERS} clients, ${asks.length} requests on 4 payments`,
    baseline: `${expected}`,
    value: `${rows[0]!.back}`,
    ratio: Number(rows[0]!.back) / Number(expected),
    goal: '= 1',
    ok: exact,
  }
}

/** What one change needs, in whatever copy of the database it runs. */
interface Job {
  /** As a browser sends it; null for what follows when a buyer comes back. */
  shot: Shot | null
  run: (context: Context) => Promise<{ ok: boolean }>
}

async function prepare(context: Context, world: MoneyWorld, count: number): Promise<Record<string, Job[]>> {
  const jobs: Record<string, Job[]> = { 'cancel with refund': [], 'move, fee paid': [] }
  const numbers = Array.from({ length: count }, (_, index) => 100 + index)
  await inParallel(numbers, 8, async (number) => {
    const bought = await buy(context, world, number, 'paid')
    if (number % 2 === 0) {
      const { quote, sealed } = await quoteFor(context, world, bought, number, 'cancel')
      jobs['cancel with refund']!.push({
        shot: { path: paths.commit(bought.token), form: { quote: sealed } },
        run: (inside) => commitChange(inside, bought.scope, quote, {}),
      })
      return
    }
    const { quote } = await quoteFor(context, world, bought, number, 'move')
    const payment = await pay(context, bought, { kind: 'change', quote, choices: {} })
    jobs['move, fee paid']!.push({ shot: null, run: (inside) => settle(inside, world, payment) })
  })
  return jobs
}

async function commits(stage: Stage, world: MoneyWorld, jobs: Record<string, Job[]>): Promise<BenchRow[]> {
  const copy = await stage.clone('source', 'recorded')
  const recorded = await openContext(copy, 2)
  const recording = recorder(copy)
  const straight = await stage.clone('source', 'straight')
  const real = await stage.clone('source', 'real')
  const rows: BenchRow[] = []
  const server = await startServer(real)
  const inside = await openContext(real, CLIENTS)
  try {
    for (const [name, ofKind] of Object.entries(jobs)) {
      const statements: Statement[][] = []
      for (const job of ofKind) statements.push(await recording.record(recorded.context, job))
      const base = await replay(straight, statements)
      const shots = ofKind.flatMap(({ shot }) => (shot ? [shot] : []))
      const mine =
        shots.length > 0 ? await byPage(server.port, shots) : await byUseCase(inside.context, ofKind)
      const how = shots.length > 0 ? 'by page' : 'by use case'
      rows.push({
        area: 'money',
        name: `${name}, per second`,
        cases: `${CLIENTS} clients, ${ofKind.length} packages of 5 ${how}, ${statements[0]!.length} statements each`,
        baseline: `${base.perSecond.toFixed(0)}/s`,
        value: `${mine.perSecond.toFixed(0)}/s`,
        ratio: mine.perSecond / base.perSecond,
        goal: '≥ 0.5',
        ok: mine.perSecond / base.perSecond >= 0.5,
      })
    }
    await expectTrueBooks(inside.context, world)
  } finally {
    server.stop()
    await inside.close()
    await recording.db.destroy()
    await recorded.close()
  }
  return rows
}

async function byPage(port: number, shots: Shot[]) {
  const result = await fire(port, shots, CLIENTS)
  if (result.statuses[303] !== shots.length)
    throw new Error(`Not every change was made: ${JSON.stringify(result.statuses)}.`)
  return result
}

function byUseCase(context: Context, jobs: Job[]) {
  return inParallel(jobs, CLIENTS, async (job) => {
    if (!(await job.run(context)).ok) throw new Error('Not every change was made.')
  })
}

type Statement = { sql: string; parameters: readonly unknown[] }

/** Statements that jobs send, one job after another over one connection. */
function recorder(url: string) {
  let statements: Statement[] = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 2 }) }),
    log: ({ query }) => void statements.push({ sql: query.sql, parameters: query.parameters }),
  })
  return {
    db,
    async record(context: Context, job: Job): Promise<Statement[]> {
      statements = []
      if (!(await job.run({ ...context, db })).ok) throw new Error('A recording was refused.')
      return statements.filter(({ sql: text }) => !/^(begin|start|set transaction|commit)/i.test(text))
    },
  }
}

async function replay(url: string, recordings: Statement[][]) {
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS, options: '-c timezone=UTC -c jit=off' })
  const result = await inParallel(recordings, CLIENTS, async (statements) => {
    const client = await pool.connect()
    await client.query('begin')
    for (const { sql: text, parameters } of statements) await client.query(text, parameters as unknown[])
    await client.query('commit')
    client.release()
  })
  await pool.end()
  return result
}

async function expectTrueBooks(context: Context, world: MoneyWorld): Promise<void> {
  const { rows } = await sql`select * from ledger_faults(${world.scope.orgId})`.execute(context.db)
  if (rows.length > 0) throw new Error(`The books do not agree: ${JSON.stringify(rows[0])}.`)
}
