import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../test/database.ts'
import { hit } from './rate-limit.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const noon = Temporal.Instant.from('2026-12-01T12:00:00Z')

test('Dag may try three times a minute, then has to wait for the next minute', async () => {
  const tries: boolean[] = []
  for (let attempt = 0; attempt < 4; attempt += 1)
    tries.push(await hit(database.db, 'dag', 3, 60, noon.add({ seconds: attempt })))
  expect(tries).toEqual([true, true, true, false])
  expect(await hit(database.db, 'dag', 3, 60, noon.add({ seconds: 60 }))).toBe(true)
})

test('what Dag does never counts against Cleo', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) await hit(database.db, 'dag again', 3, 60, noon)
  expect(await hit(database.db, 'cleo', 3, 60, noon)).toBe(true)
})

// Seen to fail when the count is read first and written afterwards: then more than three of the twenty get through.
test('twenty attempts at once count as twenty', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => hit(database.db, 'at once', 3, 60, noon)),
  )
  expect(answers.filter(Boolean)).toHaveLength(3)
})

test('the table holds no key in the clear and only the window that counts', async () => {
  await hit(database.db, 'secret@example.com', 3, 60, noon)
  await hit(database.db, 'secret@example.com', 3, 60, noon.add({ minutes: 5 }))
  const rows = await database.db.selectFrom('rate_limits').selectAll().execute()
  expect(rows.some((row) => row.key.toString().includes('secret'))).toBe(false)
  expect(rows.filter((row) => row.window_start.equals(noon.add({ minutes: 5 })))).toHaveLength(1)
})
