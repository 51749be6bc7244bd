import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { StartProblem } from './start-problem.ts'

type Answer = (request: Request, env: object) => Response | Promise<Response>

/** A server that listens from the first moment and answers 503 with a reason until it is given the application. */
export interface HttpServer {
  readonly port: number
  /** What /healthz says while there is no application, such as "migrating the database". */
  explain(reason: string): void
  answerWith(answer: Answer): void
  /** Takes no new requests, waits for the running ones up to `timeoutMs`, then cuts them off. */
  close(timeoutMs: number): Promise<void>
}

/** Listens on `host` and `port`; port 0 takes any free one. */
export async function openHttpServer(host: string, port: number): Promise<HttpServer> {
  let reason = 'starting'
  let answer: Answer | null = null
  const server = createAdaptorServer({
    fetch: (request, env) => (answer ? answer(request, env) : notReady(request, reason)),
    // A client that sends its request drop by drop must not hold a connection for long.
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16_384,
    },
  }) as Server
  await listen(server, host, port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    explain(next) {
      answer = null
      reason = next
    },
    answerWith(next) {
      answer = next
    },
    close: (timeoutMs) => close(server, timeoutMs),
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartProblem(explainError(error, host, port))),
    )
    server.listen(port, host, resolve)
  })
}

function explainError(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `PORT ${port} on ${host} is taken by another program; set PORT to a free one.`
  if (error.code === 'EACCES')
    return `PORT ${port} needs more rights than this account has; set PORT to 1024 or above.`
  return `HOST ${host} is not an address of this machine (${error.code ?? error.message}).`
}

function notReady(request: Request, reason: string): Response {
  const headers = { 'retry-after': '2', 'cache-control': 'no-store' }
  if (new URL(request.url).pathname === '/healthz') {
    return Response.json({ status: 'unavailable', reason }, { status: 503, headers })
  }
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2"><title>Kept is not ready</title>
<h1>Kept is not ready</h1><p>It is ${reason}. This page tries again by itself.</p></html>`
  return new Response(page, {
    status: 503,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  })
}

async function close(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const cutOff = setTimeout(() => server.closeAllConnections(), timeoutMs)
  // A kept-alive connection becomes idle only when its last answer is out, so idle ones are closed repeatedly.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  server.closeIdleConnections()
  await closed
  clearTimeout(cutOff)
  clearInterval(sweep)
  await sleep(0)
}
