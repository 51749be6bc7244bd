import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WEBHOOK_EVENTS } from '#domain/notifications/webhook-event.ts'
import { pingWebhookEndpoint } from '#domain/notifications/ping-webhook-endpoint.ts'
import { createServer } from 'node:net'
import { resendDelivery } from '#domain/notifications/resend-delivery.ts'
import { bookNextDay } from './mail-world.ts'
import { callsOf, endpointAt, teller } from './webhook-world.ts'
import { makeWorld, type World } from './world.ts'

const paper = readFileSync('docs/webhooks.md', 'utf8')

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

test('the paper names every event', () => {
  expect([...WEBHOOK_EVENTS, 'ping'].filter((event) => !paper.includes(`\`${event}\``))).toEqual([])
})

// Seen to fail when the program of the paper forgot which events it had seen.
test('the receiver of the paper takes what Kept sends, and nothing that somebody else sends', async () => {
  const port = await freePort()
  const { id, secret } = await endpointAt(world, `http://127.0.0.1:${port}/`)
  const program = /```js\n([\s\S]*?)```/.exec(paper)![1]!.replace('8080', String(port))
  const receiver = spawn(
    process.execPath,
    ['--input-type=module', '-e', `${program}\nconsole.log('ready')`],
    {
      env: { ...process.env, KEPT_WEBHOOK_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const lines: string[] = []
  const output = createInterface(receiver.stdout)
  const ready = once(output, 'line')
  output.on('line', (line) => lines.push(line))
  try {
    await ready
    await pingWebhookEndpoint(world.context, world.alva, id)
    const booking = await bookNextDay(world)
    expect(await teller(world).tellAll()).toEqual([])
    const [call] = await callsOf(world, booking)
    await resendDelivery(world.context, world.alva, call!.id)
    expect(await teller(world).tellAll()).toEqual([])
    const forged = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: call!.body_text,
      headers: {
        'webhook-id': call!.message_id,
        'webhook-timestamp': String(Math.floor(performance.timeOrigin / 1000)),
        'webhook-signature': 'v1,AAAA',
      },
    })
    expect(forged.status).toBe(401)
    const { reference } = await world.load(booking)
    expect(lines).toEqual([
      'ready',
      'ping undefined undefined',
      `booking.scheduled ${reference.slice(0, 3)}-${reference.slice(3)} 1`,
    ])
  } finally {
    receiver.kill()
    await once(receiver, 'exit')
  }
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
