import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { settlePlace, type Place } from './postgres-account.ts'
import { findLive, isAlive, launch, runInitdb, signalServer, type LiveServer } from './postgres-process.ts'
import { StartProblem } from './start-problem.ts'

/** A running PostgreSQL whose data belongs to one data folder. */
export interface EmbeddedPostgres {
  /** postgres://… of the database `kept`, on 127.0.0.1. */
  readonly url: string
  /** True when the server was already running, left behind by a process that was killed or by another one. */
  readonly adopted: boolean
  /** Fast shutdown: open transactions roll back, everything committed is on disk. Only the owner stops it. */
  stop(): Promise<void>
}

interface StartOptions {
  /** The data folder; the cluster, its password and its log live in it. */
  folder: string
  /**
   * `own`: this process alone serves the folder, or it throws a StartProblem. `share`: use the server when somebody
   * else runs it, and stop it afterwards only if nobody did.
   */
  as: 'own' | 'share'
  /** One line for the person at the terminal, only when something is worth knowing. */
  say: (line: string) => void
  /** For tests: nothing is synced to disk, and the server ends with this process however that ends. */
  throwaway?: boolean
}

/** Starts the PostgreSQL of a data folder, making the cluster when there is none, or adopts the live one. */
export async function startPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.folder, { recursive: true })
  const place = settlePlace(options.folder, options.say)
  const password = keptPassword(options.folder)
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await createCluster(place, password, options)
  checkMajorVersion(place)

  const running = await findLive(place.cluster, password)
  const server = running ?? (await launch(place, password, options))
  const ownership = await claim(server.url)
  if (!ownership && options.as === 'own') {
    throw new StartProblem(
      `Another Kept is running in ${options.folder}; stop it, or choose another DATA_DIR.`,
    )
  }
  await ensureDatabase(server.url)
  return {
    url: databaseUrl(server.url, 'kept'),
    adopted: running !== null,
    async stop() {
      if (!ownership) return
      await ownership.release()
      await shutDown(server)
    },
  }
}

// The password never leaves the machine, but other people may have accounts on it.
function keptPassword(folder: string): string {
  const path = join(folder, 'postgres-password')
  try {
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    throw new StartProblem(`This account may not read ${path}; start Kept as the account that made it.`)
  }
}

// A cluster that was being made when the power went is worthless and looks whole, so it is made aside and renamed.
async function createCluster(place: Place, password: string, options: StartOptions): Promise<void> {
  if (existsSync(place.cluster)) {
    throw new StartProblem(
      `This account may not read ${place.cluster}; start Kept as the account that made it.`,
    )
  }
  const making = `${place.cluster}.making-${randomBytes(4).toString('hex')}`
  const passwordFile = `${making}-password`
  mkdirSync(making, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.account) {
    chownSync(making, place.account.uid, place.account.gid)
    chownSync(passwordFile, place.account.uid, place.account.gid)
  }
  try {
    await runInitdb(place, making, passwordFile, options.throwaway === true)
    renameSync(making, place.cluster)
  } catch (error) {
    // Somebody who started at the same moment was faster; theirs is as good.
    if (!existsSync(join(place.cluster, 'PG_VERSION'))) throw error
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(making, { recursive: true, force: true })
  }
}

function checkMajorVersion(place: Place): void {
  const made = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  if (made === place.majorVersion) return
  throw new StartProblem(
    `The data in ${place.cluster} was made by PostgreSQL ${made}, and this Kept brings ${place.majorVersion}: ` +
      'dump it with the earlier Kept and load it into a new data folder.',
  )
}

interface Ownership {
  release(): Promise<void>
}

// Who serves a folder is decided by a lock inside its own PostgreSQL: it vanishes with the process that holds it,
// which no lock file and no process id can promise. Returns null when somebody else holds it.
async function claim(serverUrl: string): Promise<Ownership | null> {
  const client = new pg.Client({
    connectionString: serverUrl,
    application_name: 'kept owner',
    keepAlive: true,
  })
  client.on('error', () => {})
  await client.connect()
  // A process that was killed a moment ago may take PostgreSQL a moment to notice.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      ownerKey,
    ])
    if (rows[0]?.held) return { release: () => client.end() }
    await sleep(100)
  }
  await client.end()
  return null
}

const ownerKey = 7_203_512

async function ensureDatabase(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rows } = await client.query("select 1 from pg_database where datname = 'kept'")
    if (rows.length === 0) await client.query('create database kept')
  } catch (error) {
    // 42P04 and 23505: another process created it between the two statements.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

async function shutDown(server: LiveServer): Promise<void> {
  signalServer(server, 'SIGINT')
  for (let waited = 0; isAlive(server); waited += 20) {
    if (waited === 10_000) signalServer(server, 'SIGQUIT')
    if (waited >= 15_000) return
    await sleep(20)
  }
}
