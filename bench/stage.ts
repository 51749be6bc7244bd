import { mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { databaseUrl, startPostgres } from '#platform/embedded-postgres.ts'
import { createLog } from '#platform/log.ts'
import { migrate } from '#platform/migrate.ts'
import { migrateQueue, openQueue } from '#platform/queue.ts'

/** The secret of every benchmark, so that links and seals made in one process open in another. */
export const BENCH_SECRET = 'a secret for benchmarks, long enough to be one'

/** A real PostgreSQL that syncs to disk, with databases that can be cloned. */
export interface Stage {
  /** An empty, migrated database. */
  newDatabase(name: string): Promise<string>
  clone(from: string, to: string): Promise<string>
  stop(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'kept-bench-'))
  chmodSync(folder, 0o755)
  const server = await startPostgres({ folder, as: 'own', say: () => {} })
  const admin = databaseUrl(server.url, 'postgres')
  return {
    async newDatabase(name) {
      await execute(admin, `create database ${name}`)
      const url = databaseUrl(server.url, name)
      await migrate(url)
      await migrateQueue(url)
      return url
    },
    async clone(from, to) {
      await execute(admin, `create database ${to} template ${from}`)
      return databaseUrl(server.url, to)
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What use cases need, over one database; `close` gives its connections back. */
export async function openContext(
  url: string,
  max = 10,
): Promise<{ context: Context; close(): Promise<void> }> {
  const db = openDatabase(url, { max })
  const reader = openDatabase(url, { max, readOnly: true })
  const queue = await openQueue({ db, url, log: createLog('error', { json: true }) })
  return {
    context: { db, reader, queue, secret: BENCH_SECRET },
    async close() {
      await queue.stop(1000)
      await reader.destroy()
      await db.destroy()
    },
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
