import { DISCOUNT_CODE_OPERATIONS } from './discount-codes.ts'
import { decideFeeOperation, listFeesOperation } from './fee-decisions.ts'
import { invoicePdfOperation, listInvoicesOperation, readInvoiceOperation } from './invoices.ts'
import type { Operation } from './operation.ts'
import {
  chargeCardOperation,
  checkPaymentOperation,
  decidePaymentOperation,
  recordPaymentOperation,
} from './payment-acts.ts'
import { startPaymentOperation } from './payment-starts.ts'
import { listPaymentsOperation, readPaymentOperation } from './payments.ts'
import {
  decideRefundOperation,
  requestRefundOperation,
  retryRefundOperation,
  settleRefundOperation,
} from './refund-acts.ts'
import { listRefundsOperation, readRefundOperation } from './refunds.ts'

/** What customers pay, what goes back, and what it looks like on paper. */
export const MONEY_OPERATIONS: Operation[] = [
  startPaymentOperation,
  recordPaymentOperation,
  chargeCardOperation,
  listPaymentsOperation,
  readPaymentOperation,
  checkPaymentOperation,
  decidePaymentOperation,
  requestRefundOperation,
  listRefundsOperation,
  readRefundOperation,
  settleRefundOperation,
  retryRefundOperation,
  decideRefundOperation,
  listFeesOperation,
  decideFeeOperation,
  listInvoicesOperation,
  readInvoiceOperation,
  invoicePdfOperation,
  ...DISCOUNT_CODE_OPERATIONS,
]
