import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/db.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { testDatabase, type TestDatabase } from '../../../test/database.ts'
import { isUnclaimed, setUp } from './set-up.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

// Seen to fail when the advisory lock is left out: both find nothing, and there are two organizations.
test('Alva and Dag set up an empty installation at the same moment, and one of them owns it', async () => {
  const pools = Array.from({ length: 8 }, () => openDatabase(database.url, { max: 2 }))
  const reader = pools[0]!
  expect(await isUnclaimed(reader)).toBe(true)
  const tries = pools.map((db, number) =>
    setUp(
      { db, reader: db, queue: database.queue, secret: 'x'.repeat(40) },
      {
        name: `Business ${number}`,
        zone: 'Europe/London',
        locale: 'en-GB',
        currency: 'GBP',
        contactEmail: null,
        contactPhone: null,
        owner: { name: 'Alva', email: `alva${number}@kestrel.example`, password: null },
        policy: { name: 'Standard', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
      },
    ),
  )
  const outcomes = await Promise.all(tries)
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal.code === 'already_set_up')).toHaveLength(
    7,
  )
  expect(await reader.selectFrom('organizations').select('id').execute()).toHaveLength(1)
  expect(await reader.selectFrom('people').select('id').execute()).toHaveLength(1)
  await Promise.all(pools.map((pool) => pool.destroy()))
})
