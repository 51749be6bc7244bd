import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { revokeApiKey } from '#domain/access/api-keys.ts'
import { scopeOfKey, scopeOfMember } from '#domain/access/scope.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { paths } from '#paths.ts'
import { buildBusiness, type Business } from '../../../db/town-build.ts'
import { HIRING } from '../../../db/town-hiring.ts'
import { sampleAddresses } from '../../../db/town.ts'
import { createLog } from '#platform/log.ts'
import { everyRow } from '../../../test/whole-database.ts'
import { makeWorld, type World } from '../../../test/world.ts'

let world: World
let sample: Business

beforeAll(async () => {
  world = await makeWorld({ demo: true })
  sample = await buildBusiness(world.context, HIRING, { clockOffsetSeconds: 0 })
})

afterAll(() => world.close())

async function ask(): Promise<string> {
  const answer = await world.visit(paths.demoKey())
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  return ((await answer.json()) as { key: string }).key
}

const rows = () => world.context.reader.selectFrom('api_keys').select(['id', 'org_id']).execute()

// Seen to fail when a key that somebody else has just written is an error.
test('everybody who asks gets the same key, also at once, and it is made once', async () => {
  const keys = new Set(await Promise.all(Array.from({ length: 8 }, ask)))
  expect(keys.size).toBe(1)
  expect(await ask()).toBe([...keys][0])
  expect(await rows()).toEqual([{ id: expect.any(String), org_id: sample.scope.orgId }])
  const [key] = keys
  expect(key).toMatch(/^kept_[\w-]{43}$/)
  expect(await everyRow(world.context)).not.toContain(key!.slice(11))
})

test('it acts for the owner of the sample team, with every scope', async () => {
  const opened = await scopeOfKey(world.context.db, await ask(), 60)
  expect(opened?.scope.orgId).toBe(sample.scope.orgId)
  expect(opened?.scope.actor.memberId).toBe(sample.members['alva'])
  expect(opened?.scopes).toEqual([...API_SCOPES])
})

test('when somebody revokes it, or it lacks a scope that came later, the next one is given', async () => {
  const first = await ask()
  const owner = await scopeOfMember(world.context.reader, sample.scope.orgId, sample.members['alva']!)
  const [row] = await rows()
  expect((await revokeApiKey(world.context, owner!, row!.id)).ok).toBe(true)
  const second = await ask()
  expect(second).not.toBe(first)
  expect(await scopeOfKey(world.context.db, second, 60)).not.toBeNull()
  await world.context.db
    .updateTable('api_keys')
    .set({ scopes: ['slots:read'] })
    .where('revoked_at', 'is', null)
    .execute()
  const third = await ask()
  expect([first, second]).not.toContain(third)
  expect(await ask()).toBe(third)
})

test('the start says where the key and the reference are, and the list of states links them', async () => {
  const log = createLog('error', { json: false })
  const addresses = await sampleAddresses({ config: world.config, context: world.context, log })
  const urls = addresses.map(({ url }) => url)
  expect(urls).toContain('http://kept.test/__demo/key.json')
  expect(urls).toContain('http://kept.test/v1/docs')
  const list = await (await world.visit(paths.demo())).text()
  expect(list).toContain('href="/__demo/key.json"')
})

// Seen to fail when the sample team is looked for by its address alone.
test('a real business gets no such key, not even at the address of the sample team', async () => {
  const own = await makeWorld({ demo: true })
  try {
    const page = {
      slug: HIRING.slug,
      title: 'Hiring at Kestrel',
      intro: '',
      ownerMemberId: own.alva.actor.memberId,
      policyId: null,
      eventTypeIds: [own.eventTypeId],
      stakeholderIds: [],
      active: true,
    }
    expect((await savePage(own.context, own.scope, own.pageId, page)).ok).toBe(true)
    const before = await own.checksum()
    expect((await own.visit(paths.demoKey())).status).toBe(404)
    expect(await own.checksum()).toBe(before)
  } finally {
    await own.close()
  }
})

test('without DEMO there is no such address', async () => {
  const own = await makeWorld({})
  try {
    expect((await own.visit(paths.demoKey())).status).toBe(404)
  } finally {
    await own.close()
  }
})
