import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import type { Context } from '#platform/context.ts'
import { openDatabase, type Database } from '#platform/db.ts'
import { databaseUrl } from '#platform/embedded-postgres.ts'
import { createLog } from '#platform/log.ts'
import { openQueue, type Queue } from '#platform/queue.ts'

/** A database of one test file's own. */
export interface TestDatabase {
  db: Database
  url: string
  /** The same database for reading only, with `db` and `queue`, as use cases expect it. */
  context: Context
  /** Takes jobs; nobody works on them unless the test calls `start`. */
  queue: Queue
  /** Closes and removes everything. Throws when the test left a connection of its own open. */
  drop(): Promise<void>
}

/** Clones the migrated template. Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function testDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `kept_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, (client) =>
    client.query(`create database ${name} template ${inject('template')}`),
  )
  const url = databaseUrl(serverUrl, name)
  const db = openDatabase(url, { max: options.max ?? 10 })
  const reader = openDatabase(url, { max: options.max ?? 10, readOnly: true })
  const queue = await openQueue({ db, url, log: createLog('error', { json: false }) })
  return {
    db,
    context: { db, reader, queue, secret: 'a secret that only tests know, and all of them' },
    url,
    queue,
    async drop() {
      await queue.stop(1000)
      await reader.destroy()
      await db.destroy()
      await onServer(serverUrl, async (client) => {
        const left = await connectionsLeft(client, name)
        await client.query(`drop database ${name} with (force)`)
        if (left.length > 0) throw new Error(`The test left connections open: ${left.join(', ')}.`)
      })
    },
  }
}

// PostgreSQL takes a moment to notice that a connection was closed, so it is asked more than once.
async function connectionsLeft(client: pg.Client, name: string): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ application_name: string; query: string }>(
      "select application_name, left(query, 60) as query from pg_stat_activity where datname = $1 and backend_type = 'client backend'",
      [name],
    )
    if (rows.length === 0 || attempt === 40)
      return rows.map((row) => `${row.application_name} (${row.query})`)
    await sleep(25)
  }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
