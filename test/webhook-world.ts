import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { openWebhookChannel } from '#integrations/channels/webhook/standard-webhook.ts'
import { createLog } from '#platform/log.ts'
import type { JobRun } from '#platform/queue.ts'
import type { OutgoingRules } from '#platform/outgoing.ts'
import {
  createWebhookEndpoint,
  type WebhookEndpointInput,
} from '#domain/notifications/save-webhook-endpoint.ts'
import { callWebhookWith } from '#jobs/call-webhook.ts'
import type { EventData, PingData } from '#jobs/webhook-body.ts'
import { createApp } from '../src/web/app.ts'
import { bookNextDay, cancelByCustomer, changeByCustomer } from './mail-world.ts'
import type { CleosBooking, World } from './world.ts'

// Webhooks in tests: real receivers on loopback, which the operator of these tests allows, and the queue worked on by hand.

export const LOOPBACK = { allowedNetworks: ['127.0.0.0/8'] }

export interface ReceivedEvent {
  headers: IncomingHttpHeaders & Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
  body: string
  event: { id: string; type: string; timestamp: string; data: EventData & PingData }
}

interface Reply {
  status: number
  body?: string
  headers?: Record<string, string>
}

export interface Receiver {
  url: string
  received: ReceivedEvent[]
  /** What to answer from now on: a status with some text, or null to hang up without a word. */
  answer(next: Reply | null, times?: number): void
  /** What happens after an event has arrived and before it is answered. */
  onEvent?: () => Promise<unknown>
  /** Nobody listens any more. */
  die(): Promise<void>
  /** Somebody listens again, at the same address. */
  comeBack(): Promise<void>
  close(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const received: ReceivedEvent[] = []
  let usual: Reply | null = { status: 204 }
  const script: (Reply | null)[] = []
  let server: Server = makeServer()
  let port = 0
  function makeServer(): Server {
    return createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const body = Buffer.concat(parts).toString()
        const headers = request.headers as ReceivedEvent['headers']
        received.push({ headers, body, event: JSON.parse(body) })
        void Promise.resolve(receiver.onEvent?.()).then(() => reply(response))
      })
    })
  }
  const reply = (response: ServerResponse) => {
    const next = script.length > 0 ? script.shift()! : usual
    if (next) response.writeHead(next.status, next.headers).end(next.body ?? '')
    else response.destroy()
  }
  const listen = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  const die = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  await listen()
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/kept`,
    received,
    answer(next, times) {
      if (times === undefined) usual = next
      else for (let number = 0; number < times; number += 1) script.push(next)
    },
    die,
    async comeBack() {
      server = makeServer()
      await listen()
    },
    close: die,
  }
  return receiver
}

export interface Teller {
  /** Runs one delivery's job. */
  tell(deliveryId: string, run?: Partial<JobRun>): Promise<void>
  /** Runs the job of every event that waits, once each. Returns the errors that would mean "again". */
  tellAll(run?: Partial<JobRun>): Promise<Error[]>
}

/** Somebody who does the worker's calls one after the other. */
export function teller(world: World, rules: OutgoingRules = LOOPBACK): Teller {
  const channels = { webhook: openWebhookChannel(rules) }
  const handler = callWebhookWith({ context: world.context, channels, publicUrl: world.config.publicUrl })
  const tell = (deliveryId: string, run: Partial<JobRun> = {}) =>
    handler(
      { orgId: world.orgId, deliveryId },
      { id: deliveryId, attempt: 1, isLastAttempt: false, signal: new AbortController().signal, ...run },
    )
  return {
    tell,
    async tellAll(run) {
      const errors: Error[] = []
      for (const { id } of (await callsOf(world)).filter(({ state }) => state === 'queued'))
        await tell(id, run).catch((error: Error) => errors.push(error))
      return errors
    },
  }
}

/** Every event that was planned, oldest first. */
export function callsOf(world: World, booking?: { bookingId: string }) {
  let query = world.context.db.selectFrom('deliveries').where('channel', '=', 'webhook').selectAll()
  if (booking) query = query.where('booking_id', '=', booking.bookingId)
  return query.orderBy('created_at').orderBy('fact_id').execute()
}

/** An endpoint of Alva's at this address. */
export async function endpointAt(
  world: World,
  url: string,
  options: Partial<WebhookEndpointInput> = {},
): Promise<{ id: string; secret: string }> {
  const input = { url, description: 'A program', kinds: [], withLinks: false, ...options }
  const made = await createWebhookEndpoint(world.context, world.alva, input, LOOPBACK)
  if (!made.ok) throw new Error(`No webhook: ${JSON.stringify(made.refusal)}`)
  return { id: made.value.endpoint.id, secret: made.value.secret }
}

/** What the program makes of a message; throws when the signature is not of this secret. */
export function verified({ headers, body }: ReceivedEvent, secret: string): unknown {
  return new Webhook(secret).verify(body, headers)
}

/** A booking that moves twice and is then canceled: revisions 1 to 4. */
export async function eventfulBooking(world: World): Promise<CleosBooking> {
  const booking = await bookNextDay(world)
  for (const hours of [3, 1]) {
    const session = (await world.load(booking)).sessions[0]!
    const start = session.startsAt.subtract({ hours })
    await changeByCustomer(world, booking, { reschedule: [{ session: session.id, start }] }, 'A train.')
  }
  await cancelByCustomer(world, booking, 'I took another offer.')
  return booking
}

/** The same world whose operator allows loopback to webhooks, on pages and in the API. */
export function allowingLoopback(world: World): World {
  const config = { ...world.config, ...LOOPBACK }
  const log = createLog('error', { json: false })
  let app: ReturnType<typeof createApp> | null = null
  const ask: World['ask'] = async (path, init) => {
    app ??= createApp({ config, context: world.context, log })
    return app.request(`http://kept.test${path}`, init)
  }
  return {
    ...world,
    config,
    ask,
    visit: (path, headers = {}) => ask(path, { headers }),
    send: (path, fields, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(
          Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
        ),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
  }
}
