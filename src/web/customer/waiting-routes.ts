import { Hono } from 'hono'
import type { WebEnv } from '../deps.ts'
import { answer } from './waiting-acts.tsx'
import { showJoin, submitJoin } from './waiting-join.tsx'
import { showWaiting } from './waiting-page.tsx'

/** Waiting for a time: joining the line, one's place in it, and what is offered. */
export function waitingRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>()
  routes.get('/book/:page/:eventType/wait', showJoin)
  routes.post('/book/:page/:eventType/wait', submitJoin)
  routes.get('/w/:token', showWaiting)
  routes.post('/w/:token/:act{take|decline|leave}', answer)
  return routes
}
