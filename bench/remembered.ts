import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { DB } from '../db/schema.ts'
import { openDatabase, type Database } from '#platform/db.ts'
import pg from 'pg'

/**
 * A database for reading that asks every question once and then answers from memory: what a page costs beside its
 * queries. Answers are the driver's own, parsed once; pages only read them.
 */
export async function openRemembered(url: string): Promise<Database> {
  // Opening the real one registers how the driver reads instants and amounts.
  await openDatabase(url, { max: 1 }).destroy()
  const pool = new pg.Pool({ connectionString: url, max: 4, options: '-c timezone=UTC' })
  const answers = new Map<string, Promise<pg.QueryResult>>()
  const client = {
    processID: 0,
    query(text: string, parameters: unknown[]) {
      const key = `${text} ${JSON.stringify(parameters)}`
      let answer = answers.get(key)
      if (!answer) answers.set(key, (answer = pool.query(text, parameters)))
      return answer
    },
    release() {},
  }
  const remembering = { connect: async () => client, end: () => pool.end() } as unknown as PostgresPool
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: remembering }) })
}
