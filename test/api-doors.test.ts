import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changesOf } from './api-changing.ts'
import { programOf, type Program } from './api-client.ts'
import { appOf } from './api-fuzz/populated.ts'
import { makeWorld, type CleosBooking, type World } from './world.ts'

/** The ways in: how keys and headers arrive, how often, and what is written down about it. */
let world: World
let app: ReturnType<typeof appOf>
let program: Program
let words: ReturnType<typeof changesOf>
let booking: CleosBooking
let server: Server
const secrets: string[] = []

beforeAll(async () => {
  world = await makeWorld()
  app = appOf(world)
  program = await programOf({ ...world, ask: app.ask })
  words = changesOf(world)
  booking = await world.bookAgain()
  secrets.push(program.key, world.cleo.token, booking.token)
  const listener = getRequestListener((request) => {
    const { pathname, search } = new URL(request.url)
    const body = request.body ? { body: request.body, duplex: 'half' as const } : {}
    return app.ask(`${pathname}${search}`, { method: request.method, headers: request.headers, ...body })
  })
  server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await world.close()
})

describe('a key', () => {
  const askWith = async (authorization: string | null, path = `${words.addressOf(booking)}/quotes`) =>
    (
      await app.ask(path, {
        method: 'POST',
        body: JSON.stringify({ actor: 'customer', cancel: await words.sessionsOf(booking) }),
        headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
      })
    ).status

  test('opens as a bearer token, however its scheme is spelled and spaced', async () => {
    for (const scheme of ['Bearer ', 'bearer ', 'BEARER ', 'Bearer  '])
      expect(await askWith(`${scheme}${program.key}`)).toBe(200)
  })

  test('opens in no other form, and in no other place', async () => {
    const { key } = program
    const odd = [
      null,
      '',
      key,
      `Bearer${key}`,
      `Basic ${key}`,
      `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      `Bearer ${key.toUpperCase()}`,
      `Bearer ${key.slice(0, -1)}`,
      `Bearer ${key}x`,
      `Bearer ${key}, Bearer ${key}`,
      `Bearer "${key}"`,
      `Bearer ${key} ${key}`,
      `Bearer ${world.cleo.token}`,
      'Bearer kept_',
      `Bearer kept_${'x'.repeat(10_000)}`,
    ]
    for (const authorization of odd)
      expect([authorization, await askWith(authorization)]).toEqual([authorization, 401])
    const path = `${words.addressOf(booking)}/quotes`
    for (const name of ['key', 'api_key', 'access_token', 'authorization'])
      expect(await askWith(null, `${path}?${name}=${key}`)).toBe(401)
    const cookie = await app.ask(path, {
      method: 'POST',
      headers: { cookie: `key=${key}; authorization=${key}` },
    })
    expect(cookie.status).toBe(401)
    expect(cookie.headers.get('www-authenticate')).toContain('Bearer')
  })

  // Seen to fail with a count for all keys together.
  test('that asks too often is told when it may again, and no other is touched', async () => {
    const narrow = appOf(world, { apiRequestsPerMinute: 5 })
    const [busy, calm] = [
      await programOf({ ...world, ask: narrow.ask }),
      await programOf({ ...world, ask: narrow.ask }),
    ]
    const quote = { body: { actor: 'customer', cancel: await words.sessionsOf(booking) } }
    const answers = []
    // A minute may end in between; in the next one there is room again, so more are sent than two minutes allow.
    for (let index = 0; index < 16; index += 1)
      answers.push(await busy.call('POST', `${words.addressOf(booking)}/quotes`, quote))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(6)
    expect(answers[0]!.headers.get('ratelimit-limit')).toBe('5')
    expect(answers[0]!.headers.get('ratelimit-remaining')).toBe('4')
    const { headers, body } = refused[0]!
    expect(body.code).toBe('too_many_requests')
    expect(headers.get('ratelimit-remaining')).toBe('0')
    for (const name of ['retry-after', 'ratelimit-reset']) {
      expect(Number(headers.get(name)), name).toBeGreaterThanOrEqual(1)
      expect(Number(headers.get(name)), name).toBeLessThanOrEqual(60)
    }
    expect((await calm.call('POST', `${words.addressOf(booking)}/quotes`, quote)).status).toBe(200)
  })
})

describe('over the wire', () => {
  test('two Idempotency-Keys, line breaks and 10,000 letters in headers change nothing twice and break nothing', async () => {
    const quote = await words.quote(program, booking)
    secrets.push(quote)
    const body = JSON.stringify({ quote })
    const send = (lines: string[], text = body) =>
      raw(
        [
          `POST ${words.addressOf(booking)}/changes HTTP/1.1`,
          'Host: kept.test',
          `Authorization: Bearer ${program.key}`,
          'Content-Type: application/json',
          'Connection: close',
          ...lines,
        ],
        text,
      )
    const length = `Content-Length: ${body.length}`
    expect(await send([length])).toBe(400)
    expect(await send([length, `Idempotency-Key: ${'x'.repeat(10_000)}`])).toBe(400)
    expect(await send([length, 'Idempotency-Key:    '])).toBe(400)
    expect(await send([length, `Idempotency-Key: ${'x'.repeat(100_000)}`])).toBe(431)
    expect(await send([length, 'Idempotency-Key: a\rX-Admin: 1'])).toBe(400)
    expect(await send([length, 'Idempotency-Key: a\u0000b'])).toBe(400)
    expect(await send([length, 'Idempotency-Key: a', 'Transfer-Encoding: chunked'])).toBe(400)
    expect(await send([length, length.replace(/\d+/, '5'), 'Idempotency-Key: a'])).toBe(400)
    expect(await words.factsOf(booking)).toEqual(['booking.scheduled'])
    const twice = [length, 'Idempotency-Key: one', 'Idempotency-Key: two']
    expect([await send(twice), await send(twice)]).toEqual([201, 201])
    expect(await words.factsOf(booking)).toEqual(['booking.scheduled', 'booking.canceled'])
  })

  test('a body without a length is cut off at a mebibyte all the same, as a problem', async () => {
    const chunk = 'x'.repeat(64 * 1024)
    const chunks = Array.from({ length: 24 }, () => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')
    const status = await raw(
      [
        `POST ${words.addressOf(booking)}/quotes HTTP/1.1`,
        'Host: kept.test',
        `Authorization: Bearer ${program.key}`,
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
        'Connection: close',
      ],
      `${chunks}0\r\n\r\n`,
    )
    expect(status).toBe(413)
  })
})

describe('what is written down', () => {
  // Seen to fail with headers and answer in the line that says that a request was answered.
  test('holds no key, no quote and no link, however much is logged', async () => {
    const again = await world.bookAgain()
    const quote = await words.quote(program, again)
    const link = await program.call('POST', `${words.addressOf(again)}/links`)
    await words.commit(program, again, quote)
    await words.commit(program, again, `${quote}x`)
    secrets.push(quote, again.token, link.body.url.split('/').at(-1))
    const written = app.lines.join('\n')
    expect(app.lines.length).toBeGreaterThan(30)
    expect(secrets.filter((secret) => written.includes(secret))).toEqual([])
    expect(app.lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })

  // Seen to fail with answers kept as they were sent: the address of the new link lay in the table of requests.
  test('into the database is no key and no link that works', async () => {
    expect(secrets.length).toBeGreaterThan(5)
    const dump = await everything()
    expect(secrets.filter((secret) => !secret.includes('.') && dump.includes(secret))).toEqual([])
  })
})

/** All rows of all tables as text. */
async function everything(): Promise<string> {
  const { db } = world.context
  const tables = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db)
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db)
    texts.push(...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}

/** Sends bytes as they are, and gives the status of what comes back. */
async function raw(lines: string[], body: string): Promise<number> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server that refuses early closes while we still write; what it said counts.
  socket.on('error', () => {})
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1')
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 0)
}
