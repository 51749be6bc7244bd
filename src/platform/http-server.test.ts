import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openHttpServer, type HttpServer } from './http-server.ts'

const servers: HttpServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(100)
})

async function open(port = 0): Promise<HttpServer> {
  const server = await openHttpServer('127.0.0.1', port)
  servers.push(server)
  return server
}

test('before it is ready it says why, to machines and to people', async () => {
  const server = await open()
  server.explain('migrating the database')
  const health = await fetch(`http://127.0.0.1:${server.port}/healthz`)
  expect(health.status).toBe(503)
  expect(health.headers.get('retry-after')).toBe('2')
  expect(await health.json()).toEqual({ status: 'unavailable', reason: 'migrating the database' })
  const page = await fetch(`http://127.0.0.1:${server.port}/book/clinic`)
  expect(page.status).toBe(503)
  expect(await page.text()).toContain('It is migrating the database.')
})

test('once ready the application answers', async () => {
  const server = await open()
  server.answerWith(() => new Response('hello'))
  expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe('hello')
})

test('a port that is taken is named with its remedy', async () => {
  const { port } = await open()
  await expect(open(port)).rejects.toThrow(
    `PORT ${port} on 127.0.0.1 is taken by another program; set PORT to a free one.`,
  )
})

// Seen to fail when the connections were cut at once instead of after the time to drain.
test('a request that runs while the server closes gets its answer, and idle connections do not hold it up', async () => {
  const server = await open()
  let answerNow = () => {}
  const arrived = new Promise<void>((resolve) => {
    server.answerWith(async () => {
      resolve()
      await new Promise<void>((go) => (answerNow = go))
      return new Response('cancelled')
    })
  })
  const idle = connect(server.port, '127.0.0.1')
  const answer = fetch(`http://127.0.0.1:${server.port}/`)
  await arrived
  const closed = server.close(10_000)
  setTimeout(() => answerNow(), 100)
  expect(await (await answer).text()).toBe('cancelled')
  await closed
  idle.destroy()
})

test('a request that does not end is cut off when the time to drain is over', async () => {
  const server = await open()
  const arrived = new Promise<void>((resolve) => {
    server.answerWith(() => {
      resolve()
      return new Promise<Response>(() => {})
    })
  })
  const answer = fetch(`http://127.0.0.1:${server.port}/`)
  answer.catch(() => {})
  await arrived
  await server.close(50)
  await expect(answer).rejects.toThrow()
})
