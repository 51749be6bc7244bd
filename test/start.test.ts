import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'

// `npm test` builds first; a single test run from the sources may have no build to start.
const program = 'dist/main.js'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step()
})

describe.skipIf(!existsSync(program))('the built program (needs npm run build)', { timeout: 60_000 }, () => {
  test('Alva starts Kept, stops it with Ctrl-C and starts it again on the same data', async () => {
    const folder = newFolder()
    const first = start(folder)
    await first.ready()
    const cluster = readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8')
    expect(cluster.trim()).toBe('18')
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)

    const second = start(folder)
    await second.ready()
    expect(second.output()).not.toContain('Migrated the database')
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('after kill -9 the next start takes over the database that survived', async () => {
    const folder = newFolder()
    const first = start(folder)
    await first.ready()
    const server = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]
    first.child.kill('SIGKILL')
    await first.ended
    const second = start(folder)
    await second.ready()
    expect(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]).toBe(server)
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
  })

  test('whoever presses Ctrl-C twice does not wait, and the next start finds everything', async () => {
    const folder = newFolder()
    const first = start(folder)
    const { port } = new URL(await first.ready())
    // A request that never ends keeps the server from closing.
    const unfinished = connect(Number(port), '127.0.0.1', () =>
      unfinished.write('GET / HTTP/1.1\r\nHost: kept'),
    )
    unfinished.on('error', () => {})
    cleanUp.push(() => unfinished.destroy())
    await new Promise((resolve) => unfinished.once('connect', resolve))
    await sleep(100)
    first.child.kill('SIGINT')
    await sleep(1000)
    expect(first.child.exitCode).toBeNull()
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(130)
    await start(folder).ready()
  })

  test('a second Kept in the same folder ends with one sentence, and the first goes on', async () => {
    const folder = newFolder()
    const first = start(folder)
    const url = await first.ready()
    const second = start(folder)
    expect(await second.ended).toBe(1)
    expect(second.errors()).toMatch(
      /^Another Kept is running in \S+; stop it, or choose another DATA_DIR\.\n$/,
    )
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    first.child.kill('SIGINT')
    await first.ended
  })

  test('a taken port and a wrong value each end with one sentence that names it', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    cleanUp.push(() => holder.close())
    await new Promise((resolve) => holder.once('listening', resolve))
    const { port } = holder.address() as { port: number }
    const taken = start(newFolder(), { PORT: String(port) })
    expect(await taken.ended).toBe(1)
    expect(taken.errors()).toMatch(
      /^PORT \d+ on 127\.0\.0\.1 is taken by another program; set PORT to a free one\.\n$/,
    )

    const wrong = start(newFolder(), { DEMO_CLOCK: 'tomorrow' })
    expect(await wrong.ended).toBe(1)
    expect(wrong.errors()).toMatch(/^DEMO_CLOCK [^\n]+\.\n$/)
  })

  test('the doctor looks at everything with a line each, whether Kept runs or not', async () => {
    const folder = newFolder()
    const migrated = start(folder, {}, ['migrate'])
    expect(await migrated.ended).toBe(0)
    const doctor = start(folder, {}, ['doctor'])
    expect(await doctor.ended).toBe(0)
    for (const about of ['database', 'migrations', 'time zones', 'mail', 'clock']) {
      expect(doctor.output()).toMatch(new RegExp(`^(ok|warning) +${about} `, 'm'))
    }
    const sick = start(folder, { SMTP_URL: 'smtp://127.0.0.1:1' }, ['doctor'])
    expect(await sick.ended).toBe(1)
    expect(sick.output()).toMatch(/^WRONG +mail .* -> check SMTP_URL/m)
  })
})

interface Started {
  child: ChildProcess
  ended: Promise<number | null>
  output: () => string
  errors: () => string
  /** Resolves with the address once /healthz says 200. */
  ready: () => Promise<string>
}

function start(folder: string, env: Record<string, string> = {}, words = ['serve']): Started {
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  cleanUp.push(async () => {
    child.kill('SIGINT')
    await ended
  })
  return {
    child,
    ended,
    output: () => out,
    errors: () => err,
    ready: () =>
      ready(
        () => out,
        () => err,
        child,
      ),
  }
}

async function ready(output: () => string, errors: () => string, child: ChildProcess): Promise<string> {
  for (let waited = 0; waited < 40_000; waited += 50) {
    const url = /"message":"Kept is ready\.","url":"([^"]+)"/.exec(output())?.[1]
    if (url && (await fetch(`${url}/healthz`)).status === 200) return url
    if (child.exitCode !== null) break
    await sleep(50)
  }
  throw new Error(`Kept did not become ready: ${output()}${errors()}`)
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kept-start-'))
  chmodSync(folder, 0o755)
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
