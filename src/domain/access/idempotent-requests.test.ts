import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { programOf } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { hashToken } from '#platform/tokens.ts'
import {
  claimRequest,
  dropOldRequests,
  finishRequest,
  type IdempotentRequest,
} from './idempotent-requests.ts'
import { scopeOfKey } from './scope.ts'

let world: World
let request: (key: string, says?: string) => IdempotentRequest
beforeAll(async () => {
  world = await makeWorld()
  const { key } = await programOf(world)
  const { scope } = (await scopeOfKey(world.context.db, key, 60))!
  request = (own, says = 'cancel') => ({ scope, key: own, hash: hashToken(says) })
})
afterAll(() => world.close())

const answer = { status: 201, headers: { etag: '"2"' }, body: '{"done":true}' }
const age = (key: string, interval: string) =>
  sql`update idempotent_requests set started_at = started_at - ${interval}::interval where key = ${key}`.execute(
    world.context.db,
  )

test('whoever claims a request first carries it out; the others hear that it is under way, then its answer', async () => {
  const claims = await Promise.all(
    Array.from({ length: 16 }, () => claimRequest(world.context, request('one'))),
  )
  expect(claims.filter(({ kind }) => kind === 'mine')).toHaveLength(1)
  expect(claims.filter(({ kind }) => kind === 'running')).toHaveLength(15)
  await finishRequest(world.context, request('one'), answer)
  expect(await claimRequest(world.context, request('one'))).toEqual({ kind: 'answered', answer })
  expect(await claimRequest(world.context, request('one', 'something else'))).toEqual({ kind: 'other' })
})

// Seen to fail when an unfinished claim stayed for ever: the request could then never be tried again.
test('a claim whose process fell silent is free after a minute, and only for the same request', async () => {
  await claimRequest(world.context, request('silent'))
  await age('silent', '59 seconds')
  expect((await claimRequest(world.context, request('silent'))).kind).toBe('running')
  await age('silent', '2 seconds')
  expect((await claimRequest(world.context, request('silent', 'something else'))).kind).toBe('other')
  expect((await claimRequest(world.context, request('silent'))).kind).toBe('mine')
})

test('a request that broke can be tried again at once', async () => {
  await claimRequest(world.context, request('broken'))
  await finishRequest(world.context, request('broken'), null)
  expect((await claimRequest(world.context, request('broken'))).kind).toBe('mine')
})

test('answers are forgotten after 72 hours', async () => {
  for (const key of ['young', 'old']) {
    await claimRequest(world.context, request(key))
    await finishRequest(world.context, request(key), answer)
  }
  await age('young', '71 hours 59 minutes')
  await age('old', '72 hours 1 second')
  expect(await dropOldRequests(world.context)).toBe(1)
  expect((await claimRequest(world.context, request('young'))).kind).toBe('answered')
  expect((await claimRequest(world.context, request('old', 'something new'))).kind).toBe('mine')
})
