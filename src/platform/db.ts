import { Kysely, PostgresDialect, type CompiledQuery, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '../../db/schema.ts'

/** Kysely over a pool of PostgreSQL connections. */
export type Database = Kysely<DB>
/** One open transaction. */
export type Tx = Transaction<DB>
/** Anything a named read can run on. */
export type Reader = Kysely<DB>

// int8 becomes bigint (money must not lose a cent to floating point), timestamptz a Temporal.Instant,
// timestamp a Temporal.PlainDateTime and date stays the text it is.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text))
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => Temporal.Instant.from(isoInstant(text)))
pg.types.setTypeParser(pg.types.builtins.TIMESTAMP, (text) =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')),
)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

// The driver turns unknown objects into JSON, which would wrap an instant in quotes; it asks for toPostgres first.
for (const type of [Temporal.Instant, Temporal.PlainDateTime, Temporal.PlainDate]) {
  Object.defineProperty(type.prototype, 'toPostgres', {
    value(this: { toString(): string }) {
      return this.toString()
    },
  })
}

export interface OpenDatabaseOptions {
  /** Largest number of connections; further work queues. */
  max?: number
  /** True for the pages that only read: PostgreSQL itself then refuses every write (GET never changes anything). */
  readOnly?: boolean
}

// Our statements join in a sensible order and answer in milliseconds: looking at every order of nine tables that
// share the organization takes fifteen, and compiling a plan longer still. Every table is read by an index that
// begins with the organization, also by plans that were made while it was empty (docs/decisions/0018).
const PLANNER_SETTINGS = ['-c join_collapse_limit=4', '-c jit=off', '-c enable_seqscan=off']

/** Opens a pool. Close it with `db.destroy()`. Connections speak UTC and give up on a lock after ten seconds. */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): Database {
  const settings = [
    '-c timezone=UTC',
    '-c lock_timeout=10s',
    '-c idle_in_transaction_session_timeout=60s',
    ...PLANNER_SETTINGS,
  ]
  if (options.readOnly) settings.push('-c default_transaction_read_only=on')
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: options.max ?? 20,
    options: settings.join(' '),
    connectionTimeoutMillis: 10_000,
    application_name: 'kept',
  })
  // A dropped idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that is held while nothing runs on it, as during a call to another server; its next statement fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

/** Runs one transaction; it commits when `work` resolves and leaves nothing behind when it throws. */
export function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work)
}

/**
 * A read whose SQL is built once for the life of the process and planned once per connection; doing both again for
 * every page takes longer than PostgreSQL takes to answer. `build` gets stand-ins for its arguments, so it may only
 * hand them on as values. It names its columns, because what `*` means may change while the process runs.
 */
export function builtOnce<Args extends unknown[], Row>(
  build: (db: Reader, ...args: Args) => { compile(db: Reader): CompiledQuery<Row> },
): (db: Reader, ...args: Args) => Promise<Row[]> {
  let built: CompiledQuery<Row> | null = null
  return async (db, ...args) => {
    if (!built) {
      built = build(db, ...(args.map((_, index) => new StandIn(index)) as unknown as Args)).compile(db)
      if (/\.\*/.test(built.sql)) throw new Error('A read that is built once names its columns.')
      preparedNames.set(built.sql, `read ${preparedNames.size + 1}`)
    }
    const parameters = built.parameters.map((value) => (value instanceof StandIn ? args[value.index] : value))
    return (await db.executeQuery<Row>({ ...built, parameters })).rows
  }
}

const preparedNames = new Map<string, string>()

// The driver prepares a statement on each connection when it is sent under a name.
class PreparingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args
    const name = typeof text === 'string' ? preparedNames.get(text) : undefined
    const send = super.query as unknown as (...given: unknown[]) => never
    return name === undefined ? send.apply(this, args) : send.call(this, { name, text, values }, ...rest)
  }
}

class StandIn {
  readonly index: number

  constructor(index: number) {
    this.index = index
  }
}

/** JSON text in which instants are ISO text and bigints are digits in quotes, as PostgreSQL reads them back. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'bigint' ? entry.toString() : entry,
  )
}

/** The SQLSTATE of a database error, or null for any other error. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null
}

/** The name of the constraint that refused a write, or null. */
export function violatedConstraint(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.constraint ?? null) : null
}

function isoInstant(text: string): string {
  const iso = text.replace(' ', 'T')
  return /[+-]\d\d$/.test(iso) ? `${iso}:00` : iso
}
