import { Hono } from 'hono'
import { requirePermission } from '../gate.ts'
import type { StaffEnv } from '../staff-env.ts'
import { submitRemove, waitlistPage } from './waitlist.tsx'

/** The waiting list of the whole organization. */
export function waitlistRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.get('/staff/waitlist', requirePermission('booking.view.all'), waitlistPage)
  app.post('/staff/waitlist', requirePermission('booking.change.all'), submitRemove)
  return app
}
