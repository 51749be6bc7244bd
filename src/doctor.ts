import nodemailer from 'nodemailer'
import pg from 'pg'
import { processNow } from '#platform/clock.ts'
import { startPostgres } from '#platform/embedded-postgres.ts'
import type { Log } from '#platform/log.ts'
import { readMigrationState } from '#platform/migrate.ts'
import type { Config } from './config.ts'

/** One line of the report. A warning tells something worth knowing that stops nothing. */
interface Finding {
  state: 'ok' | 'warning' | 'wrong'
  about: string
  says: string
  remedy?: string
}

/** Looks at everything Kept stands on and prints a line each; 1 when something is wrong. */
export async function runDoctor(
  config: Config,
  log: Log,
  print: (line: string) => unknown = (line) => process.stdout.write(line),
): Promise<number> {
  const findings = await examine(config, log)
  for (const { state, about, says, remedy } of findings) {
    const mark = { ok: 'ok     ', warning: 'warning', wrong: 'WRONG  ' }[state]
    print(`${mark}  ${about.padEnd(11)} ${says}${remedy ? ` -> ${remedy}` : ''}\n`)
  }
  return findings.some(({ state }) => state === 'wrong') ? 1 : 0
}

async function examine(config: Config, log: Log): Promise<Finding[]> {
  const mail = examineMail(config)
  const opened = await openDatabase(config, log)
  if ('finding' in opened) return [opened.finding, await mail]
  const { client, url, close } = opened
  try {
    return [
      await examineDatabase(client),
      await examineMigrations(url),
      await examineZones(client),
      await examineBooks(client),
      await mail,
      await examineClock(client),
    ]
  } finally {
    await close()
  }
}

interface Opened {
  client: pg.Client
  url: string
  close: () => Promise<void>
}

async function openDatabase(config: Config, log: Log): Promise<Opened | { finding: Finding }> {
  let stop = async () => {}
  try {
    let url = config.databaseUrl
    if (url === null) {
      const server = await startPostgres({
        folder: config.dataDir,
        as: 'share',
        say: (line) => log.info(line),
      })
      stop = () => server.stop()
      url = server.url
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    await client.connect()
    const close = async () => {
      await client.end()
      await stop()
    }
    return { client, url, close }
  } catch (error) {
    await stop()
    const remedy = config.databaseUrl
      ? 'check that DATABASE_URL names a running PostgreSQL and the right password'
      : `read postgres.log in ${config.dataDir}, or set DATABASE_URL to a PostgreSQL of yours`
    return { finding: { state: 'wrong', about: 'database', says: explain(error), remedy } }
  }
}

async function examineDatabase(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number, current_setting('fsync') as fsync",
  )
  const { version, number, fsync } = rows[0] as { version: string; number: number; fsync: string }
  const about = 'database'
  if (number < 150_000) {
    return {
      state: 'wrong',
      about,
      says: `PostgreSQL ${version} is too old`,
      remedy: 'use PostgreSQL 15 or newer',
    }
  }
  if (fsync !== 'on') {
    const remedy = 'set fsync = on, or a power cut can lose bookings'
    return { state: 'wrong', about, says: `PostgreSQL ${version} does not write to disk`, remedy }
  }
  return { state: 'ok', about, says: `PostgreSQL ${version} answers` }
}

async function examineMigrations(url: string): Promise<Finding> {
  const about = 'migrations'
  const { applied, pending, strange } = await readMigrationState(url)
  if (strange.length > 0) {
    const remedy = 'start the version of Kept that made them'
    return { state: 'wrong', about, says: `unknown or changed: ${strange.join(', ')}`, remedy }
  }
  if (pending.length > 0) {
    return { state: 'wrong', about, says: `waiting: ${pending.join(', ')}`, remedy: 'run "npm run migrate"' }
  }
  return { state: 'ok', about, says: `all ${applied.length} applied` }
}

// What is printed of faults; the query named in the remedy shows them all.
const mostFaultsNamed = 5

async function examineBooks(client: pg.Client): Promise<Finding> {
  const about = 'books'
  const { rows: known } = await client.query("select to_regproc('ledger_faults') is not null as known")
  if (!(known[0] as { known: boolean }).known)
    return { state: 'warning', about, says: 'cannot be proved yet', remedy: 'run "npm run migrate"' }
  const { rows } = await client.query<{
    org_id: string
    fault: string
    about: string | null
    off_by: string
  }>(
    `select o.id as org_id, f.fault, f.about, f.off_by::text
     from organizations o cross join lateral ledger_faults(o.id) f order by o.id, f.fault, f.about`,
  )
  if (rows.length === 0) {
    const { rows: counted } = await client.query<{ books: number; entries: string }>(
      'select (select count(*)::int from organizations) as books, (select count(*)::text from ledger_entries) as entries',
    )
    const { books, entries } = counted[0]!
    return { state: 'ok', about, says: `${books} sets of books with ${entries} entries add up` }
  }
  const named = rows
    .slice(0, mostFaultsNamed)
    .map((row) => `${row.fault} ${row.about ?? row.org_id} by ${row.off_by}`)
  const more = rows.length > named.length ? ` and ${rows.length - named.length} more` : ''
  const orgs = [...new Set(rows.map((row) => row.org_id))].slice(0, mostFaultsNamed).join(', ')
  const remedy = `stop refunds, and ask "select * from ledger_faults('<organization>')" of ${orgs}`
  return { state: 'wrong', about, says: `do not add up: ${named.join(', ')}${more}`, remedy }
}

const sampleZones = [
  'Africa/Casablanca',
  'America/Edmonton',
  'America/Havana',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Vancouver',
  'America/Winnipeg',
  'Asia/Gaza',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Chisinau',
  'Europe/London',
  'Pacific/Apia',
]

// Node and PostgreSQL each bring a time-zone database; where they disagree a page and a query mean different hours.
async function examineZones(client: pg.Client): Promise<Finding> {
  const start = processNow()
  const instants = [0, 60, 120, 180, 240, 300, 360].map((days) =>
    start.add({ hours: days * 24 }).round('second'),
  )
  const { rows } = await client.query<{ zone: string; instant: string; seconds: number | null }>(
    `select zone, instant, extract(epoch from (instant::timestamptz at time zone zone) - (instant::timestamptz at time zone 'UTC'))::int as seconds
     from unnest($1::text[]) zone
     join pg_timezone_names known on known.name = zone
     cross join unnest($2::text[]) instant`,
    [sampleZones, instants.map(String)],
  )
  const known = new Set(rows.map(({ zone }) => zone))
  const differing = new Set(sampleZones.filter((zone) => !known.has(zone)))
  for (const { zone, instant, seconds } of rows) {
    const ours = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9
    if (ours !== seconds) differing.add(zone)
  }
  const versions = `Node has tzdata ${process.versions.tz ?? 'unknown'}`
  if (differing.size === 0) {
    return {
      state: 'ok',
      about: 'time zones',
      says: `${versions}; PostgreSQL agrees in ${sampleZones.length} zones`,
    }
  }
  const says = `${versions}; PostgreSQL differs in ${[...differing].join(', ')}`
  const remedy = 'update the older of the two: the node package, or the tzdata of the database server'
  return { state: 'warning', about: 'time zones', says, remedy }
}

async function examineMail(config: Config): Promise<Finding> {
  const about = 'mail'
  if (config.smtpUrl === null) {
    const remedy = 'set SMTP_URL to send them'
    return { state: 'warning', about, says: 'no mail server configured: mails stay in the outbox', remedy }
  }
  const { hostname, port, protocol } = new URL(config.smtpUrl)
  const at = `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`
  const transport = nodemailer.createTransport({
    url: config.smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
  })
  try {
    await transport.verify()
    return { state: 'ok', about, says: `${at} accepts mail from ${config.mailFrom}` }
  } catch (error) {
    const remedy = 'check SMTP_URL: host, port, user and password'
    return { state: 'wrong', about, says: `${at} refuses: ${explain(error)}`, remedy }
  } finally {
    transport.close()
  }
}

// Rules are decided by the database's clock; a process that differs much would show other times than it decides by.
async function examineClock(client: pg.Client): Promise<Finding> {
  const before = performance.now()
  const { rows } = await client.query<{ ms: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::text as ms',
  )
  const halfWay = (performance.now() - before) / 2
  const skewMs = Math.round(Number(rows[0]?.ms) - (processNow().epochMilliseconds - halfWay))
  const says = `this machine and the database differ by ${Math.abs(skewMs)} ms`
  if (Math.abs(skewMs) <= 2000) return { state: 'ok', about: 'clock', says }
  return {
    state: 'wrong',
    about: 'clock',
    says,
    remedy: 'let both machines take their time from an NTP server',
  }
}

function explain(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}
