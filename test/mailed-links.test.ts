import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChannels } from '#integrations/channels/index.ts'
import { deliverWith } from '#jobs/deliver.ts'
import { DEMO_STATE_NAMES } from '#messages/demo.ts'
import { createLog } from '#platform/log.ts'
import { paths } from '#paths.ts'
import { readConfig } from '../src/config.ts'
import { openSmtpSink, type ReceivedMail, type SmtpSink } from './smtp-sink.ts'
import { makeWorld, type World } from './world.ts'

/*
 * Every demonstrated state is made and all its mails are sent. What programs then do with the links, in mails and on
 * pages, changes no row of any table (ux T15), whatever the link is about: bookings, guests, offers, questions.
 * Nobody works in the background here, so a change is a page's doing.
 * Seen to fail when the page of somebody who waits gave their place up on GET.
 */

const ORIGIN = 'http://kept.test'

/** How scanners ask; get-is-safe.test.ts asks a mail's links a thousand times, in more ways. */
const SCANNERS: RequestInit[] = [
  { headers: { 'user-agent': 'LinkScanner/2.1', accept: '*/*', cookie: 'kept_login=nobody; a=b' } },
  { method: 'HEAD' },
  { headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' } },
]

interface State {
  id: string
  path: string
  cookie: string | null
}

let world: World
let sink: SmtpSink
let ask: (path: string, init?: RequestInit) => Promise<Response>
const states: State[] = []

beforeAll(async () => {
  world = await makeWorld({ demo: true })
  sink = await openSmtpSink()
  const { context } = world
  const config = readConfig({
    SECRET: context.secret,
    DATA_DIR: tmpdir(),
    PUBLIC_URL: ORIGIN,
    LOG_LEVEL: 'error',
    DEMO: '1',
    DEMO_CLOCK: '2026-12-01T12:00:00Z',
  })
  const { createApp } = await import('../src/web/app.ts')
  const app = createApp({ config, context, log: createLog('error', { json: false }) })
  ask = async (path, init = {}) => app.request(`${ORIGIN}${path}`, init)
  for (const id of Object.keys(DEMO_STATE_NAMES)) {
    const made = await ask(paths.demoState(id))
    const path = made.headers.get('location')
    if (path) states.push({ id, path, cookie: made.headers.get('set-cookie')?.split(';')[0] ?? null })
  }
  await sendEverything()
}, 300_000)

afterAll(async () => {
  await sink?.close()
  await world?.close()
})

test('every state causes its mails', () => {
  expect(sink.received.length).toBeGreaterThan(100)
  const kinds = linksInMails().map((path) => path.split('/')[1])
  // Keys of customers and their guests, keys of people who wait, and pages of the team.
  expect([...new Set(kinds)].toSorted()).toEqual(expect.arrayContaining(['b', 'staff', 'w']))
})

test('every mailed link, asked for in every way, changes nothing', { timeout: 120_000 }, async () => {
  const before = await digests()
  for (const path of linksInMails())
    for (const how of SCANNERS) {
      const answer = await ask(path, how)
      await answer.arrayBuffer()
      expect(answer.status, path).toBeLessThan(500)
    }
  expect(await digests()).toEqual(before)
})

test('every link of every page, followed by a program, changes nothing', { timeout: 120_000 }, async () => {
  const before = await digests()
  let followed = 0
  for (const { path, cookie, id } of states) {
    const headers = cookie ? { cookie } : {}
    const page = await (await ask(path, { headers })).text()
    for (const link of fewOfEachKind(page))
      for (const method of ['GET', 'HEAD']) {
        const answer = await ask(link, { method, headers })
        await answer.arrayBuffer()
        expect(answer.status, `${method} ${link} from ${id}`).toBeLessThan(500)
        followed += 1
      }
  }
  expect(followed).toBeGreaterThan(500)
  expect(await digests()).toEqual(before)
})

test('every mail says where to go on, and what the policy is where it can be canceled', () => {
  const textOf = ({ parsed }: ReceivedMail) => `${parsed.subject}: ${parsed.text}`
  // A guest who said that they will not come has nothing to go on with.
  const going = sink.received.filter(({ parsed }) => !parsed.subject?.startsWith('Not expected any more'))
  const lost = going.filter(({ parsed }) =>
    [String(parsed.html), parsed.text ?? ''].some((part) => !part.includes(`${ORIGIN}/`)),
  )
  expect(lost.map(textOf).join('\n')).toBe('')
  // Nobody is bound by a request, and whoever is asked for another time is told what each answer costs.
  const changeable = going.filter(
    ({ parsed }) =>
      (parsed.text ?? '').includes('do=cancel') &&
      !/Cancel the request|Cancel for good/.test(parsed.text ?? ''),
  )
  expect(changeable.length).toBeGreaterThan(20)
  const silent = changeable.filter(({ parsed }) => !POLICY.test(parsed.text!.replaceAll(/\s+/g, ' ')))
  expect(silent.map(textOf).join('\n')).toBe('')
})

/** How the sentences begin or end that say until when, or whether at all. */
const POLICY = /can be (cancell?ed|moved)|cannot be (cancell?ed|moved)|before the start|at any time/i

/** As the worker would, one after the other. */
async function sendEverything(): Promise<void> {
  const channels = openChannels({ smtpUrl: sink.url, allowedNetworks: [] })
  const deliver = deliverWith({
    context: world.context,
    channels,
    publicUrl: ORIGIN,
    sender: 'kept@kept.example',
  })
  const run = { attempt: 1, isLastAttempt: false, signal: new AbortController().signal }
  const waiting = await world.context.db
    .selectFrom('deliveries')
    .where('state', '=', 'queued')
    .where('channel', '=', 'email')
    .select(['org_id as orgId', 'id'])
    .execute()
  for (const { orgId, id } of waiting) await deliver({ orgId, deliveryId: id }, { id, ...run })
  await channels.close()
}

/** Paths of our own that mails name, in their HTML or their text. */
function linksInMails(): string[] {
  const found = sink.received.flatMap(({ parsed }) => [
    ...[...String(parsed.html).matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&')),
    ...((parsed.text ?? '').match(/https?:\/\/[^\s<>"']+/g) ?? []),
  ])
  return [...new Set(found)].filter((url) => url.startsWith(ORIGIN)).map((url) => url.slice(ORIGIN.length))
}

/** Of a month of days and their times a few are enough. */
function fewOfEachKind(page: string): string[] {
  const links = [...page.matchAll(/\s(?:href|action)="(\/[^"]*)"/g)].map(([, path]) =>
    path!.replaceAll('&amp;', '&'),
  )
  const kinds = new Map<string, number>()
  return [...new Set(links)].filter((link) => {
    if (link.startsWith('/assets/') || link.startsWith('/__demo')) return false
    const url = new URL(link, ORIGIN)
    const kind = `${url.pathname.replaceAll(/[\w-]{16,}/g, 'ID')} ${[...url.searchParams.keys()].join()} ${url.searchParams.get('do')}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    return kinds.get(kind)! <= 2
  })
}

/** Of the rows of each of the product's tables, so that a difference names its table. */
async function digests(): Promise<Record<string, string>> {
  const { db } = world.context
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I', tablename) as name from pg_tables where schemaname = 'public' order by 1`.execute(db)
  const sums: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ sum: string }>`
      select md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as sum from ${sql.raw(name)} t`.execute(
      db,
    )
    sums[name] = rows[0]!.sum
  }
  return sums
}
