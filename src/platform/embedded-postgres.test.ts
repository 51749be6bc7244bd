import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { startPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { findBinaries, settlePlace } from './postgres-account.ts'

const isRoot = process.getuid?.() === 0

const cleanUp: (() => unknown)[] = []

afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step()
})

test('Alva starts Kept, stops it and starts it again, and her data is still there', async () => {
  const folder = newFolder()
  const first = await start(folder)
  expect(first.adopted).toBe(false)
  await query(first.url, 'create table notes as select 42 as answer')
  await first.stop()
  await expect(query(first.url, 'select 1')).rejects.toThrow()

  const second = await start(folder)
  expect(second.adopted).toBe(false)
  expect(await query(second.url, 'select answer from notes')).toEqual([{ answer: 42 }])
})

test('the password is nobody else’s to read, and another password opens nothing', async () => {
  const folder = newFolder()
  const { url } = await start(folder)
  const { mode } = await import('node:fs').then((fs) => fs.statSync(join(folder, 'postgres-password')))
  expect(mode & 0o777).toBe(0o600)
  const wrong = new URL(url)
  wrong.password = 'guessed'
  await expect(query(wrong.toString(), 'select 1')).rejects.toThrow(/password authentication failed/)
})

// Seen to fail when `findLive` returned null for every folder: the second server refused the held lock file.
test('a PostgreSQL that survived its killed Kept is taken over, with everything acknowledged', async () => {
  const folder = newFolder()
  const { child, url } = await startInChild(folder)
  await query(url, 'create table notes as select 42 as answer')
  const before = serverPid(folder)
  child.kill('SIGKILL')
  await exited(child)

  const again = await start(folder)
  expect(again.adopted).toBe(true)
  expect(serverPid(folder)).toBe(before)
  expect(await query(again.url, 'select answer from notes')).toEqual([{ answer: 42 }])
})

test('a PostgreSQL that was itself killed recovers what it acknowledged', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await query(first.url, 'create table notes as select 42 as answer')
  process.kill(serverPid(folder), 'SIGKILL')

  const second = await start(folder)
  expect(second.adopted).toBe(false)
  expect(await query(second.url, 'select answer from notes')).toEqual([{ answer: 42 }])
})

// Seen to fail when a live process id alone counted as the running server.
test('a lock file whose process id now belongs to something else does not keep Kept from starting', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const lock = join(folder, 'postgres', 'postmaster.pid')
  writeFileSync(
    lock,
    [process.pid, join(folder, 'postgres'), 1, 1, '', '127.0.0.1', 1, 'ready', ''].join('\n'),
  )
  const server = await start(folder)
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a second Kept in the same folder is told so, and a word such as doctor shares the server', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await expect(start(folder)).rejects.toThrow(
    /^Another Kept is running in \S+; stop it, or choose another DATA_DIR\.$/,
  )
  const shared = await startPostgres({ folder, as: 'share', say: () => {} })
  expect(shared.adopted).toBe(true)
  await shared.stop()
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two Kepts that start at the same moment agree on one server', async () => {
  const folder = newFolder()
  const starts = await Promise.allSettled([start(folder), start(folder)])
  expect(starts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('a folder that half a start left behind is made anew', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres.making-1'))
  writeFileSync(join(folder, 'postgres.making-1', 'PG_VERSION'), '18')
  const server = await start(folder)
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test.skipIf(!isRoot)(
  'root in a folder closed to others gets PostgreSQL under another account (needs root)',
  async () => {
    const home = newFolder()
    chmodSync(home, 0o700)
    const folder = join(home, 'checkout', 'data')
    const lines: string[] = []
    const server = await startPostgres({ folder, as: 'own', say: (line) => lines.push(line) })
    cleanUp.push(() => server.stop())
    const place = readFileSync(join(folder, 'postgres-location'), 'utf8').trim()
    cleanUp.unshift(() => rmSync(place, { recursive: true, force: true }))
    expect(lines.filter((line) => line.includes(place))).toHaveLength(1)
    expect(await query(server.url, 'show data_directory')).toEqual([
      { data_directory: join(place, 'postgres') },
    ])
    await server.stop()

    // Opening the folder later must not make the data seem lost.
    chmodSync(home, 0o755)
    const again = await start(folder)
    expect(await query(again.url, 'show data_directory')).toEqual([
      { data_directory: join(place, 'postgres') },
    ])
  },
)

test.skipIf(!isRoot)('root in a checkout closed to others gets copies of the programs (needs root)', () => {
  const home = newFolder()
  chmodSync(home, 0o700)
  const native = dirname(findBinaries().bin)
  const closed = join(home, 'node_modules', 'native')
  cpSync(native, closed, { recursive: true, verbatimSymlinks: true })
  cpSync(join(dirname(native), 'package.json'), join(home, 'node_modules', 'package.json'))
  const shared = newFolder()
  const lines: string[] = []
  const place = settlePlace(newFolder(), (line) => lines.push(line), {
    binaries: { bin: join(closed, 'bin'), majorVersion: '18' },
    sharedHome: shared,
  })
  expect(place.bin.startsWith(shared)).toBe(true)
  expect(existsSync(join(place.bin, 'initdb'))).toBe(true)
  expect(lines).toHaveLength(1)
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kept-ground-'))
  chmodSync(folder, 0o755)
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ folder, as: 'own', say: () => {} })
  cleanUp.push(() => server.stop())
  return server
}

async function startInChild(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const program = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))})
    const server = await startPostgres({ folder: ${JSON.stringify(folder)}, as: 'own', say() {} })
    console.log(server.url)
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (line) => resolve(String(line).trim())),
  )
  return { child, url }
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

function serverPid(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
