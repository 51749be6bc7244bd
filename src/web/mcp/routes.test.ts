import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { programOf } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { serveMcp, type McpServer } from './mcp.testing.ts'

/*
 * The door of the tools. Seen to fail when the origin was not looked at, when GET went past the gate (it wrote that
 * the key was used), when a list of messages was carried out, and when the gate let a request without a key through.
 */
let world: World
let server: McpServer
let key: string
beforeAll(async () => {
  world = await makeWorld()
  server = await serveMcp(world)
  key = (await programOf(world)).key
})
afterAll(async () => {
  await server.close()
  expect(server.errors).toEqual([])
  await world.close()
})

const BOTH = 'application/json, text/event-stream'
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }

function send(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.origin}${paths.mcp()}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: BOTH,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

describe('who gets in', () => {
  test('a program with a key gets one JSON document, no session and the state of its limit', async () => {
    const answer = await send(LIST)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('mcp-session-id')).toBeNull()
    expect(Number(answer.headers.get('ratelimit-remaining'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ id: 1, result: { tools: expect.any(Array) } })
  })

  test.each([
    ['without a key', ''],
    ['with a key that nobody made', `Bearer kept_${'x'.repeat(43)}`],
    ['with a password', 'Basic YWx2YTpzZWNyZXQ='],
  ])('Dag, %s, is told what is missing', async (_name, authorization) => {
    const answer = await send(LIST, { authorization })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await answer.json()).toMatchObject({ code: 'unauthorized' })
  })

  test('Cleo has a link to her booking, and it is no key', async () => {
    expect((await send(LIST, { authorization: `Bearer ${world.cleo.token}` })).status).toBe(401)
  })

  test.each(['https://dag.example', 'null', 'http://127.0.0.1', 'http://localhost:3000'])(
    'a page of %s is refused, even with a key',
    async (origin) => {
      const answer = await send(LIST, { origin })
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ id: null, error: { code: -32_000 } })
    },
  )

  test('our own pages may call', async () => {
    expect((await send(LIST, { origin: server.origin })).status).toBe(200)
  })
})

describe('what the address takes', () => {
  test.each(['GET', 'DELETE', 'PUT', 'HEAD'])(
    '%s is answered with 405 and writes nothing',
    async (method) => {
      const before = await world.checksum()
      const answer = await fetch(`${server.origin}${paths.mcp()}`, {
        method,
        headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
      })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe('POST')
      expect(await world.checksum()).toBe(before)
    },
  )

  test('several messages in one request are refused, so that nobody slips past the limit', async () => {
    const answer = await send([LIST, { ...LIST, id: 2 }])
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: -32_600 } })
  })

  test.each([
    ['no JSON', 'no', {}, 400],
    ['nothing', '', {}, 400],
    ['a number', '7', {}, 400],
    ['another type', '{}', { 'content-type': 'text/plain' }, 415],
    ['a program that takes no JSON', LIST, { accept: 'text/html' }, 406],
    ['a revision nobody wrote', LIST, { 'mcp-protocol-version': '1999-01-01' }, 400],
  ])('%s is a mistake of the program', async (_name, body, headers, status) => {
    const answer = await send(body, headers)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code: expect.any(Number) } })
  })

  test('a tool that does not exist is no tool', async () => {
    const answer = await send({ ...LIST, method: 'tools/call', params: { name: 'drop_tables' } })
    expect(await answer.json()).toMatchObject({ error: { code: -32_602 } })
  })

  test('nobody can hold a stream open', async () => {
    const program = await server.connect(key)
    await expect(program.client.listen({ toolsListChanged: true })).rejects.toThrow()
    await program.close()
  })
})

test('a program that calls too often has to wait', async () => {
  const strict = await serveMcp(world, { apiRequestsPerMinute: 1 })
  const answers: Response[] = []
  // Three, because a new minute may begin between two of them.
  for (let call = 0; call < 3; call += 1) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: BOTH }
    answers.push(
      await fetch(`${strict.origin}${paths.mcp()}`, { method: 'POST', headers, body: JSON.stringify(LIST) }),
    )
  }
  const refused = answers.find(({ status }) => status === 429)!
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ code: 'too_many_requests' })
  await strict.close()
})
