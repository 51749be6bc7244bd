import type { MiddlewareHandler } from 'hono'
import { databaseNow } from '#platform/clock.ts'
import { nothingForVisitors } from '#messages/api.ts'
import { hit } from '#domain/access/rate-limit.ts'
import { findPage } from '#domain/event-types/find-page.ts'
import { sourceOf } from '../source.ts'
import type { ApiContext, ApiEnv, PublicPage } from './api-env.ts'
import { problemResponse, type Problem } from './problems.ts'

/** From one address: enough for the people of an office behind it, too few for somebody who tries every minute. */
const REQUESTS_PER_MINUTE = 600
const BOOKINGS_PER_MINUTE = 30
const WINDOW_SECONDS = 60

/**
 * Lets visitors of a booking page through without a key. Scripts of the sites that may show the page inside their own
 * may read the answers; for all other sites the browser keeps them back.
 */
export function openPage(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const page = await pageOf(c)
    allowOrigin(c, page)
    const wait = await secondsToWait(c)
    if (wait > 0) return problemResponse(c, { code: 'too_many_requests' }, { 'retry-after': String(wait) })
    if (!page?.active) return problemResponse(c, nothingPublic('path:page', 'page'))
    c.set('page', page)
    return next()
  }
}

/** The 404 for visitors, who have no organization in which they could look. */
export function nothingPublic(field: string, what: keyof typeof nothingForVisitors): Problem {
  return { code: 'not_found', field, more: { detail: nothingForVisitors[what] } }
}

/** OPTIONS: what a browser asks before it sends a request of another site's script. */
export async function answerPreflight(c: ApiContext): Promise<Response> {
  if (allowOrigin(c, await pageOf(c))) {
    c.header('access-control-allow-methods', 'GET, POST')
    c.header('access-control-allow-headers', 'content-type, idempotency-key')
    c.header('access-control-max-age', '600')
  }
  return c.body(null, 204)
}

async function pageOf(c: ApiContext): Promise<PublicPage | null> {
  const slug = (c.req.param('page') ?? '').toLowerCase()
  const page = /^[a-z0-9-]{1,64}$/.test(slug) ? await findPage(c.var.deps.context.reader, slug) : null
  return page && { ...page, slug }
}

/** Names the asking site where the page's organization lists it. There are no cookies, so none are ever let through. */
function allowOrigin(c: ApiContext, page: PublicPage | null): boolean {
  const origin = c.req.header('origin') ?? ''
  c.header('vary', 'origin')
  if (!page?.embedOrigins.includes(origin)) return false
  c.header('access-control-allow-origin', origin)
  c.header('access-control-expose-headers', 'retry-after')
  return true
}

/** 0 while there is room; otherwise how long until there is again. */
async function secondsToWait(c: ApiContext): Promise<number> {
  const { db } = c.var.deps.context
  const now = await databaseNow(db)
  const [kind, limit] =
    c.req.method === 'POST' ? ['bookings', BOOKINGS_PER_MINUTE] : ['requests', REQUESTS_PER_MINUTE]
  const within = await hit(db, `public:${kind}:${sourceOf(c)}`, Number(limit), WINDOW_SECONDS, now)
  return within ? 0 : WINDOW_SECONDS - (Math.floor(now.epochMilliseconds / 1000) % WINDOW_SECONDS)
}
