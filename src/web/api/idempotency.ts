import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { claimRequest, finishRequest } from '#domain/access/idempotent-requests.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { problemResponse } from './problems.ts'

const LONGEST_KEY = 255
/** Headers that belong to the answer itself; all others are made anew for every response. */
const KEPT_HEADERS = ['content-type', 'etag', 'location']

/** 400 for a request that may act twice because it has no key. */
export function refuseWithoutKey(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = keyOf(c)
    if (key === '' || key.length > LONGEST_KEY)
      return problemResponse(c, { code: 'idempotency_key_missing', field: 'header:idempotency-key' })
    return next()
  }
}

/**
 * Carries a request out once for its Idempotency-Key: the same request again gets the same answer, another request
 * under the key is refused, and one that is still under way is told so. Answers are kept for 72 hours; those that
 * say that something went wrong on our side are not, so that trying again can help.
 */
export async function once(c: ApiContext, act: () => Promise<Response>): Promise<Response> {
  const { context } = c.var.deps
  const request = { scope: c.var.scope, key: keyOf(c), hash: await fingerprint(c) }
  const claim = await claimRequest(context, request)
  if (claim.kind === 'other') return problemResponse(c, { code: 'idempotency_key_reused' })
  if (claim.kind === 'running')
    return problemResponse(c, { code: 'request_in_progress' }, { 'retry-after': '1' })
  if (claim.kind === 'answered') {
    return c.body(claim.answer.body, claim.answer.status as 200, {
      ...claim.answer.headers,
      'idempotent-replayed': 'true',
    })
  }
  try {
    const response = await act()
    await finishRequest(context, request, response.status < 500 ? await answerOf(response) : null)
    return response
  } catch (error) {
    await finishRequest(context, request, null)
    throw error
  }
}

function keyOf(c: ApiContext): string {
  return (c.req.header('idempotency-key') ?? '').trim()
}

async function fingerprint(c: ApiContext): Promise<Buffer> {
  return createHash('sha256')
    .update(`${c.req.method} ${c.req.path}\n${c.req.header('if-match') ?? ''}\n${await c.req.text()}`)
    .digest()
}

async function answerOf(response: Response) {
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
  return { status: response.status, headers, body: await response.clone().text() }
}
