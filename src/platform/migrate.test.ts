import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { listMigrations, migrate, readMigrationState } from './migrate.ts'

let world: TestDatabase

beforeAll(async () => {
  world = await testDatabase()
})

afterAll(() => world.drop())

const known = () => listMigrations()
const notes = { name: '9001_notes.sql', sql: 'create table notes (id int); insert into notes values (1)' }

test('the files run in the order of their numbers', () => {
  const numbers = known().map(({ name }) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_number, index) => index + 1))
})

test('a database that is up to date is left alone', async () => {
  expect(await migrate(world.url)).toEqual([])
  expect(await readMigrationState(world.url)).toMatchObject({ pending: [], strange: [] })
})

// Seen to fail without the advisory lock: both processes create the table.
test('two processes that start together run each file once', async () => {
  const list = [...known(), notes]
  const ran = await Promise.all([
    migrate(world.url, list),
    migrate(world.url, list),
    migrate(world.url, list),
  ])
  expect(ran.flat()).toEqual([notes.name])
})

test('a file that fails leaves nothing of itself behind', async () => {
  const broken = { name: '9002_broken.sql', sql: 'create table half (id int); select nonsense' }
  const list = [...known(), notes, broken]
  await expect(migrate(world.url, list)).rejects.toThrow(/^Migration 9002_broken\.sql failed: .*nonsense/)
  const { rows } = await sql`select to_regclass('half') as half`.execute(world.db)
  expect(rows).toEqual([{ half: null }])
  expect((await readMigrationState(world.url, list)).pending).toEqual([broken.name])
})

test('a database of another version is refused by name', async () => {
  await expect(migrate(world.url, known())).rejects.toThrow(/does not: 9001_notes\.sql\. Start the version/)
  const edited = { ...notes, sql: 'create table other (id int)' }
  await expect(migrate(world.url, [...known(), edited])).rejects.toThrow(/9001_notes\.sql/)
})

test('a database that is not there is named without its password', async () => {
  const url = 'postgres://kept:hidden@127.0.0.1:1/nowhere'
  await expect(migrate(url)).rejects.toThrow(
    /^The database nowhere on 127\.0\.0\.1:1 cannot be reached \((?!.*hidden)/,
  )
})
