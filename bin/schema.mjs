// Writes db/schema.ts, the table types, from a database that was migrated a moment ago.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { runnerImport } from 'vite'

const target = 'db/schema.ts'
const load = async (path) => (await runnerImport(`./${path}`, { logLevel: 'warn' })).module

const { startThrowawayServer } = await load('test/postgres.ts')
const { migrate } = await load('src/platform/migrate.ts')
const server = await startThrowawayServer()
try {
  await migrate(server.url)
  generate(server.url)
} finally {
  await server.stop()
}

function generate(url) {
  const types = {
    timestamptz: 'Temporal.Instant',
    timestamp: 'Temporal.PlainDateTime',
    date: 'string',
    int8: 'bigint',
    jsonb: 'unknown',
    json: 'unknown',
    interval: 'unknown',
  }
  const options = {
    '--dialect': 'postgres',
    '--url': url,
    '--out-file': target,
    '--default-schema': 'public',
    '--exclude-pattern': 'kept_migrations',
    '--type-mapping': JSON.stringify(types),
  }
  const { status } = spawnSync('kysely-codegen', Object.entries(options).flat(), { stdio: 'inherit' })
  if (status !== 0) throw new Error('kysely-codegen failed.')
  spawnSync('oxfmt', [target], { stdio: 'inherit' })
  writeFileSync(target, readFileSync(target, 'utf8').replaceAll('\r\n', '\n'))
}
