/// <reference types="vite/client" />
import { createHash } from 'node:crypto'
import pg from 'pg'
import { StartProblem } from './start-problem.ts'

/** One migration file: its name orders it, its text runs in one transaction. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** What is in the database beside what is in this version, for `doctor`. */
export interface MigrationState {
  readonly applied: string[]
  readonly pending: string[]
  /** Applied files whose text differs from what ran, or that this version does not know. */
  readonly strange: string[]
}

// Vite puts the texts into the bundle, so the built program needs no folder beside it.
const files = import.meta.glob<string>('/db/migrations/*.sql', {
  query: '?raw',
  eager: true,
  import: 'default',
})

/** All migrations of this version, in the order in which they run. */
export function listMigrations(): Migration[] {
  return Object.entries(files)
    .map(([path, sql]) => ({ name: path.slice(path.lastIndexOf('/') + 1), sql }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Brings the database at `url` to this version: forward only, each file in one transaction, one process at a
 * time. Returns the names of the files that ran. Throws when the database is newer than this version or when a
 * file changed after it ran.
 */
export async function migrate(url: string, migrations: Migration[] = listMigrations()): Promise<string[]> {
  return withClient(url, async (client) => {
    // Two processes that start together queue up here, and the second finds nothing left to do.
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(bookkeeping)
    const { pending, strange } = compare(await readApplied(client), migrations)
    if (strange.length > 0) {
      throw new StartProblem(
        `The database holds migrations that this version of Kept does not: ${strange.join(', ')}. ` +
          'Start the version that made them, or an empty database.',
      )
    }
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  })
}

/** Compares the database at `url` with this version without changing anything. */
export async function readMigrationState(
  url: string,
  migrations: Migration[] = listMigrations(),
): Promise<MigrationState> {
  return withClient(url, async (client) => {
    const { rows } = await client.query("select to_regclass('public.kept_migrations') is not null as exists")
    const applied = rows[0].exists ? await readApplied(client) : []
    const { pending, strange } = compare(applied, migrations)
    return { applied: applied.map(({ name }) => name), pending: pending.map(({ name }) => name), strange }
  })
}

const lockKey = 7_203_511

const lockWaitSeconds = 5
const lockAttempts = 12

const bookkeeping = `create table if not exists public.kept_migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
)`

interface Applied {
  name: string
  checksum: string
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'select name, checksum from public.kept_migrations order by name',
  )
  return rows
}

function compare(applied: Applied[], migrations: Migration[]): { pending: Migration[]; strange: string[] } {
  const known = new Map(migrations.map((migration) => [migration.name, checksum(migration.sql)]))
  const done = new Set(applied.map(({ name }) => name))
  return {
    pending: migrations.filter(({ name }) => !done.has(name)),
    strange: applied.filter((row) => known.get(row.name) !== row.checksum).map(({ name }) => name),
  }
}

// A migration that waits for a lock makes everybody behind it wait too, so it gives up early and tries again.
async function apply(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('begin')
      await client.query(`set local lock_timeout = '${lockWaitSeconds}s'`)
      await client.query(migration.sql)
      await client.query('insert into public.kept_migrations (name, checksum) values ($1, $2)', [
        migration.name,
        checksum(migration.sql),
      ])
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      const lockTaken = (error as { code?: string }).code === '55P03'
      if (!lockTaken || attempt === lockAttempts) {
        throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
      }
    }
  }
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'kept migrate' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    const { host, pathname } = new URL(url)
    const why = (error as Error).message || (error as { code?: string }).code
    throw new StartProblem(
      `The database ${pathname.slice(1)} on ${host} cannot be reached (${why}); check DATABASE_URL.`,
    )
  }
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
