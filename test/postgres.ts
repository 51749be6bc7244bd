import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { databaseUrl, startPostgres } from '#platform/embedded-postgres.ts'
import { migrate } from '#platform/migrate.ts'
import { migrateQueue } from '#platform/queue.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL whose account may create databases. */
    serverUrl: string
    /** A migrated database that nobody connects to; each test file clones it. */
    template: string
  }
}

/** Starts one PostgreSQL for the whole run, or uses TEST_DATABASE_URL, and migrates one template database. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const own = given ? null : await startThrowawayServer()
  const serverUrl = given ?? own!.url
  const template = `kept_template_${randomBytes(4).toString('hex')}`
  await createTemplate(serverUrl, template)
  project.provide('serverUrl', serverUrl)
  project.provide('template', template)
  return async () => {
    if (given) await execute(given, `drop database if exists ${template} with (force)`)
    await own?.stop()
  }
}

/** A PostgreSQL on a new folder that nothing syncs to disk; it ends with this process at the latest. */
export async function startThrowawayServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'kept-test-'))
  // As root PostgreSQL runs under another account, which must be able to enter.
  chmodSync(folder, 0o755)
  const server = await startPostgres({ folder, as: 'own', say: () => {}, throwaway: true })
  return {
    url: databaseUrl(server.url, 'postgres'),
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function createTemplate(serverUrl: string, name: string): Promise<void> {
  await execute(serverUrl, `create database ${name}`)
  const url = databaseUrl(serverUrl, name)
  await migrate(url)
  await migrateQueue(url)
  // A clone needs its template free of connections, so from here on nobody can make one.
  await execute(serverUrl, `alter database ${name} allow_connections false`)
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
