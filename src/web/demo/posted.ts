import { Hono } from 'hono'
import type { DemoStateId } from '#messages/demo.ts'
import { now } from '#platform/clock.ts'
import { scopeOfLink } from '#domain/access/scope.ts'
import { openQuote } from '#domain/bookings/quote.ts'
import { paths } from '#paths.ts'
import { customerRoutes } from '../customer/routes.ts'
import type { WebContext, WebEnv } from '../deps.ts'

/**
 * A page that only a pressed button leads to has no address of its own. The demonstration gives it one: opening it
 * sends the form that carries this quote, which is too old to be carried out, so that nothing changes however often.
 */
export function postedPath(id: DemoStateId, token: string, sealed: string): string {
  return `${paths.demoState(id)}?${new URLSearchParams({ link: token, quote: sealed })}`
}

/** The answer to that form, or null for an address that carries none, or one that could still be carried out. */
export async function postedPage(c: WebContext): Promise<Response | null> {
  const { link = '', quote = '' } = c.req.query()
  if (!(await isTooOld(c, link, quote))) return null
  const app = new Hono<WebEnv>()
  app.use((inner, next) => {
    for (const [name, value] of Object.entries(c.var)) inner.set(name as keyof WebEnv['Variables'], value)
    return next()
  })
  app.route('/', customerRoutes())
  return app.request(new URL(paths.commit(link), c.req.url), {
    method: 'POST',
    body: new URLSearchParams({ quote, checked: '1' }),
  })
}

async function isTooOld(c: WebContext, token: string, sealed: string): Promise<boolean> {
  const { reader, secret } = c.var.deps.context
  const scope = await scopeOfLink(reader, token)
  const quote = scope && openQuote(secret, sealed, scope)
  if (!quote) return false
  return Temporal.Instant.compare(await now(reader, quote.orgId), quote.expiresAt) > 0
}
