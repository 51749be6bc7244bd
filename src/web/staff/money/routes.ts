import { Hono } from 'hono'
import { requireAnyPermission, requirePermission } from '../gate.ts'
import type { StaffEnv } from '../staff-env.ts'
import { submitDecidePayment } from './payment-acts.ts'
import { paymentsCsv } from './payments-csv.ts'
import { paymentsPage } from './payments.tsx'
import { submitChosen, submitRefundAct } from './refund-acts.ts'
import { refundQueuePage } from './refund-queue.tsx'
import { SEES_REFUNDS } from './sees-refunds.ts'

/** Payments and refunds of the whole organization. */
export function moneyRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.get('/staff/payments', requirePermission('payment.view'), paymentsPage)
  app.get('/staff/payments.csv', requirePermission('payment.view'), paymentsCsv)
  app.post('/staff/payments/:payment/:act', submitDecidePayment)
  app.use('/staff/refunds', requireAnyPermission(SEES_REFUNDS))
  app.use('/staff/refunds/*', requireAnyPermission(SEES_REFUNDS))
  app.get('/staff/refunds', refundQueuePage).post(submitChosen)
  app.post('/staff/refunds/:refund/:act', submitRefundAct)
  return app
}
