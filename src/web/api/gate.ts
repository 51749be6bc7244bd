import type { MiddlewareHandler } from 'hono'
import type { ApiScope } from '#domain/access/api-scopes.ts'
import { scopeOfKey, type OpenedKey } from '#domain/access/scope.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { problemResponse } from './problems.ts'

export const WINDOW_SECONDS = 60

/**
 * Lets a request through whose key has this scope, and counts it. A key is sent as `Authorization: Bearer …`;
 * cookies open nothing here, so no other site can act through somebody's browser.
 */
export function openKey(scope: ApiScope): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const opened = await openBearer(c)
    if (opened instanceof Response) return opened
    if (!opened.scopes.includes(scope)) return problemResponse(c, { code: 'scope_missing', more: { scope } })
    return next()
  }
}

/** The key of a request, counted; or the answer for one without a working key or with too many requests. */
export async function openBearer(c: ApiContext): Promise<OpenedKey | Response> {
  const { config, context } = c.var.deps
  const key = /^Bearer +(kept_[\w-]{20,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const opened = key ? await scopeOfKey(context.db, key, WINDOW_SECONDS) : null
  if (!opened)
    return problemResponse(c, { code: 'unauthorized' }, { 'www-authenticate': 'Bearer realm="kept"' })
  const limit = config.apiRequestsPerMinute
  const secondsLeft = Math.max(1, Math.ceil(opened.secondsLeft))
  c.header('ratelimit-limit', String(limit))
  c.header('ratelimit-remaining', String(Math.max(0, limit - opened.requests)))
  c.header('ratelimit-reset', String(secondsLeft))
  if (opened.requests > limit)
    return problemResponse(c, { code: 'too_many_requests' }, { 'retry-after': String(secondsLeft) })
  c.set('scope', opened.scope)
  c.set('scopes', new Set(opened.scopes as ApiScope[]))
  return opened
}
