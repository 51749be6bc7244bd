import { Hono } from 'hono'
import type { WebEnv } from '../deps.ts'
import { requireMember } from './gate.ts'
import { forgotPasswordPage, resetPasswordPage, submitForgotPassword, submitNewPassword } from './password-reset.tsx'
import { missingPage } from './refusal-pages.tsx'
import { settingsRoutes } from './settings/routes.ts'
import { signInPage, submitSignIn, submitSignOut } from './sign-in.tsx'
import type { StaffEnv } from './staff-env.ts'

/** Everything below /staff: the doors that are open to all, then what only signed-in members reach. */
export function staffRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.get('/staff/sign-in', signInPage).post(submitSignIn)
  app.post('/staff/sign-out', submitSignOut)
  app.get('/staff/forgot-password', forgotPasswordPage).post(submitForgotPassword)
  app.get('/staff/reset-password/:token', resetPasswordPage).post(submitNewPassword)
  app.route('/', insideRoutes() as unknown as Hono<WebEnv>)
  return app
}

function insideRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.use('/staff', requireMember())
  app.use('/staff/*', requireMember())
  app.route('/', settingsRoutes())
  app.all('/staff/*', missingPage)
  return app
}
