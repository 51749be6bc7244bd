import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programOf } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { showId } from '#platform/public-ids.ts'
import { serveMcp, type McpProgram, type McpServer } from './mcp.testing.ts'

/*
 * Whatever a model makes up is answered, and nothing breaks. Seen to fail when a request key or an address was not
 * cleaned: the database takes no NUL.
 */
let world: World
let server: McpServer
let program: McpProgram
beforeAll(async () => {
  world = await makeWorld()
  server = await serveMcp(world, { apiRequestsPerMinute: 1_000_000 })
  program = await server.connect((await programOf(world)).key)
})
afterAll(async () => {
  await program.close()
  await server.close()
  await world.close()
})

/** What databases, dates and pages choke on. */
const HOSTILE: unknown[] = [
  'a\u0000b',
  '\uD800',
  "\u202E'; drop table bookings; --",
  'x'.repeat(5_000),
  '+275760-09-13T00:00:00Z',
  '2199-12-31T23:59:59.999999999Z',
  -1,
  null,
  [],
  [['\u0000']],
  { '\u0000': '\u0000' },
]

/** Inputs that each tool takes, to be spoiled one member at a time. */
async function fitting(): Promise<Record<string, unknown>> {
  const { id, sessions } = await world.load(world.cleo)
  const booking = showId('booking', id)
  return {
    booking,
    session: showId('session', sessions[0]!.id),
    quote: (await program.call('cancel_booking', { booking })).value.quote,
    actor: 'customer',
    start: '2026-12-09T15:00:00Z',
    event_type: showId('eventType', world.eventTypeId),
    starts: ['2026-12-08T15:00:00Z'],
    customer: { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' },
    request_key: 'key',
  }
}

async function tools(): Promise<{ name: string; members: string[] }[]> {
  const listed = (await program.client.listTools()).tools
  return listed.map(({ name, inputSchema }) => ({ name, members: Object.keys(inputSchema.properties ?? {}) }))
}

/** True when the tool did it; what it refuses must say why. */
async function attempt(name: string, input: Record<string, unknown>): Promise<boolean> {
  const { isError, value } = await program.call(name, input)
  if (!isError) return true
  expect(value).toMatchObject({ code: expect.any(String), title: expect.any(String) })
  expect(value.status, `${name} ${JSON.stringify(input)}`).toBeLessThan(500)
  return false
}

function inputFor({ name, members }: { name: string; members: string[] }, all: Record<string, unknown>) {
  const left = name === 'find_slots' ? 'session' : ''
  return Object.fromEntries(
    Object.entries(all).filter(([member]) => members.includes(member) && member !== left),
  )
}

test('a member that cannot be meant is refused or cleaned, whichever it is', async () => {
  const right = await fitting()
  for (const tool of (await tools()).filter(({ name }) => name !== 'commit_quote')) {
    const input = inputFor(tool, right)
    for (const member of tool.members)
      await Promise.all(HOSTILE.map((value) => attempt(tool.name, { ...input, [member]: value })))
  }
  const spoiled = { booking: right['booking'], quote: right['quote'] }
  for (const value of HOSTILE) await attempt('commit_quote', { ...spoiled, quote: value })
  for (const value of HOSTILE) await attempt('commit_quote', { ...spoiled, reason: value })
  expect(server.errors).toEqual([])
})

test('no mixture of members breaks a tool', async () => {
  const right = await fitting()
  const values = fc.oneof(fc.constantFrom(...Object.values(right), ...HOSTILE), fc.jsonValue({ maxDepth: 2 }))
  const calls = fc
    .constantFrom(...(await tools()))
    .chain((tool) =>
      fc
        .dictionary(fc.constantFrom(...tool.members, 'more'), values, { maxKeys: 3 })
        .map((input) => ({ name: tool.name, input: { ...inputFor(tool, right), ...input } })),
    )
  const answered = { refused: 0, done: 0 }
  await fc.assert(
    fc.asyncProperty(calls, async ({ name, input }) => {
      answered[(await attempt(name, input)) ? 'done' : 'refused'] += 1
    }),
    { numRuns: 150 },
  )
  expect(server.errors).toEqual([])
  // With nothing but refusals, nothing was tried.
  expect(answered.done).toBeGreaterThan(5)
  expect(answered.refused).toBeGreaterThan(5)
})
