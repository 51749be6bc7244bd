import { Hono } from 'hono'
import type { WebEnv } from '../deps.ts'
import { detailsPage } from './booking-details.tsx'
import { submitDetails } from './booking-submit.ts'
import { timesPage } from './booking-times.tsx'
import { eventTypesPage } from './booking-types.tsx'
import { manageRoutes } from './manage-routes.ts'
import { waitingRoutes } from './waiting-routes.ts'

/** Everything customers see: booking in public, and what the link in their mail opens. */
export function customerRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>()
  routes.get('/book/:page', eventTypesPage)
  routes.get('/book/:page/:eventType', timesPage)
  routes.get('/book/:page/:eventType/details', detailsPage)
  routes.post('/book/:page/:eventType/details', submitDetails)
  routes.route('/', waitingRoutes())
  routes.route('/', manageRoutes())
  return routes
}
