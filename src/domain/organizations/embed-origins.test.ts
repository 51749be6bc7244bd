import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { loadEmbedOrigins, saveEmbedOrigins } from './embed-origins.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld({})
})

afterAll(() => world.close())

const save = (...lines: string[]) => saveEmbedOrigins(world.context, world.alva, lines)
const kept = () => loadEmbedOrigins(world.context.reader, world.scope)
const facts = () =>
  world.context.reader
    .selectFrom('facts')
    .where('kind', '=', 'organization.changed')
    .select(['payload', 'actor_kind', 'channel'])
    .execute()

test('Alva writes addresses as she finds them, and the sites they name are kept, each of them once', async () => {
  const outcome = await save(
    '',
    ' https://Kestrel.example/careers/?from=mail#jobs ',
    'kestrel.example',
    'https://kestrel.example:443',
    'jobs.kestrel.example:8443',
    'http://localhost:4000/try',
    'http://127.0.0.1',
    'https://bücher.example',
  )
  const origins = [
    'https://kestrel.example',
    'https://jobs.kestrel.example:8443',
    'http://localhost:4000',
    'http://127.0.0.1',
    'https://xn--bcher-kva.example',
  ]
  expect(outcome).toEqual({ ok: true, value: origins })
  expect(await kept()).toEqual(origins)
  expect(await facts()).toEqual([
    { payload: { fields: ['embedOrigins'] }, actor_kind: 'member', channel: 'staff_page' },
  ])
  // The same list again is no change.
  await save(...origins)
  expect(await facts()).toHaveLength(1)
  expect(await save()).toEqual({ ok: true, value: [] })
})

/*
 * Origins stand in a header of the pages, where a semicolon begins another rule and a star lets everybody in. URLs
 * may hold both in a name. Seen to fail when siteOf does not look at the host.
 */
test.each([
  'https://*',
  'https://*.example.com',
  'https://a.example;sandbox',
  'https://a.example,https',
  "https://'none'",
  'https://a b.example',
  'https://user:secret@a.example',
  'https://user@a.example',
  'https://[2001:db8::1]',
  'https://a.example.',
  'https://-a.example',
  `https://${'a'.repeat(250)}.example`,
  'ftp://a.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'null',
  'https://',
  '//',
  '…',
])('%s is no site', async (line) => {
  const before = await world.checksum()
  const outcome = await save('https://fine.example', '', line)
  // A name without dots is a site in somebody's own network.
  if (line === 'null') expect(outcome.ok).toBe(true)
  else {
    expect(outcome).toEqual({ ok: false, refusal: { code: 'not_a_site', line: 3 } })
    expect(await world.checksum()).toBe(before)
  }
})

test('whatever is typed, what is kept are plain sites that cannot say more in a header', async () => {
  const piece = fc.constantFrom(
    'https://',
    'http://',
    'a',
    'example',
    '.',
    ':',
    '8080',
    '*',
    ';',
    ',',
    ' ',
    "'",
    '"',
    '@',
    '/',
    '?',
    '#',
    '\\',
    '%3b',
    '%2a',
    '\t',
    'localhost',
    'ß',
    '。',
    '[::1]',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const outcome = await save(pieces.join(''))
      if (!outcome.ok) return
      for (const origin of outcome.value) {
        expect(origin).toMatch(/^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d+)?$/)
        expect(new URL(origin).origin).toBe(origin)
      }
    }),
    { numRuns: 300 },
  )
})

test('sites come over https, this machine aside, and at most twenty of them', async () => {
  expect(await save('http://kestrel.example')).toEqual({
    ok: false,
    refusal: { code: 'site_without_https', line: 1 },
  })
  expect(await save('http://localhost.kestrel.example')).toMatchObject({ ok: false })
  const twenty = Array.from({ length: 20 }, (_, index) => `https://site-${index}.example`)
  expect(await save(...twenty, ...twenty)).toEqual({ ok: true, value: twenty })
  expect(await save(...twenty, 'https://one-more.example')).toEqual({
    ok: false,
    refusal: { code: 'too_many_sites', most: 20 },
  })
  expect(await kept()).toEqual(twenty)
})

// Seen to fail when saveEmbedOrigins does not ask for the permission.
test('Bo, who hosts, changes nothing', async () => {
  const before = await world.checksum()
  expect(await saveEmbedOrigins(world.context, world.bo, ['https://bo.example'])).toEqual({
    ok: false,
    refusal: { code: 'not_permitted' },
  })
  expect(await world.checksum()).toBe(before)
})
