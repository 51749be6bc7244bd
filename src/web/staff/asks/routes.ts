import { Hono } from 'hono'
import type { StaffEnv } from '../staff-env.ts'
import { answerPage, submitAnswer } from './answer.tsx'
import { askQueuePage } from './queue.tsx'

/** What customers ask of the team, and the answers. Whose booking it is, the handlers ask themselves. */
export function askRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.get('/staff/asks', askQueuePage)
  app.get('/staff/bookings/:id/asks/:ask', answerPage).post(submitAnswer)
  return app
}
