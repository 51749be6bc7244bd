import { Hono } from 'hono'
import type { Database } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { paths } from '#paths.ts'
import { customerRoutes } from '../customer/routes.ts'
import type { AppDeps, WebContext, WebEnv } from '../deps.ts'
import { crashedPage } from '../error-pages.tsx'
import { place, type DemoState } from './places.ts'
import { bookIn, clinicWorld, type DemoBooking } from './worlds.ts'

/** What is seen on a bad day. */
export const ERROR_STATES: DemoState[] = [
  { id: 'M19', make: async (deps) => place(paths.offlineCopy((await treatment(deps)).booked.token)) },
  { id: 'M19e', make: async (deps) => place(brokenPath((await treatment(deps)).booked.token)) },
]

function treatment(deps: AppDeps): Promise<DemoBooking> {
  return clinicWorld(deps).then((world) => bookIn(world, 'follow-up', { hoursAhead: 55 }))
}

// A page that only a broken day leads to has no address of its own.
function brokenPath(token: string): string {
  return `${paths.demoState('M19e')}?${new URLSearchParams({ broken: token })}`
}

/**
 * The answer to a link while the database cannot be reached, by way of the real pages and their error handler: somebody
 * opened it while all was well, then again. Null for an address that asks for no such thing.
 */
export async function brokenPage(c: WebContext): Promise<Response | null> {
  const token = c.req.query('broken')
  if (!token) return null
  const { context } = c.var.deps
  const deps: AppDeps = {
    ...c.var.deps,
    context: { ...context },
    // Nothing is broken, so the log need not say so.
    log: createLog('error', { json: false, write: () => undefined }),
  }
  const app = new Hono<WebEnv>()
  app.use((inner, next) => {
    for (const [name, value] of Object.entries({ ...c.var, deps }))
      inner.set(name as keyof WebEnv['Variables'], value)
    return next()
  })
  app.route('/', customerRoutes())
  app.onError(crashedPage)
  const address = new URL(paths.manage(token), c.req.url)
  await app.request(address)
  deps.context.reader = unreachable()
  return app.request(address, { headers: { 'accept-language': c.req.header('accept-language') ?? '' } })
}

function unreachable(): Database {
  const refuse = () => {
    throw Object.assign(new Error('The demonstration has no database here.'), { code: 'ECONNREFUSED' })
  }
  return new Proxy({} as Database, { get: refuse })
}
