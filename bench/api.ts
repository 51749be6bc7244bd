import { Agent, request } from 'node:http'
import { loadavg } from 'node:os'
import { createApiKey } from '#domain/access/api-keys.ts'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { scopeOfMember } from '#domain/access/scope.ts'
import { paths } from '#paths.ts'
import { newId } from '#platform/ids.ts'
import { showId } from '#platform/public-ids.ts'
import {
  bookingFormKey,
  buildCommitWorld,
  nextRequest,
  prepareChange,
  type CommitWorld,
} from './commit-world.ts'
import { inParallel, startServer } from './load.ts'
import { median, type BenchOptions, type BenchRow } from './measure.ts'
import { openContext, openStage } from './stage.ts'

const CLIENTS = 64
/** The two sides take turns, so that whatever else the machine does slows both. */
const ROUNDS = 3

/** One wish, carried out by a browser or by a program. Each gives the status of its last answer. */
interface Job {
  page: (ask: Ask) => Promise<number>
  api: (ask: Ask) => Promise<number>
}

type Ask = (
  method: string,
  path: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<{ status: number; text: string }>

/** What a browser has after it, and what a program: the same rows, written by the same use case. */
const DONE = { page: 303, api: 201 }

/**
 * The same changes and bookings through the API and through the pages: 64 clients, one server, taking turns. Both
 * sides quote and commit; the page is drawn for its quote, the program reads JSON.
 */
export async function run(options: BenchOptions): Promise<BenchRow[]> {
  const stage = await openStage()
  try {
    const source = await stage.newDatabase('source')
    const opened = await openContext(source)
    const world = await buildCommitWorld(opened.context)
    const key = await makeKey(world)
    const count = options.full ? 640 : 256
    const cases: { name: string; rounds: Job[][] }[] = []
    let number = 0
    for (const [name, prepare] of Object.entries(KINDS)) {
      const rounds: Job[][] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const jobs: Job[] = []
        const numbers = Array.from({ length: count }, () => number++)
        await inParallel(numbers, 8, async (next) => void jobs.push(await prepare(world, next, key)))
        rounds.push(jobs)
      }
      cases.push({ name, rounds })
    }
    await opened.close()
    const urls = { page: await stage.clone('source', 'pages'), api: await stage.clone('source', 'api') }
    return await compareSides(cases, urls)
  } finally {
    await stage.stop()
  }
}

const KINDS: Record<string, (world: CommitWorld, number: number, key: string) => Promise<Job>> = {
  'quote and cancel': quoteAndCommit('single'),
  'quote and cancel a package of 3': quoteAndCommit('package of 3'),
  book: async (world, number, key) => bookOnce(world, number, key),
}

async function compareSides(
  cases: { name: string; rounds: Job[][] }[],
  urls: Record<'page' | 'api', string>,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  const servers = { page: await startServer(urls.page), api: await startServer(urls.api) }
  try {
    for (const { name, rounds } of cases) {
      const rates: Record<'page' | 'api', number[]> = { page: [], api: [] }
      for (const [round, jobs] of rounds.entries()) {
        const sides = ['page', 'api'] as const
        for (const side of round % 2 ? sides.toReversed() : sides)
          rates[side].push(await carryOut(servers[side].port, jobs, side))
      }
      const ratio = median(rates.api.map((rate, round) => rate / rates.page[round]!))
      rows.push({
        area: 'api',
        name: `${name}, per second`,
        cases: `${CLIENTS} clients, ${ROUNDS} rounds of ${rounds[0]!.length}, load ${loadavg()[0]!.toFixed(1)}`,
        baseline: `${median(rates.page).toFixed(0)}/s by page`,
        value: `${median(rates.api).toFixed(0)}/s by API`,
        ratio,
        goal: '≥ 0.9',
        ok: ratio >= 0.9,
      })
    }
  } finally {
    servers.page.stop()
    servers.api.stop()
  }
  return rows
}

async function carryOut(port: number, jobs: Job[], side: 'page' | 'api'): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const wrong: Record<number, number> = {}
  const { perSecond } = await inParallel(jobs, CLIENTS, async (job) => {
    const status = await job[side](askWith(agent, port))
    if (status !== DONE[side]) wrong[status] = (wrong[status] ?? 0) + 1
  })
  agent.destroy()
  if (Object.keys(wrong).length > 0)
    throw new Error(`By ${side}, some were not done: ${JSON.stringify(wrong)}.`)
  return perSecond
}

function quoteAndCommit(shape: 'single' | 'package of 3') {
  return async (world: CommitWorld, number: number, key: string): Promise<Job> => {
    const { token, quote } = await prepareChange(world, shape, number, 'cancel')
    const booking = `/v1/bookings/${showId('booking', quote.bookingId)}`
    const sessions = quote.cancel.map(({ session }) => session)
    const cancel = sessions.map((session) => showId('session', session))
    const chosen = sessions.map((session) => `&session=${session}`).join('')
    return {
      async page(ask) {
        const shown = await ask('GET', `${paths.manage(token, { do: 'cancel' })}${chosen}`)
        const sealed = /name="quote" value="([^"]+)"/.exec(shown.text)?.[1]
        if (!sealed) return shown.status
        return (await ask('POST', paths.commit(token), FORM, form({ quote: sealed, checked: '1' }))).status
      },
      async api(ask) {
        const wish = JSON.stringify({ cancel, actor: 'customer' })
        const asked = await ask('POST', `${booking}/quotes`, json(key), wish)
        const { quote: sealed } = JSON.parse(asked.text) as { quote: string }
        return (await ask('POST', `${booking}/changes`, json(key), JSON.stringify({ quote: sealed }))).status
      },
    }
  }
}

function bookOnce(world: CommitWorld, number: number, key: string): Job {
  const { request: wanted, eventTypeSlug } = nextRequest(world, 'single', number)
  const { name, email, zone } = wanted.customer
  const start = wanted.starts[0]!.toString()
  const typed = {
    name,
    email,
    phone: '',
    guests: '',
    tz: zone,
    start,
    key: bookingFormKey(world.scope.orgId, wanted.requestKey),
  }
  const sent = {
    event_type: showId('eventType', wanted.eventTypeId),
    booking_page: showId('page', world.pageId),
    starts: [start],
    customer: { name, email, zone },
  }
  return {
    page: async (ask) =>
      (await ask('POST', paths.details(world.slug, eventTypeSlug), FORM, form(typed))).status,
    api: async (ask) => (await ask('POST', '/v1/bookings', json(key), JSON.stringify(sent))).status,
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

function form(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString()
}

function json(key: string): Record<string, string> {
  return {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': newId(),
  }
}

async function makeKey({ context, scope, ownerId }: CommitWorld): Promise<string> {
  const owner = (await scopeOfMember(context.reader, scope.orgId, ownerId))!
  const made = await createApiKey(context, owner, {
    name: 'Bench',
    memberId: ownerId,
    scopes: [...API_SCOPES],
  })
  if (!made.ok) throw new Error(made.refusal.code)
  return made.value.key
}

function askWith(agent: Agent, port: number): Ask {
  return (method, path, headers = {}, body) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const options = { agent, port, host: '127.0.0.1', path, method, headers: { ...headers, ...length } }
      const sent = request(options, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        )
      })
      sent.on('error', reject)
      sent.end(body)
    })
}
