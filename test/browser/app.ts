import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig, withPort } from '../../src/config.ts'
import { startWorker } from '#jobs/timetable.ts'
import type { Context } from '#platform/context.ts'
import { openHttpServer } from '#platform/http-server.ts'
import { createLog } from '#platform/log.ts'
import { runInOrder } from '#platform/shutdown.ts'
import type { AppDeps } from '#web/deps.ts'
import { openSmtpSink, type SmtpSink } from '../smtp-sink.ts'

/** The whole product as it runs for people: pages, worker and a mail server, on an address of its own. */
export interface RunningApp {
  /** Where it is reached; every mailed link starts with it. */
  origin: string
  deps: AppDeps
  /** The mail server it sends through. */
  sink: SmtpSink
  /** What it logged as an error; a test that looks for nothing special expects none. */
  errors: string[]
  close(): Promise<void>
}

/** The instant at which the clock of every demonstration starts, so that pages and pictures look alike each time. */
export const DEMO_CLOCK = '2026-12-01T12:00:00Z'

/** Starts the product on a migrated database, with the sample world's doors open and the built styles and scripts. */
export async function startApp(
  context: Context,
  options: { demo?: boolean; worker?: boolean } = {},
): Promise<RunningApp> {
  await buildAssetsOnce()
  // The application looks for its built files when it is loaded, so it is loaded after them.
  const { createApp } = await import('#web/app.ts')
  const errors: string[] = []
  const log = createLog('error', { json: true, write: (line) => void errors.push(line) })
  const sink = await openSmtpSink()
  const server = await openHttpServer('127.0.0.1', 0)
  const folder = mkdtempSync(join(tmpdir(), 'kept-app-'))
  const given = readConfig({
    PORT: '0',
    SECRET: context.secret,
    DATA_DIR: folder,
    SMTP_URL: sink.url,
    MAIL_FROM: 'Kept <kept@kept.example>',
    DEMO: options.demo === false ? '0' : '1',
    DEMO_CLOCK,
    LOG_LEVEL: 'error',
  })
  const deps: AppDeps = { config: withPort(given, server.port), context, log }
  const app = createApp(deps)
  const worker = options.worker === false ? null : await startWorker(deps)
  server.answerWith((request, env) => app.fetch(request, env))
  return {
    origin: deps.config.publicUrl,
    deps,
    sink,
    errors,
    close: () =>
      runInOrder(
        [
          () => server.close(2000),
          async () => worker?.stop(),
          () => sink.close(),
          async () => rmSync(folder, { recursive: true, force: true }),
        ],
        (error) => void errors.push(String(error)),
      ),
  }
}

/** Waits until something is so, and says what it waited for when it never is. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    const found = await look()
    if (found) return found
    await pause(50)
  }
  throw new Error(`Waited a minute in vain for ${what}.`)
}

// `npm test` builds before; a single test file that finds no build makes one, and its neighbours wait for it.
async function buildAssetsOnce(): Promise<void> {
  const built = () => existsSync('dist/public/manifest.json')
  if (built()) return
  const lock = join('dist', '.being-built')
  mkdirSync('dist', { recursive: true })
  try {
    mkdirSync(lock)
  } catch {
    await until('another test file to build the styles and scripts', built)
    return
  }
  const vite = join('node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--config', 'vite.client.config.ts', '--logLevel', 'warn']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  rmSync(lock, { recursive: true })
  if (status !== 0) throw new Error(`The styles and scripts could not be built: ${stderr}`)
}
