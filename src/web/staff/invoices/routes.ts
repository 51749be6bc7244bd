import { Hono } from 'hono'
import { requirePermission } from '../gate.ts'
import type { StaffEnv } from '../staff-env.ts'
import { sendStaffPdf, staffInvoicePage, submitInvoiceAct } from './invoice.tsx'
import { invoiceListPage } from './invoice-list.tsx'

/** The papers of the whole organization. */
export function invoiceRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  app.use(requirePermission('payment.view'))
  app.get('/', invoiceListPage)
  app.get('/:file{[0-9a-f-]+\\.pdf}', sendStaffPdf)
  app.get('/:id', staffInvoicePage)
  app.post('/:id/:act', requirePermission('invoice.edit'), submitInvoiceAct)
  return app
}
