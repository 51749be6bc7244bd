import { tmpdir } from 'node:os'
import { serve } from '@hono/node-server'
import { readConfig } from '../../src/config.ts'
import { createLog } from '#platform/log.ts'
import { createApp } from '#web/app.ts'
import { openRemembered } from '../remembered.ts'
import { BENCH_SECRET, openContext } from '../stage.ts'

/**
 * The pages alone, in a process of their own: node bin/run.mjs bench/process/server.ts <database url> [remembered].
 * Prints its port. No worker runs beside them, so that what is measured is the request; `remembered` asks the
 * database every question once only, and /constant answers a constant text behind the same middleware.
 */
const [, , url, remembered] = process.argv
const CONSTANT = `<!doctype html><title>Constant</title>${'<p>The same for everybody.</p>'.repeat(300)}`
const config = readConfig({
  SECRET: BENCH_SECRET,
  DATA_DIR: tmpdir(),
  PORT: '0',
  PUBLIC_URL: 'http://kept.bench',
  LOG_LEVEL: 'error',
  DEMO: '0',
  API_REQUESTS_PER_MINUTE: '9999999',
})
const { context } = await openContext(url!, 32)
const reader = remembered ? await openRemembered(url!) : context.reader
const app = createApp({ config, context: { ...context, reader }, log: createLog('error', { json: true }) })
app.get('/constant', (c) => c.html(CONSTANT))
serve({ fetch: (request, env) => app.fetch(request, env), port: 0, hostname: '127.0.0.1' }, (address) => {
  process.stdout.write(`port ${address.port}\n`)
})
