import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, realpathSync, rmSync, statSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Place } from './postgres-account.ts'
import { StartProblem } from './start-problem.ts'

/** A PostgreSQL that answers; `url` names its database "postgres". */
export interface LiveServer {
  readonly url: string
  readonly pid: number
}

/** Makes a cluster in an empty folder, the same on every machine: UTF-8, no locale of the system, scram passwords. */
export async function runInitdb(
  place: Place,
  folder: string,
  passwordFile: string,
  fast: boolean,
): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    '--username=kept',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(fast ? ['--no-sync'] : []),
  ]
  const child = spawn(join(place.bin, 'initdb'), args, {
    ...identity(place),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0)
    throw new StartProblem(`PostgreSQL could not make its data folder ${folder}: ${said.trim()}`)
}

/**
 * The server that already runs on this cluster, or null. A lock file left by a killed server is removed, but only
 * after its process is known to be gone or to be something else.
 */
export async function findLive(cluster: string, password: string): Promise<LiveServer | null> {
  const lockFile = join(cluster, 'postmaster.pid')
  // A server that is just starting or stopping holds the lock before and after it answers: wait for it to decide.
  for (let waited = 0; waited < 15_000; waited += 100) {
    const lock = readLock(lockFile)
    if (!lock) return null
    if (!isAlive(lock)) break
    const server = { url: serverUrl(lock.port, password), pid: lock.pid }
    if (lock.port > 0 && (await servesCluster(server.url, cluster))) return server
    if (lock.port > 0 && !isPostgres(lock.pid)) break
    await sleep(100)
  }
  const lock = readLock(lockFile)
  if (lock && isAlive(lock) && isPostgres(lock.pid)) {
    throw new StartProblem(
      `A PostgreSQL (process ${lock.pid}) holds ${cluster} but does not answer; stop it and try again.`,
    )
  }
  rmSync(lockFile, { force: true })
  return null
}

// Ten seconds: the processes of a server that was killed notice within one, on a busy machine within a few.
const MOST_ATTEMPTS = 50

// After kill -9 of a server its processes hold the shared memory until they notice; a new one must wait for that.
function isStillEnding(lastWords: string): boolean {
  return lastWords.includes('pre-existing shared memory block')
}

/** Starts PostgreSQL on a free port and resolves when it answers. */
export async function launch(
  place: Place,
  password: string,
  options: { throwaway?: boolean },
  attempt = 1,
): Promise<LiveServer> {
  const port = await freePort()
  const log = openLog(place.log)
  const program = [
    join(place.bin, 'postgres'),
    '-D',
    place.cluster,
    ...settings(port, options.throwaway === true),
  ]
  // The pipe is the throwaway server's lifeline: it closes when this process ends, even by kill -9.
  const [command, ...args] = options.throwaway
    ? ['/bin/sh', '-c', untilInputCloses, 'sh', ...program]
    : program
  const child = spawn(command!, args, {
    ...identity(place),
    // Its own session, so that Ctrl-C reaches Kept alone and PostgreSQL stops last, in order.
    detached: true,
    stdio: [options.throwaway ? 'pipe' : 'ignore', log, log],
  })
  closeSync(log)
  child.unref()
  if (child.stdin && 'unref' in child.stdin) (child.stdin as unknown as { unref(): void }).unref()
  let ended = false
  child.once('exit', () => (ended = true)).once('error', () => (ended = true))
  const url = serverUrl(port, password)
  for (let waited = 0; waited < 60_000; waited += 25) {
    const lock = readLock(join(place.cluster, 'postmaster.pid'))
    if (lock?.port === port && lock.ready && (await servesCluster(url, place.cluster)))
      return { url, pid: lock.pid }
    // Two processes can start at the same moment; the one that came second uses the first one's server.
    const other = ended ? await findLive(place.cluster, password) : null
    if (other) return other
    if (ended && attempt < MOST_ATTEMPTS && isStillEnding(lastLines(place.log))) {
      await sleep(200)
      return launch(place, password, options, attempt + 1)
    }
    if (ended) throw new StartProblem(`PostgreSQL did not start: ${lastLines(place.log)}`)
    await sleep(25)
  }
  throw new StartProblem(`PostgreSQL did not answer within a minute: ${lastLines(place.log)}`)
}

/** False also for a process that has ended but that nobody has asked about yet, as happens in containers. */
export function isAlive(server: { pid: number }): boolean {
  try {
    process.kill(server.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${server.pid}/stat`, 'utf8'))
  } catch {
    return true
  }
}

export function signalServer(server: LiveServer, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(server.pid, signal)
  } catch {
    // It has ended by itself meanwhile, which is what the signal was for.
  }
}

const untilInputCloses =
  'exec 3<&0; "$@" & server=$!; { read -r _ <&3; kill -QUIT $server; } & wait $server; kill $! 2>/dev/null'

// Small-machine settings. The durable ones stay on: what was acknowledged survives kill -9 and a power cut.
function settings(port: number, throwaway: boolean): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    work_mem: '8MB',
    jit: 'off',
    io_method: 'sync',
    max_wal_size: '512MB',
    max_logical_replication_workers: 0,
    max_parallel_workers_per_gather: 0,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(throwaway
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }
      : { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

// PostgreSQL looks its own folder up, so it must start where its account may be.
function identity(place: Place) {
  const account = place.account ? { uid: place.account.uid, gid: place.account.gid } : {}
  return { ...account, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }
}

function serverUrl(port: number, password: string): string {
  return `postgres://kept:${password}@127.0.0.1:${port}/postgres`
}

// Process ids are reused, so a live process proves nothing: the server itself must name this folder.
async function servesCluster(url: string, cluster: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return realpathSync(rows[0]?.data_directory ?? '') === realpathSync(cluster)
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

interface Lock {
  pid: number
  port: number
  ready: boolean
}

// Lines of postmaster.pid: process id, folder, start time, port, socket folder, address, shared memory, state.
function readLock(path: string): Lock | null {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    const pid = Math.abs(Number(lines[0]))
    if (!pid) return null
    return { pid, port: Number(lines[3]) || 0, ready: lines[7]?.trim() === 'ready' }
  } catch {
    return null
  }
}

// Where the system cannot tell (macOS has no /proc) the process counts as PostgreSQL: better to ask than to break.
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
  } catch {
    return process.platform !== 'linux'
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

// The log starts anew when it has grown large; it holds only warnings and errors.
function openLog(path: string): number {
  const large = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000
  const file = openSync(path, large ? 'w' : 'a', 0o600)
  writeSync(file, '')
  return file
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-5).join(' ')
}
