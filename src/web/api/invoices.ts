import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { isId } from '#platform/ids.ts'
import { readId } from '#platform/public-ids.ts'
import { listInvoices, loadInvoice } from '#domain/bookings/invoices.ts'
import { INVOICE_STATUSES } from '#domain/money/invoice-status.ts'
import { sendPaper } from '../invoice-view.tsx'
import { idOf } from './ids.ts'
import { invoiceSchema, invoiceSeenSchema, showInvoice, showInvoiceSeen } from './invoice-schema.ts'
import { cursorOf, pagingBy } from './list-pages.ts'
import { operation } from './operation.ts'
import { pageOf } from './schemas.ts'
import { forbidden, missing } from './set-up-problems.ts'

const tag = 'Invoices'

export const listInvoicesOperation = operation({
  method: 'get',
  path: '/v1/invoices',
  id: 'listInvoices',
  tag,
  summary: 'List invoices',
  description: 'The newest first, each with its credit notes. A booking with money has one that is not void.',
  scope: 'invoices:read',
  query: z.strictObject({ status: z.enum(INVOICE_STATUSES).optional(), ...pagingBy(isId) }),
  answer: { status: 200, schema: pageOf(invoiceSeenSchema, 'InvoicePage'), description: 'The invoices.' },
  async handle(c, { query }) {
    const refused = forbidden(c, 'payment.view')
    if (refused) return refused
    const { status, cursor: after, limit: take } = query
    const { reader } = c.var.deps.context
    const { invoices, next } = await listInvoices(reader, c.var.scope, { status, after, take })
    return done({
      value: { data: invoices.map(showInvoiceSeen), next_cursor: next === null ? null : cursorOf(next) },
    })
  },
})

export const readInvoiceOperation = operation({
  method: 'get',
  path: '/v1/invoices/{invoice}',
  id: 'getInvoice',
  tag,
  summary: 'Look at one invoice or credit note',
  scope: 'invoices:read',
  params: z.strictObject({ invoice: idOf('invoice') }),
  answer: { status: 200, schema: invoiceSchema, description: 'The paper with all that is printed on it.' },
  async handle(c, { params: { invoice: id } }) {
    const refused = forbidden(c, 'payment.view')
    if (refused) return refused
    const invoice = await loadInvoice(c.var.deps.context.reader, c.var.scope, readId(id))
    return invoice ? done({ value: showInvoice(invoice) }) : refuse(missing('path:invoice'))
  },
})

export const invoicePdfOperation = operation({
  method: 'get',
  path: '/v1/invoices/{invoice}/pdf',
  id: 'getInvoicePdf',
  tag,
  summary: 'The same paper as a PDF',
  description: 'The file that the customer gets, in their language.',
  scope: 'invoices:read',
  params: z.strictObject({ invoice: idOf('invoice') }),
  answer: {
    status: 200,
    schema: z.string().openapi({ format: 'binary' }),
    description: 'The file.',
    type: 'application/pdf',
  },
  async handle(c, { params: { invoice: id } }) {
    const refused = forbidden(c, 'payment.view')
    if (refused) return refused
    const invoice = await loadInvoice(c.var.deps.context.reader, c.var.scope, readId(id))
    if (!invoice) return refuse(missing('path:invoice'))
    return sendPaper(invoice, (body, headers) => c.body(body, 200, headers))
  },
})
