import { Hono } from 'hono'
import { paths } from '#paths.ts'
import { loginCookie, signInMember } from '../staff/login-cookie.ts'
import type { WebContext, WebEnv } from '../deps.ts'
import { notFoundPage } from '../error-pages.tsx'
import { brokenPage } from './error-states.ts'
import { galleryPage } from './gallery-page.tsx'
import { demoKey } from './key.ts'
import { demoList } from './list.tsx'
import { postedPage } from './posted.ts'
import { DEMO_STATES } from './states.ts'

/**
 * The states of the pages, each made afresh by the engine. Mounted only with DEMO=1; the one place where a GET
 * writes, because a demonstration must be a link.
 */
export function demoRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>()
  routes.get(paths.demo(), demoList)
  routes.get(paths.gallery(), galleryPage)
  routes.get(paths.demoKey(), demoKey)
  routes.get('/__demo/:id', showState)
  return routes
}

async function showState(c: WebContext): Promise<Response> {
  const state = DEMO_STATES.find((entry) => entry.id === c.req.param('id'))
  if (!state) return notFoundPage(c)
  const posted = (await postedPage(c)) ?? (await brokenPage(c))
  if (posted) return posted
  const place = await state.make(c.var.deps)
  if (place.signInAs)
    c.header('set-cookie', loginCookie(c, await signInMember(c.var.deps.context, place.signInAs)))
  return c.redirect(place.path, 303)
}
