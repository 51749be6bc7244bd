import {
  createMcpHandler,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import { Hono, type MiddlewareHandler } from 'hono'
import { foreignOrigin, notJson, oneMessage } from '#messages/mcp.ts'
import { paths } from '#paths.ts'
import { openBearer } from '../api/gate.ts'
import type { ApiContext, ApiEnv } from '../api/api-env.ts'
import { problemResponse } from '../api/problems.ts'
import { crashLog, isUnreachable } from '../error-pages.tsx'
import { serverFor } from './server.ts'

/**
 * The tools for language models (MCP, streamable HTTP). Stateless: every request carries its key and is answered
 * with one JSON document; nothing is remembered between two of them, so there is no stream to open and no session
 * to end.
 */
export function mcpRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.use(paths.mcp(), refuseForeignOrigins())
  routes.post(paths.mcp(), answer)
  routes.all(paths.mcp(), (c) => problemResponse(c, { code: 'method_not_allowed' }, { allow: 'POST' }))
  routes.onError((error, c) => {
    crashLog(error, c)
    return problemResponse(c, { code: isUnreachable(error) ? 'unavailable' : 'internal_error' })
  })
  return routes
}

/**
 * Browsers name the site a request comes from. Ours is the only one that may call, so that no other page, and none
 * that took over a name by rebinding it, can talk to an installation in somebody's own network.
 */
function refuseForeignOrigins(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined || origin === new URL(c.var.deps.config.publicUrl).origin) return next()
    return rpcError(c, 403, -32_000, foreignOrigin)
  }
}

async function answer(c: ApiContext): Promise<Response> {
  const opened = await openBearer(c)
  if (opened instanceof Response) return opened
  const message = await readMessage(c)
  if (message === undefined) return rpcError(c, 400, -32_700, notJson)
  // Requests are counted, so several calls in one would slip past the limit.
  if (Array.isArray(message)) return rpcError(c, 400, -32_600, oneMessage)
  const request = c.req.raw
  const response = (await isLegacyRequest(request, message))
    ? await answerInitialized(c, message)
    : await createMcpHandler(() => serverFor(c), { legacy: 'reject', maxSubscriptions: 0 }).fetch(request, {
        parsedBody: message,
      })
  // Made anew, so that it has the headers about the limit that the gate set.
  return c.newResponse(response.body, {
    status: response.status as 200,
    headers: Object.fromEntries(response.headers),
  })
}

/** Programs of the revisions before 2026-07-28, which shake hands first. */
async function answerInitialized(c: ApiContext, message: unknown): Promise<Response> {
  const server = serverFor(c)
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    return await transport.handleRequest(c.req.raw, { parsedBody: message })
  } finally {
    await server.close()
  }
}

async function readMessage(c: ApiContext): Promise<unknown> {
  try {
    return (await c.req.json()) as unknown
  } catch {
    return undefined
  }
}

function rpcError(c: ApiContext, status: 400 | 403, code: number, message: string): Response {
  return c.json({ jsonrpc: '2.0', error: { code, message }, id: null }, status)
}
