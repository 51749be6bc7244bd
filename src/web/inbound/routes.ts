import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { WebContext, WebEnv } from '../deps.ts'
import { receiveEvent } from './provider-events.ts'

/** An event of a provider is a few kilobytes. */
const LARGEST_EVENT_BYTES = 256 * 1024

/** What other servers send us. They carry signatures and no cookies, and are no browsers. */
export function inboundRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  const limit = bodyLimit({
    maxSize: LARGEST_EVENT_BYTES,
    onError: (c: WebContext) => c.text('This is too large for an event.', 413),
  })
  app.post('/in/:provider/:orgId', limit, receiveEvent)
  return app
}
