import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { StripeApi } from './stripe-client.ts'
import { contractProblems } from './stripe-contract.testing.ts'
import { decodeForm } from './stripe-form.testing.ts'
import { StripeBooks, StripeSaysNo, type StripeRequest } from './stripe-books.testing.ts'

/** How a request goes wrong: before anything is booked, after it was, or with an answer of the test's own. */
export type Trouble =
  | 'reset'
  | 'reset after booking'
  | 'silence after booking'
  | { status: number; error?: Record<string, unknown>; body?: string; headers?: Record<string, string> }

/** A server on this machine that plays Stripe, strictly: requests that its description does not allow get a 400. */
export interface StandInStripe {
  api: StripeApi
  books: StripeBooks
  requests: StripeRequest[]
  /** What in the requests did not fit Stripe's description. */
  problems: string[]
  /** Asked about every request; null lets it through. */
  trouble: (request: StripeRequest) => Trouble | null
  close(): Promise<void>
}

/** Starts it on a free port. */
export async function startStandInStripe(): Promise<StandInStripe> {
  const server = createServer((request, response) => void answer(standIn, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const standIn: StandInStripe = {
    api: { host: '127.0.0.1', port, protocol: 'http', timeoutMilliseconds: 400 },
    books: new StripeBooks(),
    requests: [],
    problems: [],
    trouble: () => null,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return standIn
}

async function answer(
  standIn: StandInStripe,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(incoming)
  const url = new URL(incoming.url ?? '/', 'http://stripe.test')
  const method = incoming.method ?? ''
  const sent = decodeForm(method === 'GET' ? url.search.slice(1) : body)
  const request = { method, path: url.pathname, sent, headers: incoming.headers }
  standIn.requests.push(request)
  const trouble = standIn.trouble(request)
  if (trouble === 'reset') return void incoming.socket.resetAndDestroy()
  if (trouble !== null && typeof trouble === 'object') {
    const { status, error, headers } = trouble
    return reply(response, status, trouble.body ?? JSON.stringify({ error: error ?? {} }), headers)
  }
  const { status, result } = judged(standIn, request, body)
  if (trouble === 'reset after booking') return void incoming.socket.resetAndDestroy()
  if (trouble !== 'silence after booking') reply(response, status, JSON.stringify(result))
}

function judged(
  standIn: StandInStripe,
  request: StripeRequest,
  body: string,
): { status: number; result: unknown } {
  const problems = contractProblems(request.method, request.path, request.sent)
  if (problems.length > 0) {
    standIn.problems.push(...problems)
    const error = { type: 'invalid_request_error', code: 'parameter_unknown', message: problems.join('; ') }
    return { status: 400, result: { error } }
  }
  try {
    const key = request.headers['idempotency-key']
    return { status: 200, result: standIn.books.handle(request, typeof key === 'string' ? key : null, body) }
  } catch (error) {
    if (!(error instanceof StripeSaysNo)) throw error
    return { status: error.status, result: { error: error.error } }
  }
}

function reply(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...headers })
  response.end(body)
}
