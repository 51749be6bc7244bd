import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { builtOnce, type Reader } from './db.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

// Seen to fail when the values of the first call were kept: every reader then got the first one's rows.
test('a read that is built once asks with the values of each call, on the connection of each call', async () => {
  let built = 0
  const same = builtOnce((db: Reader, text: string, at: Temporal.Instant, bytes: Buffer) => {
    built += 1
    return db.selectNoFrom([
      sql<string>`${text}::text`.as('text'),
      sql<Temporal.Instant>`${at}::timestamptz`.as('at'),
      sql<Buffer>`${bytes}::bytea`.as('bytes'),
      sql<string>`current_setting('transaction_read_only')`.as('readOnly'),
    ])
  })
  const noon = Temporal.Instant.from('2026-12-03T12:00:00Z')
  const ask = (db: Reader, text: string) => same(db, text, noon, Buffer.from(text))
  const [cleo] = await ask(database.db, 'Cleo')
  const [dag] = await ask(database.context.reader, 'Dag')
  expect([cleo!.text, dag!.text]).toEqual(['Cleo', 'Dag'])
  expect(dag!.bytes.toString()).toBe('Dag')
  expect(cleo!.at.equals(noon)).toBe(true)
  expect([cleo!.readOnly, dag!.readOnly]).toEqual(['off', 'on'])
  expect(built).toBe(1)
})
