import { Hono } from 'hono'
import type { WebEnv } from '../deps.ts'
import { activityPage } from './activity.tsx'
import { askRoutes } from './asks/routes.ts'
import { askToMovePage, submitAskToMove } from './ask-to-move.tsx'
import { submitMarkRead, submitNewLink } from './booking-acts.ts'
import { bookingPage } from './booking.tsx'
import { cancelPage, submitCancel } from './cancel.tsx'
import { deliveryPage, submitResend } from './delivery.tsx'
import { failedPage, noShowPage, submitFailed, submitNoShow } from './failed.tsx'
import { requireMember, requirePermission } from './gate.ts'
import { invoiceRoutes } from './invoices/routes.ts'
import { addPaymentPage, submitAddPayment } from './money/add-payment.tsx'
import { addRefundPage, submitAddRefund } from './money/add-refund.tsx'
import { chargeCardPage, submitChargeCard } from './money/charge-card.tsx'
import { submitFee } from './money/fee.tsx'
import { moneyRoutes } from './money/routes.ts'
import { movePage, submitMove } from './move.tsx'
import { outboxPage } from './outbox.tsx'
import {
  forgotPasswordPage,
  resetPasswordPage,
  submitForgotPassword,
  submitNewPassword,
} from './password-reset.tsx'
import { missingPage } from './refusal-pages.tsx'
import { settingsRoutes } from './settings/routes.ts'
import { saveSetup, showSetup } from './settings/setup.tsx'
import { signInPage, submitSignIn, submitSignOut } from './sign-in.tsx'
import type { StaffEnv } from './staff-env.ts'
import { waitlistRoutes } from './waitlist/routes.ts'

/** Everything below /staff: the doors that are open to all, then what only signed-in members reach. */
export function staffRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.get('/staff/sign-in', signInPage).post(submitSignIn)
  app.post('/staff/sign-out', submitSignOut)
  app.get('/staff/forgot-password', forgotPasswordPage).post(submitForgotPassword)
  app.get('/staff/reset-password/:token', resetPasswordPage).post(submitNewPassword)
  app.get('/staff/setup', showSetup).post(saveSetup)
  app.route('/', insideRoutes() as unknown as Hono<WebEnv>)
  return app
}

function insideRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.use('/staff', requireMember())
  app.use('/staff/*', requireMember())
  app.get('/staff', activityPage)
  app.route('/', askRoutes())
  app.route('/staff/bookings/:id', bookingRoutes())
  app.route('/staff/outbox', outboxRoutes())
  app.route('/', waitlistRoutes())
  app.route('/staff/invoices', invoiceRoutes())
  app.route('/', moneyRoutes())
  app.route('/', settingsRoutes())
  app.all('/staff/*', missingPage)
  return app
}

// Whether a booking is the member's own is a question to the booking, so these handlers ask it themselves.
function bookingRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.get('/', bookingPage)
  app.post('/read', submitMarkRead)
  app.get('/cancel', cancelPage).post(submitCancel)
  app.get('/move', movePage).post(submitMove)
  app.get('/ask-to-move', askToMovePage).post(submitAskToMove)
  app.get('/no-show', noShowPage).post(submitNoShow)
  app.get('/failed', failedPage).post(submitFailed)
  app.post('/fees/:decision', submitFee)
  app.get('/payments/new', addPaymentPage).post(submitAddPayment)
  app.get('/charge', chargeCardPage).post(submitChargeCard)
  app.get('/refunds/new', addRefundPage).post(submitAddRefund)
  app.post('/link', submitNewLink)
  return app
}

function outboxRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.use(requirePermission('delivery.view'))
  app.get('/', outboxPage)
  app.get('/:id', deliveryPage)
  app.post('/:id/resend', requirePermission('delivery.resend'), submitResend)
  return app
}
